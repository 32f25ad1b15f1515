"""An .xlsx read as it comes: a stream of XML with bounds, so that no file can take the machine's time or memory.

What a library that builds a workbook would hide is kept here: which cells are formulas, which rows and sheets are
hidden, what is merged. XML that declares anything of its own is refused; too many rows are refused before the table
of texts is looked at. (ECMA-376, part 1, chapter 18.)
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from xml.parsers import expat

from rules.finding import N_
from rules.importing.rows import DAY, ERROR, FORMULA, MERGED, Raw
from services.errors import Refused

BROKEN = N_("Tệp Excel này hỏng, máy không đọc được. Mở bằng Excel, lưu thành tệp .xlsx mới rồi gửi lại.")
TOO_BIG = N_("Tệp Excel mở ra quá lớn. Xóa các dòng, cột trống có kẻ khung và các hình rồi gửi lại.")
TOO_MANY = N_("Tệp có quá %(rows)s dòng. Chia thành nhiều tệp rồi gửi lại.")
NO_SHEET = N_("Tệp không có trang tính nào nhìn thấy được.")

# What one file may be: parts, bytes unpacked, unpacked to packed beyond the first megabytes, XML of one sheet.
MOST_PARTS, MOST_UNPACKED, MOST_RATIO, RATIO_FROM = 2_000, 100_000_000, 100, 10_000_000
MOST_ELEMENTS = 700_000
MOST_COLUMNS, MOST_SHEETS, MOST_MERGED = 60, 20, 20_000
AROUND = 100  # titles, headings and signatures stand around a list
LONGEST_CELL = 2_000  # letters; longer ones are cut so that the column's own limit speaks

PIECE = 1 << 16
_PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# What the standard library says of a broken archive or a part that is not there.
FAILURES = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError),
    *(EOFError, LookupError, OSError, ValueError),
)
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_LAST_SERIAL = 2_958_465  # 31/12/9999
_LOST_DAY = 60  # Excel counts a 29/02/1900 that never was
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
# Numbers of formats that are days in every Excel; those of one workbook are told by their codes.
_DAYS = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


@dataclass
class Sheet:
    """A sheet: its name, its rows, how many more it had than may be read (they are not kept then)."""

    name: str
    rows: list[Raw] = field(default_factory=list)
    wide: bool = False


@dataclass
class Workbook:
    """The sheets that can be seen, and the names of those that cannot."""

    sheets: list[Sheet]
    hidden: list[str] = field(default_factory=list)


class _Elements:
    """Reads one part of the file: calls `start`, `text` and `end`, names of elements without their namespace."""

    def __init__(self, most: int = MOST_ELEMENTS) -> None:
        self.left = most
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self.text

    def _refuse(self, *_declared: Any) -> None:
        raise Refused(BROKEN)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.left -= 1
        if self.left < 0:
            raise Refused(TOO_BIG)
        self.start(name.rpartition(" ")[2], attributes)

    def _end(self, name: str) -> None:
        self.end(name.rpartition(" ")[2])

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def text(self, letters: str) -> None:
        """Take letters."""

    def read(self, part: Any) -> None:
        """Read a part to its end. Errors: `Refused`."""
        try:
            while piece := part.read(PIECE):
                self._parser.Parse(piece, False)
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Refused(BROKEN) from error


class _Attributes(_Elements):
    """Collects the attributes of some elements: [(name, attributes)]."""

    def __init__(self, *names: str) -> None:
        super().__init__()
        self.names, self.found = names, []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in self.names:
            self.found.append((name, {key.rpartition(" ")[2]: value for key, value in attributes.items()}))


class _Texts(_Elements):
    """The table of texts, only as far as cells point to it."""

    def __init__(self, wanted: set[int]) -> None:
        super().__init__()
        self.wanted, self.found = wanted, {}
        self._no, self._parts, self._size, self._inside, self._reading = -1, [], 0, False, False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._no += 1
            self._parts, self._size, self._reading = [], 0, self._no in self.wanted
        elif name == "rPh":
            self._reading = False  # how a word sounds is no part of it
        self._inside = name == "t"

    def end(self, name: str) -> None:
        self._inside = False
        if name == "rPh":
            self._reading = self._no in self.wanted
        elif name == "si" and self._no in self.wanted:
            self.found[self._no] = "".join(self._parts)[:LONGEST_CELL]

    def text(self, letters: str) -> None:
        if self._inside and self._reading and self._size <= LONGEST_CELL:
            self._parts.append(letters[: LONGEST_CELL + 1])
            self._size += len(letters)


class _Cells(_Elements):
    """The rows of a sheet: `rows` of (number, hidden, {column: (type, style, has formula, text)}), `merged` areas."""

    def __init__(self, most_rows: int) -> None:
        super().__init__()
        self.most, self.rows, self.merged, self.wide = most_rows, [], [], False
        self._no, self._hidden, self._cells, self._column = 0, False, {}, -1
        self._kind, self._style, self._formula, self._inside = "", 0, False, False
        self._parts, self._size = [], 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._no = _whole(attributes.get("r"), self._no + 1)
            self._hidden, self._cells, self._column = attributes.get("hidden") in ("1", "true"), {}, -1
        elif name == "c":
            place = _CELL.fullmatch(attributes.get("r", ""))
            self._column = _column(place[1]) if place else self._column + 1
            self._kind, self._style = attributes.get("t", "n"), _whole(attributes.get("s"), 0)
            self._formula, self._parts, self._size = False, [], 0
        elif name == "f":
            self._formula = True
        elif name == "mergeCell" and len(self.merged) < MOST_MERGED:
            self.merged.append(attributes.get("ref", ""))
        self._inside = name in ("v", "t")

    def end(self, name: str) -> None:
        self._inside = False
        if name == "c" and (self._parts or self._formula):
            if self._column < MOST_COLUMNS:
                self._cells[self._column] = (self._kind, self._style, self._formula, "".join(self._parts))
            else:
                self.wide = True
        elif name == "row" and self._cells:
            if len(self.rows) >= self.most + AROUND:
                raise Refused(TOO_MANY, rows=self.most)
            self.rows.append((self._no, self._hidden, self._cells))
            self._cells = {}

    def text(self, letters: str) -> None:
        if self._inside and self._size <= LONGEST_CELL:
            self._parts.append(letters[: LONGEST_CELL + 1])
            self._size += len(letters)


def read(content: bytes, most_rows: int) -> Workbook:
    """Return the sheets of an .xlsx that can be seen, at most `most_rows` rows each.

    Errors: `Refused` with words for what is broken, too big, declares entities, or has no sheet in sight.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            bounded(packed)
            return _workbook(packed, most_rows)
    except FAILURES as error:
        raise Refused(BROKEN) from error


