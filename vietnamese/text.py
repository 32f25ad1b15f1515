"""Cleaning what people type or paste, keys to search by, lengths as people see them, names for files."""

import re
import unicodedata

from vietnamese.legacy import convert_legacy, looks_legacy
from vietnamese.syllables import is_syllable

__all__ = [
    "ascii_filename",
    "clean",
    "convert_legacy",
    "filename",
    "looks_legacy",
    "search_key",
    "upper",
    "visible_length",
]

_SOFT_HYPHEN = "\u00ad"
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
#: Letters that draw nothing; a name made of them would look empty.
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
_INVISIBLE = "\u034f\ufffc" + "".join(map(chr, range(0xFE00, 0xFE10)))
# Signs that one encoding uses for letters and `clean` would otherwise mend or remove.
_DOUBTFUL = re.compile("[\u00adÐ·§Ø]")

# D bar typed with the Icelandic, African or Croatian-looking letter; ISO 8859-1 and Windows fonts show them
# alike.
_WRONG_D = {"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"}
_WRONG_D_TABLE = str.maketrans(_WRONG_D)
_WRONG_D_SIGNS = re.compile("[ÐðƉɖ]")
_WORD = re.compile(r"[^\W\d_]+")
_D_WITH_BAR = re.compile("([Dd])[\u0335\u0336\u0337]")

# Signs of Word lists: drawn bullets, dashes before a space, and letters of Symbol and Wingdings before a tab.
_BULLET = re.compile(
    r"^[ \t]*(?:[•·●○◦▪▫■□◆◇➢➤►▶✓✔❖⁃∙⦁\uf0a7\uf0b7\uf0d8\uf0fc\uf076\uf0a8]+[ \t]*"
    r"|[–—−‐‑‒―][ \t]+|[o§üØvq]\t[ \t]*)"
)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_QUOTES = {ord(char): "'" for char in "‘’‚‛ʼ´`′"} | {ord(char): '"' for char in "“”„‟″«»"}


def _joined_surrogates(value: str) -> str:
    """Halves that belong together joined, lone ones gone: neither UTF-8 nor XML can carry them."""
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _is_noncharacter(code: int) -> bool:
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


class _Visible(dict[int, str]):
    """A table for str.translate, filled as characters turn up: each stays, becomes a plain space, or goes."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kind = unicodedata.category(char)
        if char in "\t\n":
            kept = char
        elif char in _BLANK_LETTERS or kind == "Zs":
            kept = " "
        elif char in _INVISIBLE or kind in ("Cc", "Cf") or _is_noncharacter(code):
            kept = ""
        else:
            kept = char
        self[code] = kept
        return kept


# The soft hyphen passes here: in TCVN3 it is the letter ư, so `clean` decides about it when the encoding is known.
_VISIBLE = _Visible({ord(_SOFT_HYPHEN): _SOFT_HYPHEN})


def _barred_d(match: re.Match[str]) -> str:
    return "Đ" if match.group(1) == "D" else "đ"


def _mended_d(match: re.Match[str]) -> str:
    """Ð to Đ where the word is Vietnamese: a syllable (Ðại), or capitals only (QÐ, CÐCS), or đồng after a figure,
    or đ/c; elsewhere (Guðrún) it stays."""
    word = match.group()
    mended = word.translate(_WRONG_D_TABLE)
    if mended == word:
        return word
    start, end = match.span()
    before, after = match.string[max(0, start - 2) : start].rstrip(" "), match.string[end : end + 1]
    sign = mended == "đ" and (before[-1:].isdigit() or after == "/")
    return mended if sign or is_syllable(mended) or mended.isupper() else word


def clean(value: str, *, multiline: bool = False) -> str:
    """`value` as it is stored: NFC, without what cannot be seen, with single plain spaces.

    Mends Windows-1258 leftovers (letter + combining tone) and Ð/ð/Ɖ used for Đ/đ in Vietnamese words. Removes
    control and zero-width characters, soft hyphens, marks of writing direction, lone surrogates. NBSP and
    other spaces become spaces, runs of them one. One line: line ends and tabs become spaces. `multiline`:
    lines stay, at most one empty line between them, typographic bullets become "- ". Text that looks like
    TCVN3 keeps its code points, so that it can still be converted. Idempotent. TypeError for what is not a
    str.
    """
    if not isinstance(value, str):
        raise TypeError(f"text expected, not {type(value).__name__}")
    text = _LINE_ENDS.sub("\n", value if value.isascii() else _joined_surrogates(value)).translate(_VISIBLE)
    legacy = False
    if not text.isascii():
        text = _D_WITH_BAR.sub(_barred_d, unicodedata.normalize("NFC", text))
        legacy = _DOUBTFUL.search(text) is not None and looks_legacy(text) == "tcvn3"
    if not legacy and not text.isascii():
        # Composed once more: a soft hyphen may have stood between a letter and its mark.
        text = unicodedata.normalize("NFC", text.replace(_SOFT_HYPHEN, ""))
        text = _D_WITH_BAR.sub(_barred_d, text)
    text = _lines(text, bullets=not legacy) if multiline else " ".join(text.split())
    return _WORD.sub(_mended_d, text) if not legacy and _WRONG_D_SIGNS.search(text) else text


def _lines(text: str, *, bullets: bool) -> str:
    """Each line with single spaces, at most one empty line between two, none at the ends."""
    lines = (" ".join((_BULLET.sub("- ", line) if bullets else line).split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def search_key(value: str) -> str:
    """`value` folded for searching: lower case, đ → d, no marks, equal dashes and quotes, single spaces.

    "Đỗ Thị Ninh Hường" and "do thi ninh huong" have one key; so have hoà and hòa.
    """
    text = (
        clean(value)
        .replace(_SOFT_HYPHEN, "")
        .casefold()
        .translate(_DASHES)
        .translate(_QUOTES)
        .translate(_FOLDED_D)
    )
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return " ".join(unicodedata.normalize("NFC", bare).split())


_FOLDED_D = str.maketrans("đðɖĐÐƉ", "dddDDD")


def upper(value: str) -> str:
    """Capitals of `value`, in NFC: from the proper case that is stored, never the other way round."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", value).upper())


