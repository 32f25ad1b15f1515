"""Forms of lists from Excel: the file; what was put right about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l

from forms.base import BaseForm
from forms.fields import FileField
from forms.validators import Required

#: The names of the fields of a list's own page: a column's place, the answer about a row.
PLACE, ANSWER = "cot-", "dong-"
LONGEST = 20


class ListForm(BaseForm):
    """The file with the list. Endings that cannot be read are taken too: the reader names them in words."""

    file = FileField(
        _l("Tệp danh sách"),
        [Required(_l("Chọn tệp Excel hoặc CSV"))],
        endings=("xlsx", "csv", "txt", "tsv", "xls", "xlsm", "xlsb", "ods", "odt", "docx", "pdf", "zip"),
        description=_l("Tệp .xlsx hoặc .csv, tối đa 5.000 dòng, 10 MB. Máy kiểm tra trước, chưa ghi gì."),
    )


def places(sent: Mapping[str, str], keys: Iterable[str]) -> dict[str, int | None]:
    """Return {column key: place from 0, None where none was chosen} of the columns that the page showed."""
    return {key: number(sent[f"{PLACE}{key}"]) for key in keys if f"{PLACE}{key}" in sent}


def answers(sent: Mapping[str, str]) -> dict[int, str]:
    """Return {row: mark} of the questions that were answered."""
    found = {
        number(name.removeprefix(ANSWER)): mark for name, mark in sent.items() if name.startswith(ANSWER)
    }
    return {no: mark for no, mark in found.items() if no is not None and 0 < len(mark) < LONGEST}


def number(text: str) -> int | None:
    """Return a small whole number from the address or a hidden field, None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else None
