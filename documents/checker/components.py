"""The components of a paper, found by their words, in a PDF's lines or a Word file's paragraphs alike."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..catalogue import Kind
from ..profile import Profile
from .faults import Fault

NUMBER = re.compile(r"Số: ?(?:(?:0[1-9]|[1-9]\d+)[a-zđ]?)? ?/[A-ZĐ][^\W_]*(?:-[^\W_]+)*")
DATE = re.compile(
    r"[^,]+, ngày (?:(?:0[1-9]|[12]\d|3[01]) tháng (?:0[12]|[3-9]|1[0-2]) năm \d{4}|tháng năm(?: \d{4})?)"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A line or paragraph: words, sizes met in it (pt), whether all of it is bold or in italics, where it is."""

    text: str
    sizes: set[float]
    bold: bool
    italic: bool
    place: str


@dataclass(frozen=True, slots=True)
class Component:
    """How a component is told by its words, and which style of the profile governs it."""

    style: str
    pattern: re.Pattern


def _starts(text: str) -> re.Pattern:
    return re.compile(re.escape(text))


COMPONENTS = {
    "national": Component(
        "national", re.compile(r"cộng h[òo][àa]? xã hội chủ nghĩa việt nam$", re.IGNORECASE)
    ),
    "motto": Component("motto", re.compile(r"độc lập ?[-–] ?tự do ?[-–] ?hạnh phúc$", re.IGNORECASE)),
    "number": Component("number", re.compile(r"Số ?:")),
    "place_date": Component(
        "place_date", re.compile(r"[^,;:.()]{2,60}, ngày\b.*\btháng\b.*\bnăm\b( \d{4})?$")
    ),
    "addressees": Component("addressee", _starts("Kính gửi")),
    "basis": Component("basis", _starts("Căn cứ ")),
    "recipients": Component("recipients_head", re.compile(r"Nơi nhận:?$")),
}
ORDER = ("national", "motto", "number", "place_date", "addressees", "basis", "recipients")

# Family of the kind → components that it must have. A list or report has no number of its own, minutes no date.
REQUIRED = {
    None: ("national", "motto"),
    "common_form": ("national", "motto", "number", "place_date", "recipients"),
    "decision": ("national", "motto", "number", "place_date", "basis", "recipients"),
    "minutes": ("national", "motto", "number", "recipients"),
    "list": ("national", "motto"),
    "report": ("national", "motto", "place_date"),
}
ENDED = ("common_form", "decision", "minutes", "report")


def check(pieces: list[Piece], kind: Kind | None, profile: Profile) -> list[Fault]:
    """Presence, order, size, face and form of the components."""
    family = kind.manifest["family"] if kind else None
    found = _find(pieces)
    where = pieces[0].place.split(",")[0] if pieces else "?"
    faults = [
        Fault("missing", where, name) for name in REQUIRED.get(family, REQUIRED[None]) if name not in found
    ]
    faults += _in_order(found)
    for name, at in found.items():
        faults += _type(pieces[at], COMPONENTS[name].style, profile)
    if "national" in found:
        faults += _exact(pieces[found["national"]], profile.texts["national"], "capitals")
    if "number" in found and not NUMBER.fullmatch(pieces[found["number"]].text):
        faults.append(Fault("number", pieces[found["number"]].place, pieces[found["number"]].text))
    if "place_date" in found and not DATE.fullmatch(pieces[found["place_date"]].text):
        faults.append(
            Fault("place-date", pieces[found["place_date"]].place, pieces[found["place_date"]].text)
        )
    return faults


def _find(pieces: list[Piece]) -> dict[str, int]:
    """First piece of each component; place and date only near the head, where no sentence can be taken for it."""
    found: dict[str, int] = {}
    for at, piece in enumerate(pieces):
        for name, component in COMPONENTS.items():
            if name in found or not component.pattern.match(piece.text):
                continue
            if name in ("number", "place_date") and at > found.get("motto", -1) + 4:
                continue
            found[name] = at
    return found


def _in_order(found: dict[str, int]) -> Iterable[Fault]:
    present = [name for name in ORDER if name in found]
    places = [found[name] for name in present]
    if places != sorted(places):
        yield Fault("order", "?", ", ".join(sorted(present, key=found.__getitem__)))


def _type(piece: Piece, style_code: str, profile: Profile) -> Iterable[Fault]:
    style = profile.styles[style_code]
    origin = profile.origins[f"style.{style_code}.size"]
    least, most = origin.least or style.size, origin.most or style.size
    for size in sorted(piece.sizes):
        if not least - 0.1 <= size <= most + 0.1:
            yield Fault("size", piece.place, f"cỡ {size:g}, quy định {least:g}-{most:g}")
    if (piece.bold, piece.italic) != (style.bold, style.italic):
        shown = " ".join(word for word, on in (("đậm", piece.bold), ("nghiêng", piece.italic)) if on)
        yield Fault("face", piece.place, shown or "đứng, thường")


def _exact(piece: Piece, text: str, rule: str) -> Iterable[Fault]:
    if piece.text != text:
        yield Fault(rule, piece.place, piece.text)


def check_text(pieces: list[Piece], kind: Kind | None, profile: Profile) -> list[Fault]:
    """What is a matter of whole paragraphs: punctuation of grounds and recipients, the mark at the end."""
    faults = _grounds(pieces)
    faults += _recipients(pieces)
    if kind and kind.manifest["family"] in ENDED:
        marks = [piece for piece in pieces if piece.text.endswith(profile.texts["end"])]
        if len(marks) != 1:
            faults.append(Fault("end", "Word", f"{len(marks)} lần"))
    return faults


def _grounds(pieces: list[Piece]) -> list[Fault]:
    """Grounds are the run of paragraphs in italics that begins with the first «Căn cứ»."""
    start = next(
        (at for at, piece in enumerate(pieces) if COMPONENTS["basis"].pattern.match(piece.text)), None
    )
    if start is None:
        return []
    end = start
    while (
        end < len(pieces)
        and pieces[end].italic == pieces[start].italic
        and re.match(r"(Căn cứ|Theo|Xét) ", pieces[end].text)
    ):
        end += 1
    rows = pieces[start:end]
    wrong = [row for row in rows[:-1] if not row.text.endswith(";")] + [
        row for row in rows[-1:] if not row.text.endswith(".") or row.text.endswith("./.")
    ]
    return [Fault("grounds", row.place, row.text[-30:]) for row in wrong]


def _recipients(pieces: list[Piece]) -> list[Fault]:
    start = next(
        (at for at, piece in enumerate(pieces) if COMPONENTS["recipients"].pattern.match(piece.text)), None
    )
    if start is None:
        return []
    rows = []
    for piece in pieces[start + 1 :]:
        if not piece.text.startswith("-"):
            break
        rows.append(piece)
    if not rows:
        return [Fault("recipients", pieces[start].place, "không có dòng nào")]
    faults = [
        Fault("recipients", row.place, row.text[-30:]) for row in rows[:-1] if not row.text.endswith(";")
    ]
    if not re.fullmatch(r"- ?Lưu: .+\.", rows[-1].text):
        faults.append(Fault("recipients", rows[-1].place, rows[-1].text[-30:]))
    return faults
