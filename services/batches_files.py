"""Batches from plain data, without database and web: what `flask documents batch` calls."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from documents import pdf, produce
from documents.catalogue import Kind
from documents.errors import PdfUnavailable, ValuesRefused
from documents.profile import Profile
from documents.stamp import NotStampable, Plan, Press, RowRefused, WordPress, measured
from extensions import clock
from services import batches_measured, batches_rows, paper_kinds
from services.errors import Refused
from vietnamese.text import filename

Problems = list[tuple[str, str]]


def read(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return (shared values, rows) of a file: JSON [row, …] or {"shared": {…}, "rows": [row, …]}, CSV or Excel.

    The columns of a CSV file are the names of values, or their Vietnamese names. Errors: `Refused`.
    """
    content = path.read_bytes()
    if path.suffix.lower() != ".json":
        return {}, _table(path.name, content)
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except ValueError as error:
        raise Refused("Tệp không phải JSON dạng UTF-8.") from error
    shared, rows = (data.get("shared", {}), data.get("rows")) if isinstance(data, dict) else ({}, data)
    if (
        not isinstance(shared, dict)
        or not isinstance(rows, list)
        or not all(isinstance(row, dict) for row in rows)
    ):
        raise Refused('Tệp JSON là [ {…}, … ] hoặc {"shared": {…}, "rows": [ {…}, … ]}.')
    return shared, rows


def _table(name: str, content: bytes) -> list[dict[str, Any]]:
    try:
        text = content.decode("utf-8-sig") if name.lower().endswith(".csv") else ""
    except UnicodeDecodeError as error:
        raise Refused("Tệp CSV phải lưu ở dạng UTF-8.") from error
    rows = list(csv.DictReader(io.StringIO(text)))
    if rows and all(str(column).isascii() and "name" in rows[0] for column in rows[0]):
        return [{column: cell for column, cell in row.items() if column and cell} for row in rows]
    return [dict(row) for row in batches_rows.read_file(name, content)]


class Run:
    """A batch of one kind; `shared` are values that every row has unless it says otherwise.

    Errors: `UnknownKind`; `PdfUnavailable` where PDF is asked for and cannot be made.
    """

    def __init__(self, code: str, shared: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> None:
        self.kind: Kind = paper_kinds.shipped().kind(code)
        self.rows = [{**shared, **row} for row in rows]
        names = {name for row in self.rows for name in row}
        first = self.rows[0] if self.rows else {}
        self._varying = sorted(
            name for name in names if any(row.get(name) != first.get(name) for row in self.rows)
        )
        self._shared = {name: value for name, value in first.items() if name not in self._varying}
        self._profile: Profile = paper_kinds.profile_on(paper_kinds.dated(self._shared))
        self._renderer: pdf.Renderer | None = None

    def _plan(self) -> Plan:
        # A required value that is the same in all rows still counts as shared; a press needs one that differs.
        return Plan(self.kind, self._shared, self._varying, self._profile)

    def renderer(self) -> pdf.Renderer:
        """Return the renderer of this run, made when first needed."""
        self._renderer = self._renderer or pdf.Renderer()
        return self._renderer

    def whole(self, target: Path) -> list[tuple[int, Problems]]:
        """Write one PDF of all rows; return (place from 1, problems) of those left out.

        Errors: `NotStampable`, `ValuesRefused` (what all rows share).
        """
        press = Press(self._plan(), self.renderer())
        temporary = target.with_name(f".{target.name}.new")
        with temporary.open("w+b") as file:
            measure = batches_measured.places(len(self.rows), clock.today())
            refused = measured.one(press, self.rows, file, measure)
        if len(refused) < len(self.rows):
            temporary.replace(target)
        else:
            temporary.unlink()
        return [(place + 1, [tuple(one) for one in error.problems]) for place, error in refused]

    def singles(self, formats: Sequence[str]) -> Iterator[tuple[int, dict[str, bytes] | Problems]]:
        """Yield (place from 1, files by name or problems) for each row."""
        make = self._stamped(formats)
        for place, row in enumerate(self.rows, start=1):
            said = str(row.get("name") or self.kind.title)
            try:
                made = make(row)
            except (RowRefused, ValuesRefused) as error:
                yield place, [tuple(one) for one in error.problems]
                continue
            yield place, {filename(f"{place:03d} {said}", fmt): bytes(made[fmt]) for fmt in formats}

    def _stamped(self, formats: Sequence[str]):
        """Return what makes the files of a row: presses where the kind can be stamped, else the renderer."""
        try:
            plan = self._plan()
            if self.rows:
                plan.patterns(plan.row(self.rows[0]))
        except (NotStampable, RowRefused, ValuesRefused):
            renderer = self.renderer() if "pdf" in formats else None
            return lambda row: produce.produce(self.kind, row, self._profile, formats, renderer)
        makers = {"docx": WordPress(plan).single}
        if "pdf" in formats:
            press = Press(plan, self.renderer())
            press.prepare(self.rows)
            makers["pdf"] = press.single
        return lambda row: {fmt: makers[fmt](row) for fmt in formats}


__all__ = ["NotStampable", "PdfUnavailable", "Run", "read"]
