"""PDF files by WeasyPrint, in one thread: a `Renderer` belongs to the worker that made it and is never shared.

(Threads that share a font configuration corrupt memory.) WeasyPrint is imported when the first page is drawn, so that
everything but PDF works on a machine without pango. Whatever it warns of is an error; it can load our font files and
nothing else. Same sheet, profile and fonts: same bytes.
"""

import hashlib
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from . import css, fonts, html
from .errors import PdfUnavailable, RenderWarning
from .layout import Sheet, pictures_of
from .mark import Mark, into_page
from .profile import Profile

VARIANT = "pdf/a-3b"
INSTALL = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-croscore"
NO_LIBRARY = "Máy này chưa có thư viện để tạo tệp PDF; cần cài các gói: %(packages)s."
NO_FONT = "Máy này chưa có phông chữ đủ chữ Việt để tạo tệp PDF; cần cài gói fonts-croscore."


def available() -> tuple[bool, str]:
    """Whether this machine can make PDF files, and if not, one Vietnamese sentence that says what to install."""
    try:
        _library()
    except PdfUnavailable as error:
        return False, error.reason
    if fonts.find() is None:
        return False, NO_FONT
    return True, ""


def _library():
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise PdfUnavailable(NO_LIBRARY % {"packages": INSTALL}) from error
    return weasyprint


class Renderer:
    """Warm fonts and stylesheets of one worker; raises PdfUnavailable where PDF cannot be made."""

    def __init__(self, font_set: fonts.FontSet | None = None, variant: str | None = VARIANT) -> None:
        self._weasyprint = _library()
        from weasyprint.text.fonts import FontConfiguration

        self.fonts = font_set or fonts.find()
        if self.fonts is None:
            raise PdfUnavailable(NO_FONT)
        self.variant = variant
        self._configuration = FontConfiguration()
        self._fetcher = _own_assets(self._weasyprint, {self.fonts.address(face) for face in fonts.FACES})
        self._sheets: dict[str, object] = {}

    def pdf(self, paper: Sheet, profile: Profile, mark: Mark | None = None, finisher=None) -> bytes:
        """The PDF of a sheet, with its mark if it has one; raises RenderWarning when the library warned of anything.

        `finisher(document, file)` may look at the library's objects before they are written.
        """
        page = html.printed(paper)
        if mark:
            page = into_page(page, mark, profile, paper.orientation)
        self._fetcher.pictures = {picture.address: picture.data for picture in pictures_of(paper)}
        with strict():
            stylesheet = self._stylesheet(paper.look or profile)
            document = self._weasyprint.HTML(string=page, url_fetcher=self._fetcher)
            with warnings.catch_warnings():
                # WeasyPrint 70 leaves its colour profile open; the file is closed when it is collected.
                warnings.simplefilter("ignore", ResourceWarning)
                return document.write_pdf(
                    stylesheets=[stylesheet],
                    font_config=self._configuration,
                    pdf_variant=self.variant,
                    finisher=finisher,
                    pdf_identifier=hashlib.sha256(page.encode("utf-8")).hexdigest()[:32].encode("ascii"),
                )

    def _stylesheet(self, profile: Profile):
        text = css.print(profile, self.fonts)
        key = hashlib.sha256(text.encode("utf-8")).hexdigest()
        if key not in self._sheets:
            self._sheets[key] = self._weasyprint.CSS(
                string=text, font_config=self._configuration, url_fetcher=self._fetcher
            )
        return self._sheets[key]


def _own_assets(weasyprint, allowed: set[str]):
    """A fetcher that opens the given addresses and nothing else: no network, no other file, no redirect."""

    class OwnAssets(weasyprint.URLFetcher):
        def __init__(self) -> None:
            super().__init__(allowed_protocols=("file",), allow_redirects=False, fail_on_errors=True)
            self.pictures: dict[str, bytes] = {}  # of the sheet that is drawn now

        def fetch(self, url, headers=None):
            if url in self.pictures:
                return weasyprint.urls.URLFetcherResponse(url, self.pictures[url])
            if url not in allowed:
                raise ValueError(f"not one of our assets: {url}")
            return super().fetch(url, headers)

    return OwnAssets()


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def strict() -> Iterator[None]:
    """Collect what WeasyPrint logs meanwhile; raise RenderWarning at the end if there was anything."""
    logger, collector = logging.getLogger("weasyprint"), _Collector()
    logger.addHandler(collector)
    try:
        yield
    finally:
        logger.removeHandler(collector)
    if collector.messages:
        raise RenderWarning(collector.messages)
