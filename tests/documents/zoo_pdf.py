"""PDF files that are wrong in one thing: name → (right paper, rule, change of its page, its stylesheet, or both)."""

import re
from collections.abc import Callable
from typing import NamedTuple

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from documents import css, fonts, html
from documents.layout import Sheet
from documents.profile import Profile

from .zoo_word import CERT, DEC, PLACE_DATE, PLAN

_PICTURE = re.compile("<img[^>]*>")


class Animal(NamedTuple):
    """One wrong file: `words` are (old, new) of the page, `style` is added behind the stylesheet."""

    paper: str
    rule: str
    words: tuple[str, str] | None = None
    style: str = ""


def add(paper: str, rule: str, style: str) -> Animal:
    """Another style for the right words."""
    return Animal(paper, rule, None, style)


ANIMALS = {
    "letter-paper": add(DEC, "page-size", "@page portrait{size:216mm 279mm}"),
    "left-margin-of-two-centimetres": add(DEC, "margins", "@page portrait{margin-left:25mm;margin-right:20mm}"),
    "text-near-the-right-edge": add(DEC, "margins", ".s-basis{margin-right:-5mm}"),
    "text-near-the-upper-edge": add(DEC, "margins", "@page portrait{margin-top:12mm}"),
    "text-far-below-the-upper-edge": add(PLAN, "margins", "@page portrait:first{margin-top:40mm}"),
    "no-page-number": add(DEC, "page-number", "@page portrait{@top-center{content:none}}"),
    "small-page-number": add(DEC, "page-number", "@page portrait{@top-center{font-size:10pt}}"),
    "page-number-to-the-left": add(
        DEC, "page-number", "@page portrait{@top-center{content:none}@top-left{content:counter(page);"
        "font:14pt 'Tinos','Liberation Serif 2';vertical-align:top;padding-top:10mm}}"
        "@page portrait:first{@top-left{content:none}}",
    ),
    "page-number-on-the-first-page": add(
        DEC, "page-number", "@page portrait:first{@top-center{content:counter(page)}}"
    ),
    "signature-alone": add(PLAN, "signature-alone", ".kn{break-after:auto}.frame:last-of-type{break-before:page}"),
    "sans-serif-grounds": add(DEC, "font", ".s-basis{font-family:'DejaVu Sans',sans-serif;font-size:13pt}"),
    "blue-title": add(DEC, "colour", ".s-title{color:#0000c0}"),
    "ground-of-an-ended-circular": Animal(
        DEC, "ended-act", ("Căn cứ Điều lệ Công đoàn Việt Nam;", "Căn cứ Thông tư số 01/2024/TT-BNV;")
    ),
    "icelandic-d": Animal(DEC, "lookalike", ("Luật Thi đua", "Luật Thi \u00f0ua")),
    "two-line-spacing": add(PLAN, "spacing", ".s-body{line-height:34pt}"),
    "squeezed-lines": add(PLAN, "spacing", ".s-body{line-height:14pt}"),
    "no-indent-before-grounds": add(DEC, "indent", ".s-basis{text-indent:0}"),
    "indent-of-two-centimetres": add(DEC, "indent", ".s-basis{text-indent:20mm}"),
    "number-of-fourteen-points": add(DEC, "size", ".s-number{font-size:14pt}"),
    "national-name-of-eleven-points": add(DEC, "size", ".s-national{font-size:11pt}"),
    "recipients-of-fourteen-points": add(DEC, "size", ".s-recipient{font-size:14pt}"),
    "head-of-recipients-of-fourteen-points": add(DEC, "size", ".s-recipients_head{font-size:14pt}"),
    "light-motto": add(DEC, "face", ".s-motto{font-weight:normal}"),
    "upright-date": add(DEC, "face", ".s-place_date{font-style:normal}"),
    "upright-grounds": add(DEC, "face", ".s-basis{font-style:normal}"),
    "bold-parent": Animal(DEC, "face", ("LIÊN ĐOÀN LAO ĐỘNG</p>", "<strong>LIÊN ĐOÀN LAO ĐỘNG</strong></p>")),
    "light-name": add(DEC, "face", ".s-signer_name{font-weight:normal}"),
    "title-to-the-right": add(DEC, "align", ".s-title{text-align:right}"),
    "motto-off-the-middle": add(DEC, "align", ".s-motto{text-align:right}"),
    "no-line-below-the-motto": add(DEC, "rule-line", ".rule{border-bottom:0}"),
    "typed-line-below-the-motto": Animal(
        DEC, "underscores", ("Hạnh phúc</p>", "Hạnh phúc</p><p class='s-motto'>______________</p>"), ".rule{border:0}"
    ),
    "motto-without-blanks": Animal(DEC, "motto", ("Độc lập - Tự do - Hạnh", "Độc lập-Tự do-Hạnh")),
    "no-national-name": Animal(DEC, "missing", ('<p class="s-national">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p>', "")),
    "no-motto": Animal(DEC, "missing", ('<p class="s-motto">Độc lập - Tự do - Hạnh phúc</p>', "")),
    "number-without-its-zero": Animal(DEC, "number-zero", ("Số: 47/", "Số: 7/")),
    "number-with-blanks": Animal(DEC, "number", ("QĐ-CĐN</p>", "QĐ - CĐN</p>")),
    "day-without-its-zero": Animal(DEC, "date-zero", (PLACE_DATE, "Sông Lam, ngày 6 tháng 12")),
    "march-with-a-zero": Animal(DEC, "date-zero", (PLACE_DATE, "Sông Lam, ngày 16 tháng 03")),
    "title-in-small-letters": Animal(DEC, "capitals", ("QUYẾT ĐỊNH</p>", "Quyết định</p>")),
    "article-skipped": Animal(DEC, "articles", ("Điều 3. ", "Điều 4. ")),
    "stroke-after-tm": Animal(DEC, "signature", ("TM. BAN", "T/M BAN")),
    "certificate-on-letter-paper": add(CERT, "page-size", "@page landscape{size:279mm 216mm}"),
    "certificate-with-an-empty-page": Animal(
        CERT, "certificate-page", ("</main>", "<div style='break-before:page'>\u00a0</div></main>")
    ),
    "certificate-with-a-small-name": add(CERT, "certificate-type", ".s-presented_28{font-size:18pt}"),
    "certificate-with-a-blue-award": add(CERT, "certificate-type", ".s-award_36{color:#0000c0}"),
    "certificate-with-text-at-the-edge": add(CERT, "margins", ".s-about_15{text-align:left;margin-left:-8mm}"),
    "certificate-without-serifs": add(CERT, "font", ".s-about_15{font-family:'DejaVu Sans',sans-serif;font-size:12pt}"),
    "certificate-without-a-motto": Animal(CERT, "motto", ("Độc lập - Tự do - Hạnh phúc</p>", "</p>")),
    "certificate-without-a-signer": Animal(CERT, "missing", ("Đinh Thu Hạnh</p>", "</p>")),
    "signer-with-a-degree": Animal(DEC, "signer-name", ("Đinh Thu Hạnh", "BS. Đinh Thu Hạnh")),
}  # fmt: skip


class Keeper:
    """Lays out pages with the stylesheet of the profile, without the checks of the product's own renderer."""

    def __init__(self, profile: Profile) -> None:
        self.profile, self.configuration = profile, FontConfiguration()
        self.sheets: dict[int, Callable] = {}

    def _sheet(self, look: Profile) -> Callable:
        if id(look) not in self.sheets:
            style = css.print(look, fonts.find())
            self.sheets[id(look)] = weasyprint.CSS(string=style, font_config=self.configuration)
        return self.sheets[id(look)]

    def pdf(self, paper: Sheet, animal: Animal) -> bytes:
        """The wrong file; raises ValueError if the change changed nothing."""
        page = _PICTURE.sub("", html.printed(paper))  # the border says nothing to the checker
        if animal.words:
            changed = page.replace(*animal.words)
            if changed == page:
                raise ValueError(f"nothing changed: {animal.words[0]}")
            page = changed
        more = weasyprint.CSS(string=animal.style, font_config=self.configuration)
        return weasyprint.HTML(string=page).write_pdf(
            stylesheets=[self._sheet(paper.look or self.profile), more], font_config=self.configuration
        )
