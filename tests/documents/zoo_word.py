"""Word files that are wrong in one thing: name → (right paper, rule that must find it, part, change of its XML)."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import NamedTuple

DOCUMENT, STYLES, HEADER = "word/document.xml", "word/styles.xml", "word/header1.xml"
TEXT = '<w:t xml:space="preserve">'
BODY = '<w:p><w:pPr><w:pStyle w:val="PBody"/>'


class Animal(NamedTuple):
    """One wrong file."""

    paper: str
    rule: str
    change: Callable[[str], str]
    part: str = DOCUMENT


def swap(old: str, new: str, count: int = -1) -> Callable[[str], str]:
    """Replace words of the XML."""
    return lambda xml: xml.replace(old, new, count)


def paragraph(words: str, new: str) -> Callable[[str], str]:
    """Replace the whole paragraph that holds the words; `new` may hold {p} for it."""
    inside = r"(?:(?!</w:p>).)*"
    pattern = re.compile(rf"<w:p>{inside}{re.escape(words)}{inside}</w:p>")
    return lambda xml: pattern.sub(lambda found: new.replace("{p}", found[0]), xml, count=1)


def direct(words: str, properties: str) -> Callable[[str], str]:
    """Format the paragraph that begins with the words by hand (after its style)."""
    pattern = re.compile(rf"(<w:pStyle [^>]*/>)((?:(?!</w:p>).)*?{re.escape(TEXT + words)})")
    return lambda xml: pattern.sub(rf"\g<1>{properties}\g<2>", xml, count=1)


def run(words: str, properties: str) -> Callable[[str], str]:
    """Format the run that begins with the words by hand."""
    start = f"<w:r>{TEXT}{words}"
    return swap(start, f"<w:r><w:rPr>{properties}</w:rPr>{TEXT}{words}", 1)


def style(code: str, old: str, new: str) -> Callable[[str], str]:
    """Change a named style."""
    pattern = re.compile(rf'(w:styleId="{code}">(?:(?!</w:style>).)*?){re.escape(old)}')
    return lambda xml: pattern.sub(rf"\g<1>{new}", xml, count=1)


def exchanged(one: str, other: str) -> Callable[[str], str]:
    """Let the paragraphs that hold two texts change places."""

    def change(xml: str) -> str:
        first, second = _whole(xml, one), _whole(xml, other)
        return xml.replace(first, "\0").replace(second, first).replace("\0", second)

    return change


def moved(words: str, before: str) -> Callable[[str], str]:
    """Move the paragraph that holds the words before another one."""

    def change(xml: str) -> str:
        taken = _whole(xml, words)
        rest = xml.replace(taken, "", 1)
        other = _whole(rest, before)
        return rest.replace(other, taken + other, 1)

    return change


def _whole(xml: str, words: str) -> str:
    inside = r"(?:(?!</w:p>).)*"
    found = re.search(rf"<w:p>{inside}{re.escape(words)}{inside}</w:p>", xml)
    if found is None:
        raise ValueError(f"no such words: {words}")
    return found[0]


PLACE_DATE = "Sông Lam, ngày 16 tháng 12"
FIRST_GROUND, LAST_GROUND = "Căn cứ Điều lệ Công đoàn Việt Nam;", "ngày 10 tháng 12 năm 2025."
GAP = '<w:p><w:pPr><w:pStyle w:val="PGap"/></w:pPr></w:p>'
ORDER = '<w:p><w:pPr><w:pStyle w:val="POrder"/>'
RULE = re.compile(r"(Hạnh phúc</w:t></w:r></w:p>)<w:p>(?:(?!</w:p>).)*<w:pBdr>(?:(?!</w:p>).)*</w:p>")
NO_RULE = r'\1<w:p><w:pPr><w:pStyle w:val="PGap"/><w:spacing w:line="60" w:lineRule="exact"/></w:pPr></w:p>'
TYPED_RULE = (
    r"\1<w:p><w:pPr><w:pStyle w:val=" + r'"PMotto"/></w:pPr><w:r><w:t>____________________</w:t></w:r></w:p>'
)
GRID_ROW = (
    "<w:tr><w:tc><w:p>"
    + '<w:pPr><w:pStyle w:val="PTableCell"/></w:pPr><w:r><w:t>Ô</w:t></w:r></w:p></w:tc></w:tr>'
)
LONG_TABLE = (
    '<w:tbl><w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr>'
    + GRID_ROW * 30
    + "</w:tbl>"
)
ENDED = "Căn cứ Nghị định số 98 /2023/NĐ–CP ngày 31 tháng 12 năm 2023 của Chính phủ;"
JOINT = "joint_form"
DEC, PLAN, PROPOSAL, CERT = "award_decision", "common_form", "award_proposal", "certificate_merit"


def two_sections(xml: str) -> str:
    """Let what stands before the last table be a section of its own."""
    section = re.search(r"<w:sectPr.*</w:sectPr>", xml, re.DOTALL)[0]
    ended = f'<w:p><w:pPr><w:pStyle w:val="PGap"/>{section}</w:pPr></w:p>'
    return xml.replace("<w:tbl>", ended + "<w:tbl>", 1)


ANIMALS = {
    # certificates
    "certificate-on-letter-paper": Animal(
        CERT, "page-size", swap('w:w="16838" w:h="11906"', 'w:w="15840" w:h="12240"')
    ),
    "certificate-with-narrow-margins": Animal(CERT, "margins", swap('w:left="1701"', 'w:left="1134"')),
    "certificate-in-two-parts": Animal(CERT, "certificate-page", two_sections),
    "certificate-with-a-small-name": Animal(CERT, "certificate-type", run("Kiều Thị Dung", '<w:sz w:val="36"/>')),
    "certificate-with-a-black-award": Animal(CERT, "certificate-type", run("GIẤY KHEN", '<w:color w:val="000000"/>')),
    "certificate-with-merit-before-the-name": Animal(CERT, "order", exchanged("Kiều Thị Dung", "Đã có thành tích")),
    "certificate-with-a-decomposed-name": Animal(CERT, "nfc", swap("Kiều Thị", "Kie\u0302\u0300u Thị")),
    # the page
    "letter-paper": Animal(DEC, "page-size", swap('w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"')),
    "left-margin-of-two-centimetres": Animal(DEC, "margins", swap('w:left="1701"', 'w:left="1134"')),
    "right-margin-of-three-centimetres": Animal(DEC, "margins", swap('w:right="850"', 'w:right="1701"')),
    "top-margin-of-one-inch-and-more": Animal(DEC, "margins", swap('w:top="1134"', 'w:top="1701"')),
    "bottom-margin-of-a-centimetre": Animal(DEC, "margins", swap('w:bottom="1139"', 'w:bottom="567"')),
    "page-number-on-the-first-page": Animal(DEC, "page-number", swap("<w:titlePg/>", "")),
    "date-for-a-page-number": Animal(DEC, "page-number", swap("PAGE", "DATE"), HEADER),
    "page-number-to-the-right": Animal(
        DEC, "page-number", style("PPageNumber", 'w:val="center"', 'w:val="right"'), STYLES
    ),
    "small-page-number": Animal(
        DEC, "page-number", style("PPageNumber", '<w:sz w:val="28"/>', '<w:sz w:val="20"/>'), STYLES
    ),
    "long-table-without-a-head": Animal(PLAN, "table-head", swap(BODY, LONG_TABLE + BODY, 1)),
    # the letters
    "arial-in-a-ground": Animal(DEC, "font", run("Căn cứ Đ", '<w:rFonts w:ascii="Arial"/>')),
    "vntime-in-a-ground": Animal(DEC, "legacy", run("Căn cứ Đ", '<w:rFonts w:ascii=".VnTime"/>')),
    "letters-not-composed": Animal(DEC, "nfc", swap("Điều lệ Công", "Điều lệ Co\u0302ng")),
    "icelandic-d": Animal(DEC, "lookalike", swap("Luật Thi đua", "Luật Thi \u00f0ua")),
    "zero-width-space": Animal(DEC, "invisible", swap("Luật Thi", "Luật\u200b Thi")),
    "private-letter": Animal(DEC, "glyph", swap("Điều lệ Công", "Điều lệ C\ue000ng")),
    "red-words": Animal(DEC, "colour", run("Căn cứ Đ", '<w:color w:val="FF0000"/>')),
    "marked-words": Animal(DEC, "colour", run("Căn cứ Đ", '<w:highlight w:val="yellow"/>')),
    "hidden-words": Animal(DEC, "hidden-text", run("Căn cứ Đ", "<w:vanish/>")),
    # the paragraphs
    "two-line-spacing": Animal(DEC, "spacing", direct("Căn cứ Quy chế", '<w:spacing w:line="480" w:lineRule="auto"/>')),
    "squeezed-lines": Animal(
        PLAN, "spacing", direct("Ban Chấp hành Công", '<w:spacing w:line="260" w:lineRule="exact"/>')
    ),
    "no-gap-between-paragraphs": Animal(DEC, "paragraph-gap", direct("Căn cứ Quy chế", '<w:spacing w:after="0"/>')),
    "no-first-line-indent": Animal(DEC, "indent", direct("Căn cứ Quy chế", '<w:ind w:firstLine="0"/>')),
    "indent-of-two-centimetres": Animal(PLAN, "indent", direct("Ban Chấp hành Công", '<w:ind w:firstLine="1134"/>')),
    "ragged-text": Animal(PLAN, "justify", direct("Ban Chấp hành Công", '<w:jc w:val="left"/>')),
    "twelve-point-text": Animal(PLAN, "size", run("Ban Chấp hành Công", '<w:sz w:val="24"/>')),
    "empty-paragraph": Animal(DEC, "empty-paragraph", swap(ORDER, "<w:p/>" + ORDER)),
    # the head
    "no-motto": Animal(DEC, "missing", paragraph("Độc lập - Tự do", "")),
    "no-number": Animal(DEC, "missing", paragraph("Số: 47/", GAP)),
    "no-place-and-date": Animal(DEC, "missing", paragraph(PLACE_DATE, GAP)),
    "national-name-in-small-letters": Animal(
        DEC, "capitals", swap("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Cộng hòa xã hội chủ nghĩa Việt Nam")
    ),
    "national-name-cut-short": Animal(DEC, "national", swap("CHỦ NGHĨA VIỆT NAM", "CHỦ NGHĨA VN")),
    "motto-without-blanks": Animal(DEC, "motto", swap("Độc lập - Tự do - Hạnh phúc", "Độc lập-Tự do-Hạnh phúc")),
    "motto-with-long-dashes": Animal(DEC, "motto", swap("Độc lập - Tự do - Hạnh", "Độc lập – Tự do – Hạnh")),
    "light-motto": Animal(DEC, "face", run("Độc lập", '<w:b w:val="0"/>')),
    "no-line-below-the-motto": Animal(DEC, "rule-line", lambda xml: RULE.sub(NO_RULE, xml)),
    "typed-line-below-the-motto": Animal(DEC, "underscores", lambda xml: RULE.sub(TYPED_RULE, xml)),
    "underlined-motto": Animal(DEC, "underline", run("Độc lập", '<w:u w:val="single"/>')),
    "light-issuer": Animal(DEC, "face", style("PIssuer", "<w:b/>", '<w:b w:val="0"/>'), STYLES),
    "issuer-in-small-letters": Animal(DEC, "capitals", swap("CÔNG ĐOÀN NGÀNH Y TẾ<", "Công đoàn ngành Y tế<")),
    "hospital-above-its-union": Animal(
        PLAN, "parent-body", swap("CÔNG ĐOÀN NGÀNH Y TẾ<", "BỆNH VIỆN<", 1)
    ),
    "number-to-the-left": Animal(DEC, "align", direct("Số: 47", '<w:jc w:val="left"/>')),
    "number-of-fourteen-points": Animal(DEC, "size", run("Số: 47", '<w:sz w:val="28"/>')),
    "bold-number": Animal(DEC, "face", run("Số: 47", "<w:b/>")),
    "number-without-its-zero": Animal(DEC, "number-zero", swap("Số: 47/", "Số: 7/")),
    "number-with-a-third-digit": Animal(DEC, "number-zero", swap("Số: 47/", "Số: 047/")),
    "number-with-blanks": Animal(DEC, "number", swap("Số: 47/QĐ-CĐN", "Số: 47 / QĐ - CĐN")),
    "number-with-a-dash-for-the-stroke": Animal(DEC, "number", swap("Số: 47/QĐ-CĐN", "Số: 47-QĐ-CĐN")),
    "day-without-its-zero": Animal(DEC, "date-zero", swap(PLACE_DATE, "Sông Lam, ngày 6 tháng 12")),
    "february-without-its-zero": Animal(DEC, "date-zero", swap(PLACE_DATE, "Sông Lam, ngày 16 tháng 2")),
    "march-with-a-zero": Animal(DEC, "date-zero", swap(PLACE_DATE, "Sông Lam, ngày 16 tháng 03")),
    "thirtieth-of-february": Animal(DEC, "date-real", swap(PLACE_DATE, "Sông Lam, ngày 30 tháng 02")),
    "date-without-a-comma": Animal(DEC, "place-date", swap(PLACE_DATE, "Sông Lam ngày 16 tháng 12")),
    "upright-date": Animal(DEC, "face", run(PLACE_DATE, '<w:i w:val="0"/>')),
    "number-and-date-exchanged": Animal(DEC, "place", exchanged("Số: 47/QĐ-CĐN", PLACE_DATE)),
    "title-in-small-letters": Animal(DEC, "capitals", swap("QUYẾT ĐỊNH<", "Quyết định<", 1)),
    "title-to-the-left": Animal(DEC, "align", direct("QUYẾT ĐỊNH<", '<w:jc w:val="left"/>')),
    "light-title": Animal(DEC, "face", run("QUYẾT ĐỊNH<", '<w:b w:val="0"/>')),
    "light-subject": Animal(DEC, "face", run("Về việc tặng", '<w:b w:val="0"/>')),
    # the text
    "ground-with-a-comma": Animal(DEC, "grounds", swap(FIRST_GROUND, FIRST_GROUND.replace(";", ","))),
    "last-ground-with-a-semicolon": Animal(DEC, "grounds", swap(LAST_GROUND, LAST_GROUND.replace("5.", "5;"))),
    "second-number-of-a-joint-paper-without-its-zero": Animal(JOINT, "number-zero", swap("Số: 08/", "Số: 8/")),
    "second-number-of-a-joint-paper-in-fourteen-points": Animal(JOINT, "size", run("Số: 08/", '<w:sz w:val="28"/>')),
    "ground-of-an-ended-decree": Animal(DEC, "ended-act", swap(FIRST_GROUND, ENDED)),
    "ground-of-a-law-to-come": Animal(
        PLAN, "ended-act", swap("Căn cứ Chương trình", "Căn cứ Luật Công đoàn số 50/2024/QH15; Chương trình")
    ),
    "upright-ground": Animal(DEC, "face", run("Căn cứ Biên bản", '<w:i w:val="0"/>')),
    "addressee-without-a-colon": Animal(PROPOSAL, "addressees", swap("Kính gửi: Ban", "Kính gửi Ban")),
    "addressee-after-the-grounds": Animal(PROPOSAL, "order", moved("Kính gửi: Ban", "Trên cơ sở kết quả")),
    "article-skipped": Animal(DEC, "articles", swap("Điều 3. ", "Điều 4. ")),
    "article-with-a-colon": Animal(DEC, "articles", swap("Điều 2. ", "Điều 2: ")),
    "part-counted-twice": Animal(PLAN, "parts", swap("III. TỔ CHỨC", "II. TỔ CHỨC")),
    "point-f": Animal(PLAN, "points", swap("đ) Tọa", "f) Tọa")),
    "point-dd-skipped": Animal(PLAN, "points", swap("đ) Tọa", "e) Tọa")),
    "small-article-cited": Animal(PLAN, "cited", swap("2. Bảo đảm an toàn", "2. Theo khoản 2 điều 7, bảo đảm an toàn")),
    "big-clause-cited": Animal(PLAN, "cited", swap("2. Bảo đảm an toàn", "2. Theo Khoản 2 Điều 7, bảo đảm an toàn")),
    "commas-in-an-amount": Animal(PLAN, "money", swap("45.000.000 đồng", "45,000,000 đồng")),
    "amount-without-dots": Animal(PLAN, "money", swap("45.000.000 đồng", "45000000 đồng")),
    "no-mark-at-the-end": Animal(DEC, "end", swap("thi hành Quyết định này./.", "thi hành Quyết định này.")),
    "two-marks-at-the-end": Animal(DEC, "end", swap("(có danh sách kèm theo).", "(có danh sách kèm theo)./.")),
    "small-appendix-label": Animal(PLAN, "appendix", swap("2. Bảo đảm an toàn, tiết kiệm, hiệu quả.", "PHỤ LỤC I")),
    # the foot
    "no-recipients": Animal(DEC, "missing", paragraph("Nơi nhận:", "")),
    "recipients-without-a-colon": Animal(DEC, "recipients", swap("Nơi nhận:", "Nơi nhận")),
    "recipient-without-a-semicolon": Animal(DEC, "recipients", swap("- Như Điều 3;", "- Như Điều 3")),
    "recipient-without-a-dash": Animal(DEC, "recipients", swap("- Như Điều 3;", "Như Điều 3;")),
    "nothing-kept": Animal(DEC, "recipients", swap("- Lưu: VT.", "- Văn phòng.")),
    "big-recipients": Animal(DEC, "size", style("PRecipient", '<w:sz w:val="22"/>', '<w:sz w:val="28"/>'), STYLES),
    "upright-head-of-recipients": Animal(DEC, "face", run("Nơi nhận:", '<w:i w:val="0"/>')),
    "stroke-after-tm": Animal(DEC, "signature", swap("TM. BAN", "T/M BAN")),
    "kt-without-a-blank": Animal(PLAN, "signature", swap("KT. CHỦ", "KT.CHỦ")),
    "kt-without-the-deputy": Animal(PLAN, "signature", paragraph("PHÓ CHỦ TỊCH", "")),
    "office-in-small-letters": Animal(PLAN, "capitals", swap("PHÓ CHỦ TỊCH", "Phó Chủ tịch")),
    "signer-with-a-degree": Animal(DEC, "signer-name", swap("Đinh Thu Hạnh", "ThS. Đinh Thu Hạnh")),
    "signer-in-capitals": Animal(DEC, "signer-name", swap("Đinh Thu Hạnh", "ĐINH THU HẠNH")),
    "light-name": Animal(DEC, "face", run("Đinh Thu Hạnh", '<w:b w:val="0"/>')),
    # the file
    "tracked-change": Animal(DEC, "tracked", swap(f"<w:r>{TEXT}Căn cứ Đ", f"<w:del/><w:r>{TEXT}Căn cứ Đ", 1)),
}  # fmt: skip


def spoiled(data: bytes, animal: Animal) -> bytes:
    """The right Word file with one part changed; raises ValueError if the change changed nothing."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == animal.part:
                changed = animal.change(content.decode("utf-8")).encode("utf-8")
                if changed == content:
                    raise ValueError(f"nothing changed in {name}")
                content = changed
            package.writestr(name, content)
    return target.getvalue()
