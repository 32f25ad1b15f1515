"""What the components say: number, date, grounds, labels, citations, amounts, signature, recipients, the end mark."""

import calendar
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from ..finish import POINTS, roman
from ..profile import Profile
from .components import ENDED, Found, body, numbers, signed
from .faults import Fault
from .pieces import Piece
from .words import Words

_NUMBER = re.compile(r"Số: ?(?P<seq>\d*)(?P<letter>[a-zđ]?) ?/(?P<symbol>[^\W\d_][^\W_]*(?:-[^\W_]+)*)")
_DATE = re.compile(r"(?P<place>[^,]+), ngày (?P<day>\d{1,2}) tháng (?P<month>\d{1,2}) năm (?P<year>\d{4})")
_BLANK_DATE = re.compile(r"[^,]+, ngày tháng năm(?: \d{4})?")
_SMALL_ARTICLE = re.compile(r"\b(?:khoản|điểm) [\wđ]+ (?:khoản \w+ )?điều \d+", re.IGNORECASE)
_BIG_CLAUSE = re.compile(r"(?<=[\wà-ỹ,;] )(?:Khoản|Điểm) [\wđ]{1,2} (?:khoản|Khoản|Điều)\b")
_MONEY = re.compile(r"(?<![\d.,/])(?:\d{1,3}(?:,\d{3})+|\d{5,}) ?(?:đồng|VNĐ|VND|đ)\b")
_DEGREE = re.compile(
    r"(?:GS|PGS|TS|Th\.?S|BS|BS\.?CK\w*|DS|CN|KS|CKI{1,2}|NGND|NGƯT|TTND|TTƯT|Giáo sư|Tiến sĩ|Thạc sĩ|Bác sĩ)[.\s]"
)
_MARK = re.compile(r"(?:TM|KT|TL|TUQ|Q)\. \S")
_MARK_LIKE = re.compile(r"(?:T/M|K/T|T/L|TM|KT|TL|TUQ)\b(?!\w)", re.IGNORECASE)
_END = "./."


def paper_date(pieces: list[Piece], found: Found) -> date | None:
    """The date that the paper bears, None where it has none that can be read."""
    if "place_date" not in found.at:
        return None
    match = _DATE.search(pieces[found.at["place_date"]].text)
    if match is None:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def check(pieces: list[Piece], found: Found, profile: Profile, whole: bool) -> Iterator[Fault]:
    """Faults of wording. `whole`: the pieces are whole paragraphs (Word), not lines of a page."""
    for piece in numbers(pieces, found.at):
        yield from _number(piece)
    if "place_date" in found.at:
        yield from _place_date(pieces[found.at["place_date"]])
    yield from _head_words(pieces, found, profile)
    yield from _signature(found)
    yield from _articles(pieces, found)
    if whole:
        text = list(body(pieces, found))
        yield from _grounds(pieces, found)
        yield from _addressees(pieces, found)
        yield from _recipients(pieces, found)
        yield from _parts(text)
        yield from _points(text)
        yield from _cited(pieces)
        yield from _money(pieces)
        yield from _appendix(pieces)
        yield from _end(pieces, found, profile)


def _head_words(pieces: list[Piece], found: Found, profile: Profile) -> Iterator[Fault]:
    """Quốc hiệu and Tiêu ngữ letter by letter; HOÀ is an older place of the same tone."""
    for name, rule in (("national", "national"), ("motto", "motto")):
        if name not in found.at:
            continue
        piece, asked = pieces[found.at[name]], profile.texts[name]
        said = piece.text.replace("HOÀ", "HÒA").replace("Hoà", "Hòa").rstrip("_ ")
        if said != asked and not (name == "national" and said.upper() == asked):
            yield Fault(rule, piece.place, piece.text, asked)


def _number(piece: Piece) -> Iterator[Fault]:
    match = _NUMBER.fullmatch(piece.text)
    if match is None or not match["symbol"][0].isupper():
        yield Fault("number", piece.place, piece.text, "Số: 05/QĐ-CĐN")
        return
    seq = match["seq"]
    if seq and seq != f"{int(seq):02d}":
        yield Fault(
            "number-zero", piece.place, piece.text, f"Số: {int(seq):02d}{match['letter']}/{match['symbol']}"
        )


