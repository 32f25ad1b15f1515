"""Words to search by: a text as folded words, the same words with their tones, the places where they stand.

A number is one word however it is grouped: «1.416.882» and «1416882» are equal, and so are «KT-2026-00042» and
«kt 2026 42». «hoà» and «hòa» have one toned form: the tone stands on the first vowel.
"""

import re
import unicodedata
from collections.abc import Iterable

from vietnamese.syllables import TONE_MARKS
from vietnamese.text import clean, search_key

#: Letters of a word that count; what is longer is a hash or a mistake.
LONGEST = 40
#: Words that a search uses; more make it no narrower.
MOST_TYPED = 12

_GROUPED = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{3})+(?![\d.]*\d)")
_WORD = re.compile(r"[^\W_]+")
_VOWELS = frozenset("aeiouy")


def _plain(word: str) -> str:
    """A number without leading zeros, every other word as it is; cut to its longest."""
    return (word.lstrip("0") or "0")[:LONGEST] if word.isdecimal() else word[:LONGEST]


def _joined(text: str) -> str:
    return _GROUPED.sub(lambda found: found.group().replace(".", ""), text)


def folded(text: str) -> list[str]:
    """Return the words of a text in their order, lower case and without marks; đ is d."""
    return [_plain(word) for word in _WORD.findall(search_key(_joined(text)))]


def toned(text: str) -> list[str]:
    """Return the words that bear a mark (a tone, ă â ê ô ơ ư, đ) in their one toned form, in their order."""
    words = _WORD.findall(clean(_joined(text)).casefold())
    return [_one_form(word)[:LONGEST] for word in words if not word.isascii()]


def _one_form(word: str) -> str:
    """The word with its tone on the first vowel."""
    letters = unicodedata.normalize("NFD", word)
    tones = [char for char in letters if char in TONE_MARKS]
    if not tones:
        return word
    bare = [char for char in letters if char not in TONE_MARKS]
    at = next((no for no, char in enumerate(bare) if char in _VOWELS), len(bare) - 1) + 1
    while at < len(bare) and unicodedata.combining(bare[at]):
        at += 1
    return unicodedata.normalize("NFC", "".join([*bare[:at], *tones, *bare[at:]]))


def begins(word: str, typed: str) -> bool:
    """Tell whether a folded word answers a typed one: it begins so; a number is the same number."""
    return word == typed if typed.isdecimal() else word.startswith(typed)


def _answers(text: str, words: tuple[str, ...]) -> bool:
    return any(begins(one, word) for one in folded(text) for word in words)


def marked(text: str, words: Iterable[str]) -> list[tuple[str, bool]]:
    """Return the text in pieces (piece, found); found are the words that answer one of the folded `words`."""
    typed, pieces, at = tuple(words), [], 0
    for match in _WORD_OR_NUMBER.finditer(text):
        if _answers(match.group(), typed):
            pieces += [(text[at : match.start()], False), (match.group(), True)]
            at = match.end()
    pieces.append((text[at:], False))
    return [piece for piece in pieces if piece[0]]


_WORD_OR_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+(?!\d)|[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")


def excerpt(lines: str, words: Iterable[str], marks: Iterable[str] = (), most: int = 160) -> str:
    """Return the line of a text that answers the most of the folded `words` (none: ""), cut to `most` letters.

    Whole words count more than beginnings, the toned words in `marks` more again.
    """
    typed, tones, best, text = tuple(words), tuple(marks), 0, ""
    for line in lines.split("\n"):
        there = folded(line)
        hits = sum(2 * any(begins(one, word) for one in there) + (word in there) for word in typed)
        if hits and tones:
            hits += sum(word in tones for word in toned(line))
        if hits > best:
            best, text = hits, line
    return _cut(text, typed, most)


def _cut(line: str, typed: tuple[str, ...], most: int) -> str:
    """Return the line, or the part of it around the first word that answers."""
    if len(line) <= most:
        return line
    at = next((one.start() for one in _WORD_OR_NUMBER.finditer(line) if _answers(one.group(), typed)), 0)
    start = max(0, min(at - most // 3, len(line) - most))
    start = line.find(" ", start, at) + 1 if start else 0
    end = start + most
    stop = line.rfind(" ", start, end) if end < len(line) else len(line)
    stop = stop if stop > start else min(end, len(line))
    return ("… " if start else "") + line[start:stop] + (" …" if stop < len(line) else "")
