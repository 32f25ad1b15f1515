"""The rivals in docxtpl: templates with the words of our own papers, on python-docx's default document or a lean one.

A template is written from the laid-out sample: each paragraph, gap and cell of it, the words that differ as tags.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from docx import Document
from docx.shared import Mm
from docxtpl import DocxTemplate

from benchmarks import data
from documents import produce, word_base
from documents.layout import Gap, Paragraph, Pictures, Sheet, Table, pictures_of


def template(sheet: Sheet, tags: Mapping[str, str], rows: str = "", lean: bool = False) -> bytes:
    """Return a template: texts in `tags` replaced, rows of a grid that begin with a tag repeated over `rows`."""
    document = _lean(sheet) if lean else Document()
    for picture in pictures_of(sheet):
        document.sections[0].header.paragraphs[0].add_run().add_picture(
            BytesIO(picture.data), Mm(picture.width), Mm(picture.height)
        )
    for block in sheet.blocks:
        _add(document, block, tags, rows)
    packed = BytesIO()
    document.save(packed)
    return packed.getvalue()


def _lean(sheet: Sheet):
    from documents import package

    parts = word_base.parts(sheet.look or data.profile(), sheet.orientation)
    document = Document(BytesIO(package.packed(parts)))
    for paragraph in list(document.paragraphs):
        paragraph._p.getparent().remove(paragraph._p)
    return document


def _said(text: str, tags: Mapping[str, str]) -> str:
    for words, tag in tags.items():
        text = text.replace(words, tag)
    return text


def _add(place: Any, block: Any, tags: Mapping[str, str], rows: str) -> None:
    if isinstance(block, Paragraph):
        paragraph = place.add_paragraph()
        for run in block.runs:
            made = paragraph.add_run(_said(run.text, tags))
            made.bold, made.italic = run.bold or None, run.italic or None
    elif isinstance(block, Gap):
        place.add_paragraph()
    elif isinstance(block, Table):
        _add_table(place, block, tags, rows)
    elif not isinstance(block, Pictures):
        raise TypeError(block)


def _add_table(place: Any, block: Table, tags: Mapping[str, str], rows: str) -> None:
    width = len(block.widths)
    made = place.add_table(0, width) if hasattr(place, "sections") else place.add_table(0, width)
    repeated = False
    for row in [*block.head, *block.rows]:
        texts = [
            " ".join(one.text for one in cell.blocks if isinstance(one, Paragraph)) for cell in row.cells
        ]
        looped = rows and any("{{" in _said(text, tags) for text in texts)
        if looped and repeated:
            continue
        if looped:
            made.add_row().cells[0].text = f"{{%tr for p in {rows} %}}"
        cells = made.add_row().cells
        for cell, source in zip(cells, row.cells, strict=False):
            for inner in source.blocks:
                _add(cell, inner, tags, "")
        if looped:
            made.add_row().cells[0].text = "{%tr endfor %}"
            repeated = True


def rendered(source: bytes, values: Mapping[str, Any]) -> bytes:
    """Return the file; the template is opened each time, as its library asks for."""
    opened = DocxTemplate(BytesIO(source))
    opened.render(dict(values), autoescape=True)
    packed = BytesIO()
    opened.save(packed)
    return packed.getvalue()


@functools.cache
def certificate(lean: bool = False) -> bytes:
    """Return the template of the certificate."""
    sample = data.shared()
    tags = {sample[name]: f"{{{{ {name} }}}}" for name in ("name", "about", "merit")}
    tags[f"Số sổ vàng: {sample['book_no']}"] = "Số sổ vàng: {{ book_no }}"
    sheet = produce.sheet(data.kinds().kind("certificate_merit"), sample, data.profile())
    return template(sheet, tags, lean=lean)


@functools.cache
def decision(lean: bool = False) -> bytes:
    """Return the template of the decision; its proposals are three lines of their own."""
    values = data.decision(0)
    tags: dict[str, str] = {f"{values['number']['seq']:02d}/QĐ-CĐN": "{{ number }}"}
    for place, one in enumerate(values["proposals"]):
        tags[one["of"]] = f"{{{{ of{place} }}}}"
        tags[f"{one['number']['seq']:02d}/TTr-CĐCS"] = f"{{{{ number{place} }}}}"
    tags[f"{values['persons_count']:02d} cá nhân"] = "{{ persons }} cá nhân"
    tags[values["signature"]["name"]] = "{{ signer }}"
    sheet = produce.sheet(data.kinds().kind("award_decision"), values, data.profile())
    return template(sheet, tags, lean=lean)


def decision_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the template of the decision asks for."""
    known = {
        "number": f"{values['number']['seq']:02d}/QĐ-CĐN",
        "persons": f"{values['persons_count']:02d}",
        "signer": values["signature"]["name"],
    }
    for place, one in enumerate(values["proposals"]):
        known |= {f"of{place}": one["of"], f"number{place}": f"{one['number']['seq']:02d}/TTr-CĐCS"}
    return known


@functools.cache
def listed(lean: bool = False) -> bytes:
    """Return the template of a decision's list with one row that is repeated."""
    values = data.awarded(1, 0)
    one = values["persons"][0]
    tags = {one["name"]: "{{ p.name }}", one["unit"]: "{{ p.unit }}"}
    sheet = produce.sheet(data.kinds().kind("award_decision_list"), values, data.profile())
    return template(sheet, tags, "persons", lean)


Maker = Callable[[], bytes]
