"""Lists as Excel, narrowed like their pages: the address of a page's list is that of its file."""

from __future__ import annotations

from flask import Blueprint, Response, request

from blueprints import inbox, replies, search
from blueprints.page import whole
from blueprints.session import current_who, requires
from services import listing, lists, lists_units
from services.spreadsheets import MEDIA_TYPE

blueprint = Blueprint("lists", __name__, url_prefix="/excel")


def _any(names: dict[str, listing.Listing], argument: str) -> str:
    return f"<any({', '.join(repr(name) for name in names)}):{argument}>.xlsx"


def _asked(of: int = 0) -> listing.Asked:
    """Return what the address narrows the list to; the words are those of the pages."""
    found, args = search.asked(), request.args
    named = {name: getattr(found, name) for name in ("text", "kind", "unit_id", "year", "status")}
    group, _title = inbox.GROUPS.get(args.get("nhom", ""), ("", ""))
    here = {"matter_id": args.get("dot", type=whole), "only": args.get("con-no") == "1", "group": group}
    here |= {"procedure": args.get("loai", "")[:60], "session": args.get("buoi", "")[:40]}
    return listing.Asked(of=of, **named, **here)


def _workbook(of: listing.Listing, asked: listing.Asked) -> Response:
    content = listing.workbook(of, current_who(), asked)
    return replies.file(content, f"{of.file}.xlsx", MEDIA_TYPE)


@blueprint.get(f"/{_any(lists.LISTS, 'sheet')}")
@requires("signed_in")
def whole_list(sheet: str) -> Response:
    """Return a list of everything that the person may see."""
    return _workbook(lists.LISTS[sheet], _asked())


@blueprint.get(f"/don-vi/<int:unit_id>/{_any(lists_units.OF_UNIT, 'unit_sheet')}")
@requires("signed_in")
def of_unit(unit_id: int, unit_sheet: str) -> Response:
    """Return a list of a unit."""
    return _workbook(lists_units.OF_UNIT[unit_sheet], _asked(unit_id))


@blueprint.get(f"/viec/<int:matter_id>/{_any(lists.OF_MATTER, 'matter_sheet')}")
@requires("signed_in")
def of_matter(matter_id: int, matter_sheet: str) -> Response:
    """Return a list of an event, a round or a cycle."""
    return _workbook(lists.OF_MATTER[matter_sheet], _asked(matter_id))
