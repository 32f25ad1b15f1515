"""Files of every kind: what is a list is read with its quirks told, everything else is refused in words."""

from __future__ import annotations

import io
import time
import tracemalloc
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from rules.importing.rows import DAY, ERROR, FORMULA, MERGED
from services import import_files, import_workbooks
from services.errors import Refused
from tests.support.lists import HEADS, saved, with_parts, xlsx, zipped

ROW = ("A1", "Vương Thị Hòa", "Nữ", date(1990, 8, 25), "Điều dưỡng", "02/3/2015")
GOOD = xlsx([ROW])
MOST = 5_000
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TEXT = "Mã NV;Họ và tên;Ngày vào làm\r\nA1;Vương Thị Hòa;02/3/2015\r\n"


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def sheet_of(rows: str) -> bytes:
    """Return a workbook whose first sheet has this XML for its data."""
    return with_parts(
        GOOD, {SHEET: f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()}
    )


def many(rows: int, columns: int = 3) -> bytes:
    cells = "".join(f'<c t="inlineStr"><is><t>x{at}</t></is></c>' for at in range(columns))
    return sheet_of("".join(f"<row>{cells}</row>" for _ in range(rows)))


def entities() -> bytes:
    lols = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return with_parts(
        GOOD,
        {
            SHEET: f'<!DOCTYPE x [<!ENTITY l0 "lol">{lols}]><worksheet xmlns="{MAIN}">&l9;</worksheet>'.encode()
        },
    )


def encrypted() -> bytes:
    made = bytearray(GOOD)
    at = made.find(b"PK\x01\x02")
    while at >= 0:
        made[at + 8] |= 1
        at = made.find(b"PK\x01\x02", at + 4)
    return bytes(made)


def macro() -> bytes:
    return with_parts(GOOD, {"xl/vbaProject.bin": b"\xd0\xcf"})


def without(name: str) -> bytes:
    return with_parts(GOOD, {name: None})