def _place_date(piece: Piece) -> Iterator[Fault]:
    match = _DATE.fullmatch(piece.text)
    if match is None or not match["place"][0].isupper():
        if not _BLANK_DATE.fullmatch(piece.text):
            yield Fault("place-date", piece.place, piece.text)
        return
    day, month, year = int(match["day"]), int(match["month"]), int(match["year"])
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        yield Fault("date-real", piece.place, piece.text)
        return
    asked = f"ngày {day:02d} tháng {month:02d}" if month < 3 else f"ngày {day:02d} tháng {month}"
    if f"{asked} năm" not in piece.text:
        yield Fault("date-zero", piece.place, piece.text, f"{asked} năm {year}")


def grounds(pieces: list[Piece], found: Found) -> list[Piece]:
    """The grounds: paragraphs from the first «Căn cứ» on that begin like one, or the lines of a page in its face."""
    if "basis" not in found.at:
        return []
    following = pieces[found.at["basis"] :]
    if following[0].paragraph is None:
        return list(itertools.takewhile(lambda piece: piece.italic == following[0].italic, following))
    return list(itertools.takewhile(lambda piece: re.match(r"-? ?(Căn cứ|Theo|Xét) ", piece.text), following))


def _grounds(pieces: list[Piece], found: Found) -> Iterator[Fault]:
    """Each ground ends with ";", the last with "."."""
    rows = grounds(pieces, found)
    for place, row in enumerate(rows, start=1):
        mark = "." if place == len(rows) else ";"
        if not row.text.endswith(mark) or row.text.endswith(_END):
            yield Fault(
                "grounds", row.place, f"…{row.text[-30:]}", Words("kết thúc bằng «%(mark)s»", mark=mark)
            )


def _addressees(pieces: list[Piece], found: Found) -> Iterator[Fault]:
    """One addressee on the line; several below it, each with a dash, ";" and a last "."."""
    if "addressees" not in found.at:
        return
    at = found.at["addressees"]
    first = pieces[at]
    if not first.text.startswith("Kính gửi:"):
        yield Fault("addressees", first.place, first.text[:40], "Kính gửi:")
    if first.text.rstrip(" :") != "Kính gửi":
        return
    rows = []
    for piece in pieces[at + 1 : at + 30]:
        if not piece.text.startswith("-"):
            break
        rows.append(piece)
    for place, row in enumerate(rows, start=1):
        mark = "." if place == len(rows) else ";"
        if not row.text.endswith(mark):
            yield Fault(
                "addressees", row.place, f"…{row.text[-30:]}", Words("kết thúc bằng «%(mark)s»", mark=mark)
            )


def _recipients(pieces: list[Piece], found: Found) -> Iterator[Fault]:
    if "recipients" not in found.at:
        return
    head = pieces[found.at["recipients"]]
    if head.text != "Nơi nhận:":
        yield Fault("recipients", head.place, head.text, "Nơi nhận:")
    rows = found.recipients
    if not rows:
        yield Fault("recipients", head.place, Words("không có dòng nào"))
        return
    for row in rows[:-1]:
        if not (row.text.startswith("-") and row.text.endswith(";")):
            yield Fault("recipients", row.place, row.text[-40:], "- …;")
    if not re.fullmatch(r"- ?Lưu: .+\.", rows[-1].text):
        yield Fault("recipients", rows[-1].place, rows[-1].text[-40:], "- Lưu: VT, …")


def _signature(found: Found) -> Iterator[Fault]:
    titles, name = signed(found.signature)
    for piece in titles:
        if _MARK_LIKE.match(piece.text) and not _MARK.match(piece.text):
            yield Fault("signature", piece.place, piece.text[:40], "TM. BAN CHẤP HÀNH")
    last = titles[-1] if titles else None
    if last is not None and name and _MARK.match(last.text) and not last.text.startswith("Q."):
        yield Fault("signature", last.place, last.text[:40], Words("có dòng chức vụ của người ký ở dưới"))
    if name and titles and (name[0].text.isupper() or _DEGREE.match(name[0].text)):
        yield Fault("signer-name", name[0].place, name[0].text[:60])


