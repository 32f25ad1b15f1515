"""A sent list, whatever it is: what can be read becomes sheets of raw rows, everything else is named in words."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass, field
from typing import Any

from rules.finding import N_
from rules.importing.rows import Fault, Raw
from services import import_workbooks
from services.errors import Refused
from services.import_workbooks import AROUND, BROKEN, LONGEST_CELL, MOST_COLUMNS, TOO_MANY, Sheet

EMPTY = N_("Tệp không có chữ nào.")
PASSWORD = N_("Tệp có mật khẩu nên máy không mở được. Bỏ mật khẩu trong Excel rồi gửi lại.")
MACRO = N_("Tệp có macro. Lưu thành Excel Workbook (.xlsx) không có macro rồi gửi lại.")
OLD_EXCEL = N_(
    "Đây là tệp Excel đời cũ (.xls). Trong Excel chọn Lưu thành, Excel Workbook (.xlsx) rồi gửi lại."
)
WEB_PAGE = N_("Đây là trang web lưu đuôi .xls. Mở bằng Excel, lưu thành Excel Workbook (.xlsx) rồi gửi lại.")
XML_SHEET = N_("Đây là tệp XML. Mở bằng Excel, lưu thành Excel Workbook (.xlsx) rồi gửi lại.")
BINARY = N_("Đây là tệp Excel nhị phân (.xlsb). Lưu thành Excel Workbook (.xlsx) rồi gửi lại.")
LIBRE = N_("Đây là tệp LibreOffice (.ods, .odt). Lưu thành Excel (.xlsx) rồi gửi lại.")
WORD = N_("Đây là tệp Word. Chép bảng sang Excel, lưu thành .xlsx rồi gửi lại.")
SLIDES = N_("Đây là tệp PowerPoint. Chép bảng sang Excel, lưu thành .xlsx rồi gửi lại.")
PDF = N_("Đây là tệp PDF. Xin tệp Excel gốc, hoặc chép danh sách sang tệp mẫu.")
PICTURE = N_("Đây là tệp ảnh. Xin tệp Excel gốc, hoặc gõ danh sách vào tệp mẫu.")
ARCHIVE = N_("Đây là tệp nén. Giải nén rồi gửi tệp Excel bên trong.")
NOT_A_LIST = N_("Máy không đọc được tệp này. Gửi tệp Excel (.xlsx) hoặc CSV.")

# First bytes → what it is.
_SIGNS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", PDF),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"BM", PICTURE),
    (b"Rar!", ARCHIVE),
    (b"7z\xbc\xaf", ARCHIVE),
    (b"\x1f\x8b", ARCHIVE),
    (b"BZh", ARCHIVE),
    (b"{\\rtf", WORD),
    (b"MZ", NOT_A_LIST),
    (b"\x7fELF", NOT_A_LIST),
)
# Inside a ZIP: a part → what it is.
_PARTS: tuple[tuple[str, str], ...] = (
    ("xl/workbook.bin", BINARY),
    ("word/document.xml", WORD),
    ("ppt/presentation.xml", SLIDES),
    ("content.xml", LIBRE),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SPACES = b" \t\r\n"

# Codes of letters that a CSV may be in, after Unicode: Windows of Vietnam, of the West.
_OLD_PAGES = ("cp1258", "cp1252")
_MARKS = (b"\xcc", b"\xec", b"\xd2", b"\xde", b"\xf2")  # the five tones of Windows-1258
_DELIMITERS = ";,\t|"


@dataclass
class ListFile:
    """What was read: sheets with their rows, and what is told about the file as a whole."""

    sheets: list[Sheet]
    notes: list[Fault] = field(default_factory=list)

    def tell(self, message: str, **params: Any) -> None:
        """Add something about the whole file."""
        self.notes.append(Fault(0, "", message, params, "note"))


def read(content: bytes, most_rows: int) -> ListFile:
    """Return the sheets of an .xlsx or the one of a CSV, rows that are empty left out.

    Errors: `Refused`: empty, too long (`most_rows` lines below the headings and some above), or no list at all.
    """
    if not content.strip(b"\x00" + _SPACES):
        raise Refused(EMPTY)
    _name_others(content)
    found = _workbook(content, most_rows) if content.startswith(b"PK") else _csv(content, most_rows)
    found.sheets = [sheet for sheet in found.sheets if any(not row.blank for row in sheet.rows)]
    if not found.sheets:
        raise Refused(EMPTY)
    for sheet in found.sheets:
        if sheet.wide:
            found.tell(
                N_("Trang “%(sheet)s” rộng hơn %(n)s cột: máy chỉ đọc %(n)s cột đầu."),
                sheet=sheet.name,
                n=MOST_COLUMNS,
            )
    return found


def _name_others(content: bytes) -> None:
    """Refuse what is plainly something else, by its name."""
    for sign, words in _SIGNS:
        if content.startswith(sign):
            raise Refused(words)
    if content.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise Refused(PASSWORD if locked else OLD_EXCEL)
    start = content.lstrip(b"\xef\xbb\xbf" + _SPACES)[:2000].lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta")):
        raise Refused(WEB_PAGE)
    if start.startswith(b"<"):
        raise Refused(XML_SHEET)


def _workbook(content: bytes, most_rows: int) -> ListFile:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            import_workbooks.bounded(packed)
            names = {part.filename: part for part in packed.infolist()}
            types = _content_types(packed)
    except import_workbooks.FAILURES as error:
        raise Refused(BROKEN) from error
    if any(part.flag_bits & 1 for part in names.values()):
        raise Refused(PASSWORD)
    if any("vbaproject" in name.lower() for name in names) or b"macroenabled" in types.lower():
        raise Refused(MACRO)
    for name, words in _PARTS:
        if name in names:
            raise Refused(words)
    if "xl/workbook.xml" not in names:
        of_office = "[Content_Types].xml" in names
        raise Refused(NOT_A_LIST if of_office else ARCHIVE)
    book = import_workbooks.read(content, most_rows)
    found = ListFile(book.sheets)
    if book.hidden:
        found.tell(N_("Trang tính đang ẩn, máy không đọc: %(names)s."), names=", ".join(book.hidden))
    return found


def _content_types(packed: zipfile.ZipFile) -> bytes:
    if "[Content_Types].xml" not in packed.namelist() or packed.getinfo("[Content_Types].xml").flag_bits & 1:
        return b""
    with packed.open("[Content_Types].xml") as file:
        return file.read(1_000_000)


def _csv(content: bytes, most_rows: int) -> ListFile:
    text, page = _decoded(content)
    if (
        "\x00" in text
        or sum(char < " " and char not in "\t\r\n" for char in text[:20_000]) > len(text[:20_000]) / 50
    ):
        raise Refused(NOT_A_LIST)
    rows: list[Raw] = []
    wide = False
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for no, cells in enumerate(reader, start=1):
            wide = wide or any(cells[MOST_COLUMNS:])
            if any(cell.strip() for cell in cells):
                rows.append(Raw(no, tuple(cell[: LONGEST_CELL + 1] or None for cell in cells[:MOST_COLUMNS])))
            if len(rows) > most_rows + AROUND:
                raise Refused(TOO_MANY, rows=most_rows)
    except csv.Error as error:
        raise Refused(NOT_A_LIST) from error
    found = ListFile([Sheet("CSV", rows, wide)])
    if page:
        found.tell(
            N_("Tệp CSV không ở dạng Unicode (UTF-8): máy đọc theo bảng mã %(page)s. Xem kỹ chữ có dấu."),
            page=page,
        )
    return found


def _decoded(content: bytes) -> tuple[str, str]:
    """Return the text of a CSV, and the name of its page of letters where that is none of Unicode."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            try:
                return content.decode(encoding), ""
            except UnicodeDecodeError as error:
                raise Refused(NOT_A_LIST) from error
    head = content[:4000]
    if head.count(0) > len(head) / 4:
        try:
            return content.decode("utf-16-le" if head[1:2] == b"\x00" else "utf-16-be"), ""
        except UnicodeDecodeError as error:
            raise Refused(NOT_A_LIST) from error
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError:
        return _old_page(content)


