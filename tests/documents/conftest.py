"""What the tests of papers share: the shipped profile, the shipped kinds, one warm renderer."""

from pathlib import Path

import pytest

import reference
from documents import catalogue, pdf, produce
from documents.profile import Profile

TEMPLATES = Path(__file__).resolve().parents[2] / "doc_templates"


@pytest.fixture(scope="session")
def profile() -> Profile:
    """The profile of the union's papers since 14/5/2024."""
    return Profile.from_dict(reference.load("profiles/tld-933.toml"))


@pytest.fixture(scope="session")
def kinds() -> catalogue.Catalogue:
    """The kinds that ship but certificates, which have tests of their own (test_certificates, test_stamp)."""
    every = catalogue.opened(TEMPLATES)
    return catalogue.Catalogue({kind.code: kind for kind in every if kind.design is None})


@pytest.fixture(scope="session")
def renderer() -> pdf.Renderer:
    """One renderer for all tests of a process, as a worker has it."""
    return pdf.Renderer()


@pytest.fixture(scope="session")
def printed(profile, renderer):
    """A kind → the files of its sample, made once a process."""
    made: dict[str, dict] = {}

    def files(kind) -> dict:
        if kind.code not in made:
            made[kind.code] = produce.produce(kind, kind.sample, profile, renderer=renderer)
        return made[kind.code]

    return files