def _articles(pieces: list[Piece], found: Found) -> Iterator[Fault]:
    """«Điều 1.», «Điều 2.» … in bold at the head of a paragraph, one after the other."""
    last = 0
    for piece in pieces:
        match = re.match(r"(?:Điều|ĐIỀU) (\d+)(.?)", piece.text)
        if match is None or piece.grid or not piece.lead_bold:
            continue
        number, mark = int(match[1]), match[2]
        if number == 1 and last > 1:
            last = 0  # a text issued under a decision counts its own articles
        if number != last + 1 or mark != "." or piece.text.startswith("ĐIỀU"):
            yield Fault("articles", piece.place, match[0], f"Điều {last + 1}.")
        last = number


def _sequence(
    pieces: Iterable[Piece], pattern: str, first: str, following: Callable[[str], str], rule: str
) -> Iterator[Fault]:
    """Labels at the head of paragraphs that follow one another; the first starts a new run."""
    last = ""
    for piece in pieces:
        match = re.match(pattern, piece.text)
        if match is None or piece.grid:
            continue
        label = match[1]
        asked = following(last) if last else first
        if label not in (first, asked):
            yield Fault(rule, piece.place, match[0].strip(), asked)
        last = label


def _next_point(label: str) -> str:
    return POINTS[(POINTS.index(label) + 1) % len(POINTS)] if label in POINTS else "a"


_ROMAN = {roman(number): number for number in range(1, 40)}


def _next_part(label: str) -> str:
    return roman(_ROMAN.get(label, 0) + 1)


def _parts(pieces: Iterable[Piece]) -> Iterator[Fault]:
    bold = [piece for piece in pieces if piece.lead_bold]
    return _sequence(bold, r"([IVX]+)\. ", "I", _next_part, "parts")


def _points(pieces: Iterable[Piece]) -> Iterator[Fault]:
    return _sequence(pieces, r"(?:\d+\. |Điều \d+\. )?([a-zđ])\)(?: |$)", "a", _next_point, "points")


def _cited(pieces: Iterable[Piece]) -> Iterator[Fault]:
    for piece in pieces:
        for match in (*_SMALL_ARTICLE.finditer(piece.text), *_BIG_CLAUSE.finditer(piece.text)):
            if " Điều " not in match[0] or match[0][0].isupper():
                yield Fault("cited", piece.place, match[0], "điểm a khoản 2 Điều 3")
                break


def _money(pieces: Iterable[Piece]) -> Iterator[Fault]:
    for piece in pieces:
        if match := _MONEY.search(piece.text):
            digits = int(re.sub(r"\D", "", match[0]))
            yield Fault("money", piece.place, match[0], f"{digits:,} đồng".replace(",", "."))


def _appendix(pieces: Iterable[Piece]) -> Iterator[Fault]:
    for piece in pieces:
        label = re.match(r"phụ lục\b", piece.text, re.IGNORECASE) and len(piece.text) < 16 and not piece.grid
        right = re.fullmatch(r"Phụ lục(?: [IVX]+)?", piece.text) and piece.sizes == {14} and piece.bold
        if label and not right:
            yield Fault("appendix", piece.place, piece.text, "Phụ lục I")


def _end(pieces: list[Piece], found: Found, profile: Profile) -> Iterator[Fault]:
    """The text is closed once; a list or a form is not."""
    if found.family not in ENDED:
        return
    marked = [piece for piece in pieces if piece.text.endswith(profile.texts["end"])]
    if len(marked) != 1:
        where = marked[-1].place if marked else pieces[-1].place.split(",")[0]
        yield Fault("end", where, Words("%(n)s lần", n=str(len(marked))), Words("%(n)s lần", n="1"))
