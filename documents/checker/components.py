"""The components of a paper, found by their words, in a PDF's lines or a Word file's paragraphs alike.

Presence, order, place, type. What stands inside them (numbers, dates, punctuation) is read in `wording`.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..catalogue import Kind
from ..profile import Profile
from .faults import Fault
from .pieces import LEFT, RIGHT, WHOLE, Piece
from .words import ALIGNED, Words, face_name, listed, sized, sizes

_MARKS = r"(?:T/M|TM|KT|TL|TUQ|Q)"
_OFFICES = (
    r"(?:QUYỀN )?(?:PHÓ )?(?:TỔNG )?(?:CHỦ (?:TỊCH|NHIỆM|TỌA|TRÌ)|CHÁNH (?:VĂN|THANH)|TRƯỞNG (?:BAN|PHÒNG|KHOA|ĐOÀN)"
    r"|TỔ (?:PHÓ|TRƯỞNG)|GIÁM ĐỐC|BÍ THƯ|THƯ KÝ|ỦY VIÊN|ĐOÀN (?:CHỦ|THƯ)|BAN (?:CHẤP|THƯỜNG)|KẾ TOÁN|NGƯỜI LẬP)\b"
)
_KINDS_OF_PAPER = (
    "nghị quyết|quyết định|chỉ thị|quy chế|quy định|thông cáo|thông báo|hướng dẫn|chương trình|kế hoạch|phương án|"
    "đề án|dự án|báo cáo|biên bản|tờ trình|hợp đồng|công điện|bản ghi nhớ|bản thỏa thuận|giấy|phiếu|kết luận|danh sách|"
    "bản |sổ |thư |dự toán|bảng "
)
_NEAR_HEAD = 6  # pieces below the motto within which number, date and title stand
_LONG_SUBJECT = (
    30  # pieces of an official letter's subject in the left column, beside which the date may stand
)


@dataclass(frozen=True, slots=True)
class Component:
    """How a component is told by its words, and which style of the profile governs it."""

    style: str
    pattern: re.Pattern
    centred: bool = False


def _starting(text: str, flags: int = 0) -> re.Pattern:
    return re.compile(text, flags)


COMPONENTS = {
    "national": Component("national", _starting(r"c[ộọ]ng h[òo][àa]? xã hội chủ nghĩa", re.IGNORECASE), True),
    "motto": Component("motto", _starting(r"độc lập\b.{0,5}tự do\b.{0,5}hạnh phúc", re.IGNORECASE), True),
    "number": Component("number", _starting(r"S[ốỐ] ?:|Số ?\d+ ?/"), True),
    "place_date": Component("place_date", _starting(r"[^,;:.()]{2,60},? ngày\b.*\btháng\b.*\bnăm\b( \d{4})?\.?$")),
    "title": Component("title", _starting(rf"(?:{_KINDS_OF_PAPER})", re.IGNORECASE), True),
    "addressees": Component("addressee", _starting("Kính gửi")),
    "basis": Component("basis", _starting("Căn cứ ")),
    "order": Component("order", _starting(r"(?:quyết định|quyết nghị) ?:$", re.IGNORECASE), True),
    "recipients": Component("recipients_head", _starting(r"Nơi nhận ?:?$")),
}  # fmt: skip
ORDER = ("national", "motto", "number", "place_date", "title", "addressees", "basis", "order", "recipients")
NAMES = {
    "national": Words("Quốc hiệu"), "motto": Words("Tiêu ngữ"), "issuer": Words("tên cơ quan ban hành"),
    "number": Words("số, ký hiệu"), "place_date": Words("địa danh, thời gian"), "title": Words("tên loại văn bản"),
    "basis": Words("căn cứ"), "order": Words("lệnh quyết định"), "recipients": Words("nơi nhận"),
    "signature": Words("chữ ký"), "addressees": Words("kính gửi"),
}  # fmt: skip

# Family of the kind → components that it must have. A list or report has no number of its own, minutes no date.
_HEAD = ("national", "motto", "issuer")
REQUIRED = {
    None: (),
    "plain": ("national", "motto"),
    "common_form": (*_HEAD, "number", "place_date", "title", "recipients", "signature"),
    "joint": (*_HEAD, "number", "place_date", "title", "recipients"),
    "decision": (*_HEAD, "number", "place_date", "title", "basis", "order", "recipients", "signature"),
    "resolution": (*_HEAD, "number", "place_date", "title", "basis", "recipients", "signature"),
    "letter": (*_HEAD, "number", "place_date", "addressees", "recipients", "signature"),
    "minutes": (*_HEAD, "number", "title", "recipients"),
    "list": ("national", "motto"),
    "report": ("national", "motto", "place_date"),
}
ENDED = frozenset({"common_form", "joint", "decision", "resolution", "letter", "minutes", "report"})
_BY_TITLE = {"quyết định": "decision", "nghị quyết": "resolution", "biên bản": "minutes", "danh sách": "list"}
_COPY = re.compile(
    r"SAO Y|SAO LỤC|TRÍCH SAO"
)  # form of copy, in the block below the text (NĐ 30, Phụ lục I, Phần II)


@dataclass(frozen=True, slots=True)
class Found:
    """Where the components of a paper are: name → index of its first piece; pieces of issuers and signature."""

    at: Mapping[str, int]
    issuers: tuple[Piece, ...]
    recipients: tuple[Piece, ...]
    signature: tuple[Piece, ...]
    family: str | None


def find(pieces: list[Piece], kind: Kind | None) -> Found:
    """Find the components; without a kind the family is told by the title of the paper."""
    at: dict[str, int] = {}
    for place, piece in enumerate(pieces):
        for name, component in COMPONENTS.items():
            if name not in at and component.pattern.match(piece.text) and _may_be(name, place, piece, at):
                at[name] = place
                break
    rows = _recipients(pieces, at)
    family = kind.manifest["family"] if kind else _family(pieces, at)
    if family == "common_form" and len(numbers(pieces, at)) > 1:
        family = "joint"  # two issuers: their signatures stand side by side above the recipients
    return Found(at, _issuers(pieces, at), rows, _signature(pieces, at, len(rows)), family)


def numbers(pieces: list[Piece], at: Mapping[str, int]) -> list[Piece]:
    """The numbers of the head, one for each issuer of a joint paper."""
    if "number" not in at:
        return []
    first = at["number"]
    near = pieces[first + 1 : first + 3]  # place and date may stand between two of them
    pattern = COMPONENTS["number"].pattern
    return [pieces[first], *(piece for piece in near if pattern.match(piece.text) and not piece.grid)]


def _may_be(name: str, place: int, piece: Piece, at: dict[str, int]) -> bool:
    """Number, date and title stand near the head, where no sentence can be taken for them."""
    head = at.get("motto", at.get("national", -1))
    if name in ("number", "place_date"):
        beside = name == "place_date" and piece.side == RIGHT and "title" not in at
        return place <= head + (_LONG_SUBJECT if beside else _NEAR_HEAD) and not piece.grid
    if name == "title":
        top = max(
            (at[part] for part in ("national", "motto", "number", "place_date") if part in at), default=-1
        )
        return top < place <= top + 3 and len(piece.text) < 120 and (piece.text.isupper() or piece.bold)
    if name == "order":
        return "title" in at
    return not piece.grid


def _family(pieces: list[Piece], at: dict[str, int]) -> str | None:
    if any(_COPY.fullmatch(piece.text) for piece in pieces):
        return "copy"
    if "title" in at:
        words = pieces[at["title"]].text.casefold()
        known = next((family for title, family in _BY_TITLE.items() if words.startswith(title)), None)
        if known or "number" in at:
            return known or "common_form"
        return "plain"
    letter = any(re.match(r"V/v\b", piece.text) for piece in pieces[:12])
    return "letter" if letter else "common_form" if "number" in at else "plain"


def _issuers(pieces: list[Piece], at: dict[str, int]) -> tuple[Piece, ...]:
    """The names on the left of the head: what stands above the number and is none of the other components."""
    if "national" not in at:
        return ()
    ends = [at[name] for name in ("number", "place_date", "title") if name in at]
    head = pieces[: min(ends, default=0)]
    others = {at.get("national"), at.get("motto")}
    return tuple(piece for place, piece in enumerate(head) if place not in others and piece.side != RIGHT)


def _recipients(pieces: list[Piece], at: dict[str, int]) -> tuple[Piece, ...]:
    if "recipients" not in at:
        return ()
    start, rows = at["recipients"], []
    for piece in pieces[start + 1 :]:
        if piece.side == RIGHT or _is_signature(piece) or (rows and piece.cell != rows[-1].cell):
            break
        rows.append(piece)
    return tuple(rows)


def _is_signature(piece: Piece) -> bool:
    return bool(re.match(rf"{_MARKS}[. ]|{_OFFICES}", piece.text, re.IGNORECASE))


def _signature(pieces: list[Piece], at: dict[str, int], rows: int) -> tuple[Piece, ...]:
    """What stands right of the recipients; without recipients, from the first line of an authority on."""
    if "recipients" in at:
        start = at["recipients"] + rows + 1
        rows = itertools.takewhile(_may_sign, pieces[start:])
        block = list(rows)
        return tuple(p for p in block if p.cell == block[0].cell and p.page == block[0].page)
    return ()


def _may_sign(piece: Piece) -> bool:
    """In the right half; in the middle of a page stands what begins after the signature (an appendix)."""
    return piece.side == RIGHT and not piece.grid and not (piece.left is not None and piece.align == "center")


def check(pieces: list[Piece], found: Found, profile: Profile) -> Iterator[Fault]:
    """Faults of presence, order, place and type of the components."""
    where = pieces[0].place.split(",")[0] if pieces else "?"
    yield from _missing(found, where)
    yield from _in_order(pieces, found)
    yield from _places(pieces, found)
    for name, place in found.at.items():
        yield from typed(pieces[place], COMPONENTS[name].style, profile)
    for piece in numbers(pieces, found.at)[1:]:
        yield from typed(piece, "number", profile)
    yield from _centred(pieces, found)
    yield from _issuing(found, profile)
    yield from _subject(pieces, found, profile)
    for row in found.recipients:
        yield from typed(row, "recipient", profile)
    yield from _signed(found, profile)
    yield from _lines(pieces, found)


def _missing(found: Found, where: str) -> Iterator[Fault]:
    there = (
        {*found.at} | ({"issuer"} if found.issuers else set()) | ({"signature"} if found.signature else set())
    )
    for name in REQUIRED.get(found.family, REQUIRED[None]):
        if name not in there and not (name == "signature" and "recipients" not in there):
            style = COMPONENTS[name].style if name in COMPONENTS else "issuer"
            yield Fault("missing", where, Words("không thấy"), NAMES[name], origin=f"style.{style}.size")


def _in_order(pieces: list[Piece], found: Found) -> Iterator[Fault]:
    present = [name for name in ORDER if name in found.at]
    places = [found.at[name] for name in present]
    if {"number", "place_date"} <= found.at.keys():  # side by side: which is first is a matter of place
        at = present.index("number")
        places[at : at + 2] = sorted(places[at : at + 2])
    if places != sorted(places):
        shown = sorted(present, key=found.at.__getitem__)
        wrong = next(a for a, b in zip(shown, present, strict=True) if a != b)
        yield Fault("order", pieces[found.at[wrong]].place, listed(NAMES[name] for name in shown))


_SIDES = {"national": RIGHT, "motto": RIGHT, "number": LEFT, "place_date": RIGHT, "recipients": LEFT}


def _places(pieces: list[Piece], found: Found) -> Iterator[Fault]:
    """Which half of the page a component stands in, where the file tells."""
    sides = {LEFT: Words("bên trái"), RIGHT: Words("bên phải"), WHOLE: Words("giữa trang")}
    for name, side in _SIDES.items():
        if name not in found.at:
            continue
        piece = pieces[found.at[name]]
        if piece.side not in (side, WHOLE) and not (name == "number" and not found.issuers):
            origin = f"style.{COMPONENTS[name].style}.size"
            yield Fault(
                "place",
                piece.place,
                Words("%(what)s: %(side)s", what=NAMES[name], side=sides[piece.side]),
                sides[side],
                origin=origin,
            )


def typed(piece: Piece, style_code: str, profile: Profile, *, face: bool = True) -> Iterator[Fault]:
    """Size, face and capitals of a piece against a style of the profile."""
    style, key = profile.styles[style_code], f"style.{style_code}.size"
    origin = profile.origins[key]
    least, most = origin.least or style.size, origin.most or style.size
    asked = sized(least) if least == most else sizes(least, most)
    wrong = [size for size in sorted(piece.sizes) if not least - 0.1 <= size <= most + 0.1]
    if wrong:
        yield Fault("size", piece.place, listed(map(sized, wrong)), asked, origin=key)
    if face and (piece.bold, piece.italic) != (style.bold, style.italic):
        yield Fault(
            "face",
            piece.place,
            face_name(piece.bold, piece.italic),
            face_name(style.bold, style.italic),
            origin=key,
        )
    if style.upper and piece.text != piece.text.upper():
        yield Fault("capitals", piece.place, piece.text[:60], piece.text.upper()[:60], origin=key)


def _centred(pieces: list[Piece], found: Found) -> Iterator[Fault]:
    """Title and order in the middle of the text; number, motto and national in the middle of their column."""
    for name, place in found.at.items():
        piece, component = pieces[place], COMPONENTS[name]
        if component.centred and piece.left is None and piece.align != "center":
            yield Fault(
                "align",
                piece.place,
                ALIGNED.get(piece.align, ALIGNED["both"]),
                origin=f"style.{component.style}.align",
            )
        if name in ("title", "order") and piece.left is not None and piece.align != "center":
            yield Fault(
                "align",
                piece.place,
                Words("giữa dòng ở %(mm)s mm", mm=f"{piece.middle:.0f}"),
                origin=f"style.{component.style}.align",
            )
    if {"national", "motto"} <= found.at.keys():
        upper, lower = pieces[found.at["national"]], pieces[found.at["motto"]]
        if upper.middle is not None and lower.middle is not None and abs(upper.middle - lower.middle) > 3:
            yield Fault(
                "align",
                lower.place,
                Words("lệch %(mm)s mm", mm=f"{abs(upper.middle - lower.middle):.0f}"),
                Words("dưới, giữa Quốc hiệu"),
                origin="style.motto.align",
            )


def _issuing(found: Found, profile: Profile) -> Iterator[Fault]:
    """Parent in plain capitals, issuer below it in bold capitals; the parent is a union."""
    names = found.issuers
    if not names or "number" not in found.at:
        return
    if not any(piece.bold for piece in names):
        yield Fault(
            "face",
            names[-1].place,
            face_name(False, names[-1].italic),
            face_name(True, False),
            origin="style.issuer.size",
        )
        return
    first = next(at for at, piece in enumerate(names) if piece.bold)
    for piece in names[:first]:
        yield from typed(piece, "parent", profile)
    for piece in names[first:]:
        yield from typed(piece, "issuer", profile)
    above, issuer = (
        " ".join(piece.text.upper() for piece in part) for part in (names[:first], names[first:])
    )
    union = re.compile(r"CÔNG ĐOÀN|LIÊN ĐOÀN|LĐLĐ|CĐ|MẶT TRẬN|MTTQ")
    if above and union.search(issuer) and not union.search(above):
        yield Fault("parent-body", names[0].place, above[:60], Words("tên công đoàn cấp trên"))


def _subject(pieces: list[Piece], found: Found, profile: Profile) -> Iterator[Fault]:
    """The line right below the title, if it is centred: bold, in small letters."""
    place = found.at.get("title")
    if place is None or place + 1 >= len(pieces) or found.family in ("plain", None):
        return
    piece = pieces[place + 1]
    if (
        piece.text.isupper()
        or piece.align != "center"
        or place + 1 in found.at.values()
        or piece.text.startswith("(")
    ):
        return
    narrow = piece.left is None or (piece.right or 0) - piece.left < profile.page.text_width - 10
    if piece.bold or narrow:
        yield from typed(piece, "subject", profile)


def _signed(found: Found, profile: Profile) -> Iterator[Fault]:
    """Lines of authority in bold capitals, the name below in bold."""
    titles, name = signed(found.signature)
    for piece in titles:
        yield from typed(piece, "signer_title", profile)
    for piece in name:
        yield from typed(piece, "signer_name", profile)


def signed(signature: tuple[Piece, ...]) -> tuple[list[Piece], list[Piece]]:
    """(lines of authority and office, lines of the name) of a signature block; hints in italics left out."""
    rows = [piece for piece in signature if not (piece.italic and not piece.bold)]
    start = len(rows)
    while start and not rows[start - 1].text.isupper() and not _is_signature(rows[start - 1]):
        start -= 1
    if start == len(rows) and rows and not _is_signature(rows[-1]):
        start -= 1
    return rows[:start], rows[start:]


def _lines(pieces: list[Piece], found: Found) -> Iterator[Fault]:
    """The solid line below the motto; no line typed with underscores, no underlined component."""
    if "motto" in found.at:
        piece = pieces[found.at["motto"]]
        below = pieces[found.at["motto"] + 1 : found.at["motto"] + 2]
        typed_line = any(re.fullmatch(r"[_\-–— ]{4,}", other.text) for other in below)
        if not piece.ruled and not piece.underlined and not typed_line:
            yield Fault("rule-line", piece.place, Words("không thấy đường kẻ"))
        if piece.underlined:
            yield Fault("underline", piece.place, Words("gạch chân"))
    for piece in pieces[: max(found.at.values(), default=0) + 1]:
        if re.fullmatch(r"[_\-–—]{4,}", piece.text):
            yield Fault("underscores", piece.place, piece.text[:20])
    for name in ("title", "number", "national"):
        if name in found.at and pieces[found.at[name]].underlined:
            yield Fault("underline", pieces[found.at[name]].place, Words("gạch chân"))


def body(pieces: list[Piece], found: Found) -> Iterable[Piece]:
    """The running text: after the head, before recipients and signature."""
    start = (
        max((found.at[name] for name in ("number", "place_date", "title") if name in found.at), default=-1)
        + 1
    )
    end = found.at.get("recipients", len(pieces))
    return pieces[start:end]
