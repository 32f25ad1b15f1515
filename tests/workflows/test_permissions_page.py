"""docs/permissions.md is what the table says; `make docs` writes it anew."""

from __future__ import annotations

from pathlib import Path


def test_the_page_is_up_to_date(root: Path):
    from services import definitions

    assert (root / "docs" / "permissions.md").read_text(encoding="utf-8") == definitions.permissions_page()
