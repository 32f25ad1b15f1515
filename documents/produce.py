"""The facade: a kind, values and a profile in; the tree, or the finished files, out."""

from collections.abc import Iterable, Mapping

from . import certificate, html, schema, word
from .catalogue import Kind
from .compose import compose
from .finish import finish
from .layout import Sheet
from .mark import Mark, into_word
from .pdf import Renderer
from .profile import Profile
from .tree import Node, parse

FORMATS = ("html", "docx", "pdf")


def tree(kind: Kind, values: Mapping, profile: Profile) -> Node:
    """The finished tree of a paper: every word in reading order. Raises ValuesRefused for bad values."""
    complete = schema.check(kind, values)
    return finish(parse(kind.body.markup(complete), f"{kind.code}/body.html"), profile)


def sheet(kind: Kind, values: Mapping, profile: Profile) -> Sheet:
    """The tree composed for the page of the profile."""
    finished = tree(kind, values, profile)
    return certificate.compose(finished, kind.design, profile) if kind.design else compose(finished, profile)


def produce(
    kind: Kind,
    values: Mapping,
    profile: Profile,
    formats: Iterable[str] = FORMATS,
    renderer: Renderer | None = None,
    stylesheet: str = "paper.css",
    mark: Mark | None = None,
) -> dict[str, bytes | str]:
    """The files of a paper by format: "html" a str that links `stylesheet`, "docx" and "pdf" bytes.

    `mark`: code and QR of an issued paper, in Word and PDF, where the profile has a place for it. Without a renderer
    one is made for this call (PdfUnavailable where that cannot be). Raises ValuesRefused for bad values and
    RenderWarning when the PDF library warned.
    """
    paper = sheet(kind, values, profile)
    mark = mark if profile.mark else None
    writers = {
        "html": lambda: html.sheet(paper, stylesheet),
        "docx": lambda: _marked(word.document(paper, profile), mark, paper, profile),
        "pdf": lambda: (renderer or Renderer()).pdf(paper, profile, mark),
    }
    unknown = set(formats) - writers.keys()
    if unknown:
        raise ValueError(f"unknown formats: {', '.join(sorted(unknown))}")
    return {name: writers[name]() for name in formats}


def _marked(data: bytes, mark: Mark | None, paper: Sheet, profile: Profile) -> bytes:
    return into_word(data, mark, profile, paper.orientation) if mark else data
