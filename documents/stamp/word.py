"""Certificates as Word files: the document walked once for each layout, kept as text with holes, filled row by row."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from xml.sax.saxutils import escape

from .. import package, produce, word
from ..layout import Cell, Paragraph, Row, Run, Sheet, Table
from .plan import Plan, RowRefused

_HOLE = "\ue200"  # where a line of a slot stands in the kept text
MOST_KEPT = 128  # layouts: sizes and numbers of lines of the slots that vary
TEXT = "word/document.xml"


class WordPress:
    """Makes the Word files of a plan's rows; needs neither fonts nor the PDF library."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._forms: dict[tuple, _Form] = {}

    def single(self, given: Mapping[str, Any]) -> bytes:
        """The Word file of one row. Raises RowRefused, NotStampable."""
        row = self.plan.row(given)
        fitted = self.plan.fitted(row)
        layout = (self.plan.shape(row), *[(size, len(lines)) for size, lines in fitted.values()])
        form = self._forms.get(layout)
        if form is None:
            if len(self._forms) >= MOST_KEPT:
                self._forms.clear()
            form = self._forms[layout] = _Form(self.plan, row)
        return form.filled(fitted)

    def singles(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, bytes | RowRefused]]:
        """(place of the row from 0, its Word file or why there is none), row by row."""
        for place, given in enumerate(rows):
            try:
                yield place, self.single(given)
            except RowRefused as error:
                yield place, error


class _Form:
    """The Word file of one layout: its text in pieces between the lines that vary, its other parts packed."""

    def __init__(self, plan: Plan, row: Mapping[str, str]) -> None:
        sheet = produce.sheet(plan.kind, plan.values(row), plan.profile)
        self._order: list[str] = []  # the slot of each hole
        parts = word.parts_of(self._holed(sheet, plan.slots), plan.profile)
        self._pieces = parts[TEXT].decode("utf-8").split(_HOLE)
        names = sorted(parts, key=lambda name: (name != "[Content_Types].xml", name))
        self._members = [(name, package.member(name, parts[name])) for name in names]

    def _holed(self, sheet: Sheet, slots: frozenset[str]) -> Sheet:
        """The sheet with a hole for each line that varies; notes their slots in the order of the text."""

        def step(block):
            if isinstance(block, Table):
                rows = (
                    Row(tuple(Cell(tuple(map(step, cell.blocks)), cell.span) for cell in row.cells))
                    for row in block.rows
                )
                return replace(block, rows=tuple(rows))
            slot = block.style.rpartition("_")[0] if isinstance(block, Paragraph) else ""
            if slot not in slots:
                return block
            self._order.append(slot)
            return replace(block, runs=(Run(_HOLE),))

        return replace(sheet, blocks=tuple(map(step, sheet.blocks)))

    def filled(self, fitted: Mapping[str, tuple[int, tuple[str, ...]]]) -> bytes:
        """The file with the lines of a row."""
        lines = {slot: iter(texts) for slot, (_size, texts) in fitted.items()}
        written = [self._pieces[0]]
        for slot, piece in zip(self._order, self._pieces[1:], strict=True):
            written += (escape(next(lines[slot])), piece)
        text = package.member(TEXT, "".join(written).encode("utf-8"))
        return package.joined([text if name == TEXT else kept for name, kept in self._members])
