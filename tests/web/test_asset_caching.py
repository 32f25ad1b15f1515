"""Stylesheets and scripts are fetched once: their addresses change with their content, and say so."""

from __future__ import annotations

import re
from typing import Any

YEAR = 365 * 24 * 3600


def _kept(client: Any, address: str) -> tuple[int | None, bool | None, bool | None]:
    """Return how long, for whom and whether for good an answer may be kept."""
    with client.get(address) as answer:
        said = answer.cache_control
        return said.max_age, said.public, said.immutable


def test_marked_files_are_kept_for_a_year_and_unmarked_ones_asked_for_again(demo_client):
    page = demo_client.get("/dang-nhap").text
    addresses = re.findall(r'(?:href|src)="(/(?:static|bootstrap)/[^"]+)"', page)
    assert len(addresses) >= 3
    for address in addresses:
        assert "?v=" in address
        assert _kept(demo_client, address) == (YEAR, True, True), address
        assert _kept(demo_client, address.split("?")[0])[0] is None
    assert _kept(demo_client, "/static/there-is-none.css?v=1")[0] is None