def visible_length(value: str) -> int:
    """The number of characters a reader sees in `value`: ệ counts one however it is coded, CR LF counts
    one."""
    count, joined, flag = 0, False, False
    for char in unicodedata.normalize("NFC", value.replace("\r\n", "\n")):
        regional = "\U0001f1e6" <= char <= "\U0001f1ff"
        mark = unicodedata.category(char) in ("Mn", "Me", "Cf") or "\U0001f3fb" <= char <= "\U0001f3ff"
        count += not (mark or joined or (regional and flag))
        joined = char == "\u200d"
        flag = regional and not flag
    return count


# --- names of files ---

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_FORBIDDEN_IN_FILES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f%.;~$`]+')
_MAX_STEM = 100
#: A file system counts bytes: 255 in most, and a Vietnamese letter takes up to three.
_MAX_STEM_BYTES = 200
_NAMELESS = "tep"


def _stem(text: str, joint: str) -> str:
    stem = text.strip(" ._-'")[:_MAX_STEM]
    stem = stem.encode()[:_MAX_STEM_BYTES].decode(errors="ignore").strip(" ._-'")
    if not stem:
        return _NAMELESS
    return f"{stem}{joint}{_NAMELESS}" if _RESERVED.fullmatch(stem) else stem


def _suffix(ext: str) -> str:
    bare = ext.lower().removeprefix(".")
    if not re.fullmatch(r"[a-z0-9]{1,8}(?:\.[a-z0-9]{1,8})?", bare):
        raise ValueError(f"not a file extension: {ext!r}")
    return "." + bare


def ascii_filename(value: str, ext: str) -> str:
    """A file name of [A-Za-z0-9_-] for Content-Disposition's plain `filename`: đ folded first, no path, no
    reserved device name.

    "Đại hội: 05/QĐ-CĐCS", "docx" → "Dai-hoi-05-QD-CDCS.docx". ValueError when `ext` is not an extension.
    """
    text = clean(value).translate(_FOLDED_D)
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _stem(re.sub(r"[^A-Za-z0-9_]+", "-", bare), "-") + _suffix(ext)


def filename(value: str, ext: str) -> str:
    """The same with Vietnamese letters and spaces kept, for `filename*` (RFC 5987) and names inside a ZIP."""
    return _stem(_FORBIDDEN_IN_FILES.sub("-", clean(value)), " ") + _suffix(ext)
