"""No file longer than a reader can hold in mind."""

from __future__ import annotations

from tests.architecture import sources

LONGEST = 400


def test_no_file_is_too_long() -> None:
    too_long = []
    for path in sources.files(".py", ".js", ".css", ".html"):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if sources.room(path) != "migrations" and lines > LONGEST:
            too_long.append(f"{sources.name(path)}: {lines} lines")
    assert not too_long, f"more than {LONGEST} lines:\n" + "\n".join(too_long)
