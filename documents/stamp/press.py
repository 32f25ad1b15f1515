"""The press: rows of values in, certificates out, as one file for the printer or as a file for each."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from math import inf
from typing import Any, BinaryIO

from .. import produce
from ..pdf import Renderer
from ..widths import MM
from .faces import CALLED, Face
from .objects import File, stream
from .plan import Plan, RowRefused
from .sheet import CATALOGUE, PAGES, LaidOut, Place

KEPT_LINES = 4096
NEAR_EDGE = 0.2  # mm by which a line as drawn may differ from its width by the tables of letters
_BLACK = b"0 0 0 rg"


class Press:
    """Stamps the certificates of a plan. Learns a page when a row needs one; one thread, like its renderer."""

    def __init__(self, plan: Plan, renderer: Renderer) -> None:
        self.plan, self._renderer = plan, renderer
        self.faces = {code: Face(code, file) for code, file in renderer.fonts.files.items()}
        self._names = {code: b"/V%d" % number for number, code in enumerate(self.faces)}
        self._places: dict[tuple[str, int, int], tuple[Place, ...]] = {}
        self._drawn: dict[tuple[Place, str], bytes] = {}
        self._forms: dict[tuple[bool, ...], int] = {}
        self.sheets: list[LaidOut] = []

    def content(self, row: Mapping[str, str]) -> tuple[int, bytes]:
        """(which form, what a page draws over it) for a clean row. Raises RowRefused, NotStampable."""
        fitted = self.plan.fitted(row)
        form = self._forms.get(self.plan.shape(row))
        if form is None or any(
            (slot, size, len(lines)) not in self._places for slot, (size, lines) in fitted.items()
        ):
            form = self._learn(row)
        drawn = [b"q /S%d Do Q BT" % form]
        colour = _BLACK
        for slot, (size, lines) in fitted.items():
            for place, line in zip(self._places[slot, size, len(lines)], lines, strict=True):
                if place.colour != colour:
                    drawn.append(place.colour)
                    colour = place.colour
                drawn.append(self._line(place, line, slot, row))
        drawn.append(b"ET")
        return form, b"\n".join(drawn)

    def _line(self, place: Place, text: str, slot: str, row: Mapping[str, str]) -> bytes:
        """The commands that show a text at a place; units and merits come back, so what was drawn is kept a while.

        Each line is measured with the font that prints it. Raises RowRefused for one that is too wide for its slot,
        below the slot's least size, or has a letter without a shape.
        """
        known = self._drawn.get((place, text))
        if known is None:
            face = self.faces[place.face]
            width = face.width(text) * place.size / 1000 if face.draws(text) else inf
            if width > self._room(slot) or place.size < self._least(slot):
                raise self.plan.refused(slot, row, text)
            face.used.update(text)
            x = place.x - place.align * width
            known = b"%s %g Tf 1 0 0 1 %.3f %.3f Tm <%s> Tj" % (
                self._names[place.face], place.size, x, place.base, face.glyphs(text).encode(),
            )  # fmt: skip
            if len(self._drawn) >= KEPT_LINES:
                self._drawn.clear()
            self._drawn[place, text] = known
        return known

    def _room(self, slot: str) -> float:
        """Width that a line of a slot may have, pt."""
        return (self.plan.design.room(slot) + NEAR_EDGE) / MM

    def _least(self, slot: str) -> float:
        return self.plan.design.slots[slot].sizes[-1]

    def _learn(self, row: Mapping[str, str]) -> int:
        """Lay this row's certificate out; keep where its lines stand, and its form where it is a new one."""
        plan = self.plan
        sheet = produce.sheet(plan.kind, plan.values(row), plan.profile)
        laid = LaidOut(sheet, plan.profile, self._renderer, self.faces)
        self._places |= laid.places
        shape = plan.shape(row)
        if shape not in self._forms:
            number = next(
                (at for at, other in enumerate(self.sheets) if laid.same(other, plan.slots)), len(self.sheets)
            )
            if number == len(self.sheets):
                self.sheets.append(laid)
            self._forms[shape] = number
        return self._forms[shape]

    def one(self, rows: Iterable[Mapping[str, Any]], target: BinaryIO) -> list[tuple[int, RowRefused]]:
        """Write one PDF with a page for each row; returns (place of the row from 0, why) of those left out.

        Nothing is kept of a page but where it begins. Without a single good row nothing is written.
        """
        refused: list[tuple[int, RowRefused]] = []
        book: _Book | None = None
        for place, given in enumerate(rows):
            try:
                form, content = self.content(self.plan.row(given))
            except RowRefused as error:
                refused.append((place, error))
                continue
            book = book or _Book(self, target)
            book.add(form, content)
        if book:
            book.close()
        return refused

    def singles(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, bytes | RowRefused]]:
        """(place of the row from 0, its PDF or why there is none), row by row; the rows are walked twice."""
        rows = list(rows)
        self.prepare(rows)
        for place, given in enumerate(rows):
            try:
                yield place, self.single(given)
            except RowRefused as error:
                yield place, error

    def prepare(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Note the letters of rows that are to become single files, so that the fonts are cut once for all of them."""
        for given in rows:
            with suppress(RowRefused):
                self.content(self.plan.row(given))

    def single(self, given: Mapping[str, Any]) -> bytes:
        """The PDF of one row, complete by itself. Raises RowRefused."""
        form, content = self.content(self.plan.row(given))
        target = BytesIO()
        book = _Book(self, target)
        book.add(form, content)
        book.close()
        return target.getvalue()


class _Book:
    """A file of stamped pages. Numbers: the first sheet keeps its own, then resources, faces, forms and pages."""

    def __init__(self, press: Press, target: BinaryIO) -> None:
        self._press, self._file = press, File(target)
        self._first: dict[int, int] = {}  # form → number of its object
        self._pages: list[int] = []
        self._digest = hashlib.sha256()
        laid = press.sheets[0]
        for number, data in laid.shared(1):
            self._file.write(number, data)
        self._file.reserve(laid.count)
        self._resources = self._file.next
        self._info = self._resources + 1
        self._faces = self._resources + 2
        self._file.reserve(self._faces + CALLED * len(press.faces) - 1)
        self._page = b"/Parent %d 0 R/MediaBox%s/Resources %d 0 R" % (PAGES, laid.box, self._resources)

    def add(self, form: int, content: bytes) -> None:
        """Add a page."""
        if form not in self._first:
            self._first[form] = self._form(form)
        self._digest.update(content)
        self._pages.append(self._file.page(content, self._page))

    def _form(self, form: int) -> int:
        """Write a form with all it draws with; returns its number."""
        laid, first = self._press.sheets[form], 1
        if form:
            first = self._file.next
            self._file.reserve(first + laid.count)
            for number, data in laid.shared(first):
                self._file.write(number, data)
        number = self._file.next
        extra = (
            f"/Type/XObject/Subtype/Form/BBox{laid.box.decode()}/Resources {laid.resources(first).decode()}"
        )
        self._file.write(number, stream(laid.form(self._press.plan.slots), extra))
        return number

    def close(self) -> None:
        """Write what could not be known before: letters used, forms, the list of pages."""
        press, file = self._press, self._file
        for place, face in enumerate(press.faces.values()):
            if face.used:
                for number, data in face.embedded(self._faces + CALLED * place):
                    file.write(number, data)
        forms = b" ".join(b"/S%d %d 0 R" % pair for pair in self._first.items())
        faces = b" ".join(
            b"%s %d 0 R" % (press._names[code], self._faces + CALLED * place)
            for place, (code, face) in enumerate(press.faces.items())
            if face.used
        )
        file.write(self._resources, b"<</XObject<<%s>>/Font<<%s>>>>" % (forms, faces))
        kids = b" ".join(b"%d 0 R" % number for number in self._pages)
        file.write(PAGES, b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(self._pages), kids))
        file.write(self._info, press.sheets[0].info)
        file.close(CATALOGUE, self._info, self._digest.hexdigest()[:32].encode())
