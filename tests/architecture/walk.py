"""One walk through the pages of a stage, read by several tests: what was answered, written and said.

Most of a walk is drawing pages. So a page is drawn once for all who have something to say about it, and the page of
an error once for each address of the map: what is the matter with other unknown things is asked as a script asks.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from tests.architecture.crowd import UNKNOWN, Crowd, addresses, statements_that_write
from tests.architecture.spoken import spoken

# What a page shows of a paper is the paper's own text.
PAPERS = {"library.prepared", "dossiers.preview", "dossiers.print_draft"}

# What asks the same as a browser and is told an error in one line of JSON, without the page around it.
AS_A_SCRIPT = {"Accept": "application/json"}


def unknown(values: dict[str, Any]) -> bool:
    """Tell whether the arguments of an address name something that does not exist."""
    return any(value in UNKNOWN for value in values.values())


class Doors:
    """Remembers at which addresses of the map an error has been looked at as a page."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, ...]] = set()

    def headers(self, values: dict[str, Any], *door: str) -> dict[str, str]:
        """Return how to ask: the first unknown thing behind a door as a browser, the others as a script."""
        if not unknown(values):
            return {}
        first = door not in self._seen
        self._seen.add(door)
        return {} if first else AS_A_SCRIPT


@dataclass(frozen=True)
class Visit:
    """One answer: who asked, what for, how it came and which statements it wrote."""

    name: str
    endpoint: str
    address: str
    status: int
    location: str
    texts: frozenset[str]
    wrote: tuple[str, ...]


class Walk:
    """Everybody of a crowd at every address that can be read, in one language after the other."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd

    @functools.cached_property
    def vietnamese(self) -> list[Visit]:
        """Return the visits of everybody to everything, in the language that nobody has to choose."""
        doors = Doors()
        return [
            self._visit(name, endpoint, address, doors.headers(values, name, endpoint))
            for endpoint, address, values in self._addresses()
            for name in self.crowd.clients
        ]

    @functools.cached_property
    def english(self) -> list[Visit]:
        """Return a visit to every page that said something of its own; pages alike behind one door are read once."""
        said = (one for one in self.vietnamese if one.texts and one.endpoint not in PAPERS)
        alike = {(one.name, one.endpoint, one.status, one.texts): one for one in said}
        for client in self.crowd.clients.values():
            assert client.post("/ngon-ngu", data={"locale": "en"}).status_code == 302
        return [self._visit(one.name, one.endpoint, one.address, {}) for one in alike.values()]

    def _addresses(self) -> list[tuple[str, str, dict[str, Any]]]:
        return addresses(self.crowd.made.app, self.crowd, "GET")

    def _visit(self, name: str, endpoint: str, address: str, headers: dict[str, str]) -> Visit:
        with statements_that_write() as wrote:
            answer = self.crowd.clients[name].get(address, headers=headers)
        page = answer.mimetype == "text/html" and answer.status_code != 302
        texts = frozenset(spoken(answer.text)) if page else frozenset()
        return Visit(name, endpoint, address, answer.status_code, answer.location or "", texts, tuple(wrote))
