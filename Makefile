# Every command of the project. `make` alone explains them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup run test soak lint bench docs translations setup-tests setup-soak

# What Python has compiled once is kept beside the source, wherever this runs: a server is many processes.
unexport PYTHONDONTWRITEBYTECODE

PORT ?= 5000
PYTEST_ARGS ?=
# Tests run side by side, each file whole in one process; in the order of the folders, so that the long stories begin
# early and not at the end, when one process would wait for the other. Three on two cores: many tests wait for a browser,
# a server or a render process.
JOBS ?= 3
SOAK_JOBS ?= 3
PYTHON_ENV := .venv/bin/python
PYTEST := $(PYTHON_ENV) -m pytest
# Campaigns: make soak SOAK=tests/soak/test_kill.py runs one; ON= leaves the suite on PostgreSQL out.
SOAK ?= tests
ON ?= postgresql
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/*.po))

help: ## show this list
	@echo 'Trình Ký: guided forms, approval chains and official documents for trade unions.'
	@echo 'Usage: make COMMAND [PORT=5000] [JOBS=3] [PYTEST_ARGS="-k word"]'
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what is missing (.venv, pinned packages, libraries for PDF); start nothing
	@scripts/python-packages
	@scripts/system-packages pdf
	@$(MAKE) --no-print-directory catalogues

run: setup ## set up, load the demonstration province into an empty database, serve on 127.0.0.1:PORT
	@$(PYTHON_ENV) -m flask --app app db upgrade
	@$(PYTHON_ENV) -m flask --app app demo load --if-empty
	@PORT=$(PORT) exec $(PYTHON_ENV) app.py

test: setup-tests ## the everyday suite: pure rooms, services, pages, one journey per story (under 10 minutes)
	$(PYTEST) -m "not soak" -n $(JOBS) --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

soak: setup-soak ## the long campaigns, and on PostgreSQL what the everyday suite runs on SQLite only (under 45 minutes)
	$(PYTEST) -m soak -n $(SOAK_JOBS) --dist loadfile --no-loadscope-reorder $(SOAK) $(PYTEST_ARGS)
	$(if $(ON),$(PYTEST) -m "not soak and not sql" -n $(JOBS) --dist loadfile --no-loadscope-reorder --database=$(ON) $(PYTEST_ARGS))

lint: ## style, types of the pure rooms, length of files, packages that fit together
	@scripts/python-packages dev
	$(PYTHON_ENV) -m ruff check .
	$(PYTHON_ENV) -m ruff format --check .
	$(PYTHON_ENV) -m mypy
	$(PYTEST) -q --no-header tests/architecture/test_{file_lengths,imports,no_leaks,words}.py
	$(PYTHON_ENV) -m pip check

bench: ## measurements, with rivals where there are any (benchmarks/)
	@scripts/python-packages dev bench
	@$(PYTHON_ENV) -m benchmarks

docs: setup ## write what stands under docs/ and tests compare: permission matrix, chains, samples of papers
	@$(PYTHON_ENV) -m flask --app app workflows docs --output docs
	@$(PYTHON_ENV) -m flask --app app documents samples --output docs/samples

translations: setup ## collect new texts, bring the catalogues up to date and compile them
	@scripts/translations

setup-tests: setup
	@scripts/python-packages dev
	@scripts/system-packages test

setup-soak: setup-tests
	@scripts/system-packages soak

.PHONY: catalogues
catalogues: $(CATALOGUES)
	@:

%.mo: %.po
	@$(PYTHON_ENV) -m babel.messages.frontend -q compile -i $< -o $@
