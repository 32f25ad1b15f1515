"""Numbers of acts as they are cited in running text."""

import re

_AROUND = re.compile(r"\s*([/\-\u2010-\u2015])\s*")


def cites(text: str, number: str) -> bool:
    """Whether a text names an act by its number (98/2023/NĐ-CP); spaces, dashes and the letters' case are forgiven."""
    return re.search(rf"(?<![\w/-]){re.escape(_tight(number))}(?![\w/-])", _tight(text)) is not None


def _tight(text: str) -> str:
    """The text without word joiners and spaces around "/" and "-", every dash a hyphen, case folded."""
    return _AROUND.sub(lambda sign: "/" if sign[1] == "/" else "-", text.replace("\u2060", "")).casefold()
