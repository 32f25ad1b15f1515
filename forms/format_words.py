"""What the values of a format profile are called on the page of a unit's papers, and how they stand in groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

HEAD = _l("Chữ ở phần đầu văn bản")
TITLE = _l("Chữ của tên loại, trích yếu, căn cứ")
BODY = _l("Chữ của nội dung")
CELLS = _l("Chữ trong bảng")
FOOT = _l("Chữ ở nơi nhận, chữ ký")
BESIDE = _l("Chữ của phụ lục, bản sao, số trang")

GROUPS: Mapping[str, Any] = {
    "page": _l("Trang giấy"),
    "lines": _l("Trang giấy"),
    "texts": _l("Chữ in sẵn"),
    "frame": _l("Khung của văn bản"),
    "table": _l("Bảng"),
    "mark": _l("Mã văn bản, mã QR"),
}

STYLE_GROUPS: Mapping[str, Any] = {
    **dict.fromkeys(("national", "motto", "parent", "issuer", "number", "place_date", "about"), HEAD),
    **dict.fromkeys(("title", "subject", "authority", "basis", "order"), TITLE),
    **dict.fromkeys(("addressee", "addressee_head", "addressee_item"), TITLE),
    **dict.fromkeys(("body", "part_heading", "clause_heading", "chapter", "gap"), BODY),
    **dict.fromkeys(("table_head", "table_cell", "table_head_small", "table_cell_small"), CELLS),
    **dict.fromkeys(("recipients_head", "recipient", "signer_title", "signer_name", "signer_hint"), FOOT),
    **dict.fromkeys(("appendix_label", "attached_to", "page_number", "copy_form"), BESIDE),
}

WORDS: Mapping[str, Any] = {
    "page.top": _l("Lề trên, mm"),
    "page.bottom": _l("Lề dưới, mm"),
    "page.left": _l("Lề trái, mm"),
    "page.right": _l("Lề phải, mm"),
    "page.header": _l("Số trang cách mép giấy, mm"),
    "page.number_at": _l("Chỗ đặt số trang"),
    "texts.about": _l("Chữ trước trích yếu công văn"),
    "texts.addressees": _l("Chữ trước nơi gửi"),
    "texts.appendix": _l("Chữ trước số phụ lục"),
    "texts.end": _l("Dấu hết văn bản"),
    "frame.letterhead_left": _l("Cột trái của phần đầu, tính theo bề ngang"),
    "frame.signature_left": _l("Chữ ký bắt đầu từ, tính theo bề ngang"),
    "frame.signature_right_most": _l("Cột chữ ký rộng nhất, mm"),
    "frame.rule_weight": _l("Nét kẻ, pt"),
    "frame.issuer_rule": _l("Nét kẻ dưới tên đơn vị, so với bề ngang dòng chữ"),
    "frame.subject_rule": _l("Nét kẻ dưới trích yếu, so với bề ngang dòng chữ"),
    "frame.motto_rule": _l("Nét kẻ dưới Tiêu ngữ, so với bề ngang dòng chữ"),
    "frame.signature_space": _l("Chỗ để ký, pt"),
    "table.border": _l("Nét kẻ bảng, pt"),
    "table.padding_side": _l("Khoảng trống hai bên ô, pt"),
    "table.padding_line": _l("Khoảng trống trên dưới ô, pt"),
    "table.around": _l("Khoảng trống trước và sau bảng, pt"),
    "mark.size": _l("Cạnh mã QR, mm"),
    "mark.edge": _l("Mã QR cách mép dưới giấy, mm"),
    "mark.gap": _l("Mã QR cách chữ, mm"),
    "mark.letters": _l("Cỡ chữ của mã, pt"),
    "mark.line": _l("Dòng của mã cao, pt"),
    "mark.code": _l("Chữ trước mã văn bản"),
    "mark.site": _l("Chữ trước địa chỉ xác minh"),
}

STYLE_WORDS: Mapping[str, Any] = {
    "size": _l("cỡ chữ, pt"),
    "line": _l("dòng cao, pt"),
    "after": _l("cách đoạn dưới, pt"),
    "indent": _l("lùi đầu dòng, mm"),
    "left": _l("lùi trái, mm"),
    "face": _l("kiểu chữ"),
    "case": _l("chữ hoa"),
    "align": _l("canh dòng"),
    "keep": _l("đứng cùng trang với dòng dưới"),
}


def group_of(place: str) -> Any:
    """Return the title of the group in which a value stands."""
    table, name, *_rest = place.split(".")
    return STYLE_GROUPS[name] if table == "style" else GROUPS[table]


def label_of(place: str, styles: Mapping[str, str]) -> Any:
    """Return what a value is called: «Lề trái, mm», «Trích yếu: cỡ chữ, pt»; `styles` names the components."""
    if place in WORDS:
        return WORDS[place]
    _table, style, name = place.split(".")
    said = {"component": gettext(styles[style]), "value": STYLE_WORDS[name]}
    return gettext("%(component)s: %(value)s", **said)