def _old_page(content: bytes) -> tuple[str, str]:
    """Return a text of one byte a letter: Windows-1258 where its marks stand, else the Western page (old fonts)."""
    if any(mark in content for mark in _MARKS):
        try:
            text = content.decode(_OLD_PAGES[0])
        except UnicodeDecodeError:
            return content.decode("latin-1"), "Windows-1252"
        if _marks_follow_vowels(text):
            return text, "Windows-1258"
    return content.decode("latin-1"), "Windows-1252"


def _marks_follow_vowels(text: str) -> bool:
    """Tell whether the combining marks that Windows-1258 sees stand after vowels, as they would in Vietnamese."""
    placed = [text[at - 1] for at, char in enumerate(text[:100_000]) if at and "\u0300" <= char <= "\u0323"]
    good = sum(char.lower() in "aăâeêioôơuưy" for char in placed)
    return bool(placed) and good * 10 >= len(placed) * 9


def _delimiter(text: str) -> str:
    """Return what separates the cells: the sign that stands most evenly in the first lines."""
    lines = [line for line in text[:50_000].splitlines() if line.strip()][:30]
    return max(
        _DELIMITERS,
        key=lambda sign: (
            sum(line.count(sign) > 0 for line in lines),
            max((line.count(sign) for line in lines), default=0),
        ),
    )
