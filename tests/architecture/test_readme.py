"""What the README tells people to type exists."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from tests.architecture import sources

README = (sources.ROOT / "README.md").read_text(encoding="utf-8")


def test_every_make_command_is_a_target() -> None:
    makefile = (sources.ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    told = set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE))
    assert told
    assert told - targets == set()


@pytest.mark.parametrize("words", sorted(set(re.findall(r"\.venv/bin/flask ([a-z]+ [a-z-]+)", README))))
def test_every_flask_command_is_registered(words: str, tmp_path: Path) -> None:
    from app import create_app

    group, name = words.split()
    found = create_app({"INSTANCE": str(tmp_path), "TESTING": True}).cli.commands
    assert group in found, f"flask {group} is not registered: {sorted(found)}"
    assert isinstance(found[group], click.Group)
    assert name in found[group].commands


def test_every_link_inside_the_project_leads_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", README)
    assert links
    assert [link for link in links if not (sources.ROOT / link).exists()] == []