def bounded(packed: zipfile.ZipFile) -> None:
    """Refuse an archive that unpacks to too much. Errors: `Refused`."""
    parts = packed.infolist()
    unpacked = sum(part.file_size for part in parts)
    small = max(1, sum(part.compress_size for part in parts))
    if any(part.compress_type not in _PACKED for part in parts):
        raise Refused(BROKEN)
    ratio = unpacked > RATIO_FROM and unpacked / small > MOST_RATIO
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or ratio:
        raise Refused(TOO_BIG)


def _workbook(packed: zipfile.ZipFile, most_rows: int) -> Workbook:
    book = "xl/workbook.xml"
    listed = _attributes(packed, book, "sheet", "workbookPr")
    targets = {
        one["Id"]: posixpath.normpath(posixpath.join("xl", one["Target"]))
        if one["Target"][:1] != "/"
        else one["Target"][1:]
        for _name, one in _attributes(packed, "xl/_rels/workbook.xml.rels", "Relationship")
        if "Id" in one and "Target" in one
    }
    late = any(name == "workbookPr" and one.get("date1904") in ("1", "true") for name, one in listed)
    sheets = [one for name, one in listed if name == "sheet"][:MOST_SHEETS]
    names = {
        one.get("name", "")[:100]: targets.get(one.get("id", ""))
        for one in sheets
        if one.get("state") in (None, "visible")
    }
    hidden = [one.get("name", "")[:100] for one in sheets if one.get("state") not in (None, "visible")]
    there = set(packed.namelist())
    seen = {name: part for name, part in names.items() if part in there and "worksheets/" in part}
    if not seen:
        raise Refused(NO_SHEET)
    read_: dict[str, _Cells] = {}
    for name, part in seen.items():
        read_[name] = _Cells(most_rows)
        with packed.open(part) as file:
            read_[name].read(file)
    days = _day_styles(packed) if "xl/styles.xml" in there else frozenset()
    texts = _texts(packed, read_.values()) if "xl/sharedStrings.xml" in there else {}
    first = _EPOCH_1904 if late else _EPOCH
    return Workbook(
        [Sheet(name, list(_rows(one, texts, days, first)), one.wide) for name, one in read_.items()], hidden
    )


def _attributes(packed: zipfile.ZipFile, part: str, *names: str) -> list[tuple[str, dict[str, str]]]:
    collected = _Attributes(*names)
    with packed.open(part) as file:
        collected.read(file)
    return collected.found


