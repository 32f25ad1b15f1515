"""One box over everything that the reader may see; the words and filters stay in the address."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import lazy_gettext as _l

from blueprints.page import whole
from blueprints.session import current_who, requires
from services import search

blueprint = Blueprint("search", __name__)

#: Kind → (its heading, its word in the address).
KINDS = {
    "dossier": (_l("Hồ sơ"), "ho-so"),
    "paper": (_l("Văn bản"), "van-ban"),
    "line": (_l("Trong sổ văn bản đi"), "so-di"),
    "arrival": (_l("Trong sổ văn bản đến"), "so-den"),
    "person": (_l("Người"), "nguoi"),
    "unit": (_l("Đơn vị"), "don-vi"),
}
STATUSES = {
    "draft": _l("Bản nháp"),
    "in_review": _l("Đang xét"),
    "returned": _l("Cần bổ sung"),
    "approved": _l("Đã duyệt"),
    "rejected": _l("Không đồng ý"),
    "withdrawn": _l("Đã rút"),
}


def asked() -> search.Asked:
    """Return what the address asks for; what it cannot mean is left out."""
    given = request.args
    kinds = {word: kind for kind, (_heading, word) in KINDS.items()}
    status = given.get("trang-thai", "")
    return search.Asked(
        text=given.get("q", "")[:100],
        kind=kinds.get(given.get("loai", ""), ""),
        unit_id=given.get("don-vi", type=whole),
        year=given.get("nam", type=whole),
        status=status if status in STATUSES else "",
    )


def _words(wanted: search.Asked) -> dict[str, Any]:
    """What is asked for as it stands in an address."""
    return {
        "q": wanted.text,
        "loai": KINDS[wanted.kind][1] if wanted.kind else None,
        "don-vi": wanted.unit_id,
        "nam": wanted.year,
        "trang-thai": wanted.status or None,
    }


def address(wanted: search.Asked, **changed: Any) -> str:
    """Return the address of what is asked for, with some of it changed."""
    return url_for("search.index", **(_words(wanted) | changed))


def excel_address(wanted: search.Asked) -> str:
    """Return the address of the same as Excel."""
    return url_for("lists.whole_list", sheet="tim", **_words(wanted))


@blueprint.get("/tim")
@requires("signed_in")
def index():
    """Show what was found, by kind; one kind by pages."""
    wanted = asked()
    found = search.find(wanted, current_who(), request.args.get("trang", 1, type=whole))
    shown = {"kinds": KINDS, "statuses": STATUSES, "address": address}
    shown["excel_address"] = excel_address
    return render_template("search/index.html", asked=wanted, found=found, **shown)