def hidden_only() -> bytes:
    text = part(GOOD, "xl/workbook.xml").replace(b'state="visible"', b'state="hidden"')
    return with_parts(GOOD, {"xl/workbook.xml": text})


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
BROKEN: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "không có chữ nào"),
    "spaces": (lambda: b" \r\n\t\r\n ", "không có chữ nào"),
    "noughts": (lambda: bytes(5000), "không có chữ nào"),
    "only a mark of UTF-8": (lambda: b"\xef\xbb\xbf", "không có chữ nào"),
    "empty sheet": (lambda: xlsx([], heads=()), "không có chữ nào"),
    "old Excel": (lambda: OLE, "đời cũ (.xls)"),
    "password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "có mật khẩu"),
    "encrypted parts": (encrypted, "có mật khẩu"),
    "macro": (macro, "có macro"),
    "macro by its type": (
        lambda: with_parts(
            GOOD,
            {
                "[Content_Types].xml": part(GOOD, "[Content_Types].xml").replace(
                    b"sheet.main", b"sheet.macroEnabled.main"
                )
            },
        ),
        "có macro",
    ),
    "binary Excel": (lambda: zipped({"[Content_Types].xml": b"", "xl/workbook.bin": b"x"}), ".xlsb"),
    "LibreOffice": (
        lambda: zipped({"mimetype": b"application/vnd.oasis", "content.xml": b"<a/>"}),
        "LibreOffice",
    ),
    "Word": (lambda: zipped({"[Content_Types].xml": b"", "word/document.xml": b"<a/>"}), "tệp Word"),
    "slides": (lambda: zipped({"[Content_Types].xml": b"", "ppt/presentation.xml": b"<a/>"}), "PowerPoint"),
    "an archive": (lambda: zipped({"danh sach.xlsx": GOOD}), "tệp nén"),
    "RAR": (lambda: b"Rar!\x1a\x07\x00", "tệp nén"),
    "gzip": (lambda: b"\x1f\x8b\x08rest", "tệp nén"),
    "PDF": (lambda: b"%PDF-1.4\n", "tệp PDF"),
    "PNG": (lambda: b"\x89PNG\r\n\x1a\nrest", "tệp ảnh"),
    "JPG": (lambda: b"\xff\xd8\xff\xe0rest", "tệp ảnh"),
    "RTF": (lambda: b"{\\rtf1 x}", "tệp Word"),
    "a page of the web": (lambda: b"<html><table><tr><td>x</td></tr></table>", "trang web"),
    "a table of the web": (lambda: b"\xef\xbb\xbf <TABLE><tr>", "trang web"),
    "XML of Excel 2003": (lambda: b'<?xml version="1.0"?><Workbook/>', "tệp XML"),
    "a program": (lambda: b"MZ\x90\x00rest", "không đọc được"),
    "bytes at random": (lambda: bytes(range(256)) * 40, "không đọc được"),
    "half a mark of UTF-16": (lambda: b"\xff\xfe\x00\xd8\x00", "không đọc được"),
    "cut in two": (lambda: GOOD[: len(GOOD) // 2], "hỏng"),
    "a byte turned": (lambda: GOOD.replace(part_raw(), b"\x00" * 40 + part_raw()[40:]), "hỏng"),
    "no sheet": (lambda: without(SHEET), "không có trang tính"),
    "no list of sheets": (lambda: without("xl/_rels/workbook.xml.rels"), "hỏng"),
    "no workbook": (lambda: without("xl/workbook.xml"), "không đọc được"),
    "sheets all hidden": (hidden_only, "không có trang tính"),
    "XML that does not close": (lambda: with_parts(GOOD, {SHEET: b"<worksheet><sheetData>"}), "hỏng"),
    "XML in letters nobody knows": (
        lambda: with_parts(GOOD, {SHEET: b'<?xml version="1.0" encoding="x-none"?><worksheet/>'}),
        "hỏng",
    ),
    "a billion laughs": (entities, "hỏng"),
    "a file of this machine": (
        lambda: with_parts(
            GOOD, {SHEET: b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet>&e;</worksheet>'}
        ),
        "hỏng",
    ),
    "parts without end": (lambda: with_parts(GOOD, {f"x/{n}.xml": b"" for n in range(2100)}), "quá lớn"),
    "a bomb": (lambda: with_parts(GOOD, {SHEET: b"<worksheet>" + b" " * 60_000_000}), "quá lớn"),
    "elements without end": (lambda: sheet_of("<row/>" * 700_001), "quá lớn"),
    "a row too many": (lambda: many(MOST + 101), "quá 5000 dòng"),
    "300,000 rows": (lambda: many(300_000, 2), "quá"),
    "a CSV too long": (lambda: b"a;b\n" * 300_000, "quá 5000 dòng"),
    "a cell without end": (lambda: ("a;" + '"' + "x" * 200_000 + '"').encode(), "không đọc được"),
    "another way to pack": (lambda: bzipped(), "hỏng"),
}


def part_raw() -> bytes:
    """Return the packed bytes of the sheet."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        info = archive.getinfo(SHEET)
    start = info.header_offset + 30 + len(info.filename)
    return GOOD[start : start + info.compress_size]


def bzipped() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("xl/workbook.xml", b"<a/>")
    return made.getvalue()


LONG = {"elements without end", "a bomb"}
ALL = [pytest.param(name, marks=pytest.mark.soak) if name in LONG else name for name in BROKEN]


@pytest.mark.parametrize("name", ALL)
def test_what_is_no_list_is_named_in_words(name: str) -> None:
    make, words = BROKEN[name]
    content = make()
    with pytest.raises(Refused) as refused:
        import_files.read(content, MOST)
    assert words in refused.value.message % refused.value.params


def test_there_are_forty_of_them() -> None:
    assert len(BROKEN) >= 40


@pytest.mark.soak
@pytest.mark.parametrize("name", ["300,000 rows", "a bomb", "a billion laughs"])
def test_they_take_little_memory_and_time(name: str) -> None:
    content = BROKEN[name][0]()
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(Refused):
        import_files.read(content, MOST)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100_000_000
    assert time.process_time() - began < 30


def rows_of(content: bytes) -> list[tuple[Any, ...]]:
    return [row.cells for row in import_files.read(content, MOST).sheets[0].rows]


def test_a_workbook_is_read() -> None:
    assert rows_of(GOOD) == [HEADS, (*ROW[:3], {DAY: "1990-08-25"}, *ROW[4:])]


@pytest.mark.parametrize(
    ("encoding", "mark", "sign"),
    [
        ("utf-8", b"", ";"),
        ("utf-8", b"\xef\xbb\xbf", ","),
        ("utf-16-le", b"\xff\xfe", "\t"),
        ("utf-16-be", b"\xfe\xff", ";"),
        ("utf-16-le", b"", "\t"),
        ("utf-8", b"\xef\xbb\xbf", "|"),
    ],
)
def test_a_csv_in_many_letters(encoding: str, mark: bytes, sign: str) -> None:
    found = import_files.read(mark + TEXT.replace(";", sign).encode(encoding), MOST)
    assert found.sheets[0].rows[1].cells == ("A1", "Vương Thị Hòa", "02/3/2015")
    assert not found.notes


def test_a_csv_of_windows_1258_is_read_and_told() -> None:
    split = (
        unicodedata.normalize("NFD", TEXT)
        .replace("o\u031b", "ơ")
        .replace("u\u031b", "ư")
        .replace("a\u0302", "â")
    )
    found = import_files.read(split.encode("cp1258", "replace"), MOST)
    assert unicodedata.normalize("NFC", found.sheets[0].rows[1].cells[1]) == "Vương Thị Hòa"
    assert "bảng mã" in found.notes[0].message


def test_a_csv_with_quotes_and_lines_inside() -> None:
    found = rows_of('Mã;Tên\r\nA1;"Vương; Thị\nHòa"\r\n\r\n'.encode())
    assert found[1] == ("A1", "Vương; Thị\nHòa")


def workbook(change: Callable[[Any], None]) -> bytes:
    book = Workbook()
    for row in (HEADS, ROW, ("A2", *ROW[1:])):
        book.active.append(row)
    change(book)
    return saved(book)


def test_formulas_without_their_value_and_with() -> None:
    content = workbook(lambda book: book.active.__setitem__("B2", "=A2&1"))
    assert rows_of(content)[1][1] == {FORMULA: None}
    sheet = part(content, SHEET).replace(b"<f>A2&amp;1</f><v />", b"<f>A2&amp;1</f><v>7</v>")
    sheet = sheet.replace(b"<f>A2&amp;1</f><v></v>", b"<f>A2&amp;1</f><v>7</v>")
    assert rows_of(with_parts(content, {SHEET: sheet}))[1][1] == {FORMULA: 7}


def test_merged_cells_lend_their_value() -> None:
    def merge(book: Any) -> None:
        book.active.merge_cells("E2:E3")

    assert rows_of(workbook(merge))[2][4] == {MERGED: "Điều dưỡng"}


def test_hidden_rows_and_sheets() -> None:
    def hide(book: Any) -> None:
        book.active.row_dimensions[3].hidden = True
        book.create_sheet("Lương").sheet_state = "veryHidden"

    found = import_files.read(workbook(hide), MOST)
    assert [row.hidden for row in found.sheets[0].rows] == [False, False, True]
    assert found.notes[0].params == {"names": "Lương"}


def test_types_of_cells() -> None:
    xml = (
        '<row r="2"><c r="B2" t="b"><v>1</v></c><c r="D2" t="e"><v>#N/A</v></c><c t="str"><v>x</v></c>'
        '<c t="d"><v>2020-02-03T00:00:00</v></c><c t="s"><v>99</v></c><c><v>1.5</v></c><c><v>nan</v></c>'
        "<c><v>12345678901234567890</v></c></row>"
        '<row><c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c></row>'
    )
    found = import_files.read(sheet_of(xml), MOST).sheets[0].rows
    assert found[0].cells == (
        *(
            None,
            True,
            None,
            {ERROR: "#N/A"},
            "x",
            {DAY: "2020-02-03"},
            None,
            1.5,
            "nan",
            "12345678901234567890",
        ),
    )
    assert (found[1].no, found[1].cells) == (3, ("ab",))


def test_days_before_march_1900_and_of_1904() -> None:
    def write(book: Any) -> None:
        book.active["D2"] = date(1900, 1, 15)
        book.active["D3"] = date(1999, 12, 31)

    assert [row[3] for row in rows_of(workbook(write))[1:]] == [{DAY: "1900-01-15"}, {DAY: "1999-12-31"}]

    def late(book: Any) -> None:
        from openpyxl.utils.datetime import MAC_EPOCH

        book.epoch = MAC_EPOCH

    assert rows_of(workbook(late))[1][3] == {DAY: "1990-08-25"}


def test_a_sheet_too_wide_is_told() -> None:
    found = import_files.read(xlsx([["x"] * 80], heads=["h"] * 80), MOST)
    assert len(found.sheets[0].rows[0].cells) == import_workbooks.MOST_COLUMNS
    assert "rộng hơn" in found.notes[0].message