def _texts(packed: zipfile.ZipFile, sheets: Any) -> dict[int, str]:
    wanted = {
        _whole(text, -1)
        for one in sheets
        for _no, _hidden, cells in one.rows
        for kind, _s, _f, text in cells.values()
        if kind == "s"
    }
    table = _Texts(wanted)
    with packed.open("xl/sharedStrings.xml") as file:
        table.read(file)
    return table.found


def _day_styles(packed: zipfile.ZipFile) -> frozenset[int]:
    """Return the styles (places in cellXfs) that show a number as a day."""
    own: dict[int, str] = {}
    styles: list[int] = []
    inside = False
    for name, one in _attributes(packed, "xl/styles.xml", "numFmt", "cellXfs", "cellStyles", "xf", "dxfs"):
        if name == "numFmt":
            own[_whole(one.get("numFmtId"), -1)] = one.get("formatCode", "")
        elif name == "xf" and inside:
            styles.append(_whole(one.get("numFmtId"), 0))
        else:
            inside = name == "cellXfs"
    days = _DAYS | {
        number for number, shape in own.items() if re.search("[dy]", _QUOTED.sub("", shape.lower()))
    }
    return frozenset(place for place, number in enumerate(styles) if number in days)


def _rows(sheet: _Cells, texts: dict[int, str], days: frozenset[int], first: date) -> Iterator[Raw]:
    spread = _spread(sheet.merged)
    origins = set(spread.values())
    values: dict[tuple[int, int], Any] = {}
    for no, hidden, cells in sheet.rows:
        found = {at: _value(cell, texts, days, first) for at, cell in cells.items()}
        values.update(((no, at), value) for at, value in found.items() if (no, at) in origins)
        for at in range(MOST_COLUMNS) if spread else ():
            origin = spread.get((no, at))
            if origin in values and found.get(at) is None:
                found[at] = {MERGED: values[origin]}
        width = max((at for at, value in found.items() if value is not None), default=-1) + 1
        yield Raw(no, tuple(found.get(at) for at in range(width)), hidden)


def _spread(merged: list[str]) -> dict[tuple[int, int], tuple[int, int]]:
    """Return {cell: the first cell of the area it is merged into}; areas of a row's width or more are titles."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for area in merged:
        ends = [_CELL.fullmatch(one) for one in area.split(":")]
        if len(ends) != 2 or None in ends:
            continue
        (left, top), (right, bottom) = ((_column(end[1]), int(end[2])) for end in ends if end)
        if (
            (right - left + 1) * (bottom - top + 1) > MOST_MERGED
            or right - left > 1
            or len(found) > MOST_MERGED
        ):
            continue
        cells = ((row, at) for row in range(top, bottom + 1) for at in range(left, right + 1))
        found.update({cell: (top, left) for cell in cells if cell != (top, left)})
    return found


def _value(cell: tuple[str, int, bool, str], texts: dict[int, str], days: frozenset[int], first: date) -> Any:
    kind, style, formula, text = cell
    value = _TYPES.get(kind, _number)(text, texts)
    if isinstance(value, int | float) and not isinstance(value, bool) and style in days:
        value = _day(value, first)
    return {FORMULA: value} if formula else value


def _number(text: str, _texts_: dict[int, str]) -> Any:
    try:
        number = float(text)
    except ValueError:
        return text or None
    if number != number or abs(number) > 1e15:
        return text
    return int(number) if number.is_integer() else number


def _day(number: float, first: date) -> Any:
    if not 1 <= number <= _LAST_SERIAL:
        return number
    early = first == _EPOCH and number < _LOST_DAY
    try:
        return {DAY: (first + timedelta(days=int(number) + early)).isoformat()}
    except OverflowError:
        return number


# What a cell's type says of its text.
_TYPES: dict[str, Callable[[str, dict[int, str]], Any]] = {
    "s": lambda text, texts: texts.get(_whole(text, -1)),
    "str": lambda text, texts: text[:LONGEST_CELL],
    "inlineStr": lambda text, texts: text[:LONGEST_CELL],
    "b": lambda text, texts: text.strip() in ("1", "true"),
    "e": lambda text, texts: {ERROR: text[:20]},
    "d": lambda text, texts: {DAY: text[:10]} if re.fullmatch(r"[12]\d{3}-[01]\d-[0-3]\d.*", text) else text,
}


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _column(name: str) -> int:
    """Return the place of a column from 0: A → 0."""
    place = 0
    for letter in name:
        place = place * 26 + ord(letter) - 64
    return place - 1
