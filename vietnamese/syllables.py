"""The shape of a Vietnamese syllable: onset + rime + tone. Evidence for repairs (Ð → Đ) and for legacy
encodings, never a spell checker."""

import re
import unicodedata
from functools import lru_cache

#: Combining mark of each tone, in the order of dictionaries and of ICU: huyền, hỏi, ngã, sắc, nặng (level =
#: no mark).
TONE_MARKS = "\u0300\u0309\u0303\u0301\u0323"

_ONSETS = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x"

#: Rimes of the language, with letters but without tones.
_RIME_LIST = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êng êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt
    oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uên uênh ui um un ung uôc uôi uôm uôn uông uôp uôt uơ uơn up ut
    uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y yêm yên yêng yêt yêu
    ăk ak âk êk ik ok ôk uk
"""
_RIMES = frozenset(_RIME_LIST.split())
# What stands before a tone mark once decomposed: a vowel, or a vowel's circumflex, breve or horn.
_TONED = re.compile(f"(.)[{TONE_MARKS}]", re.DOTALL)
_BEARS_TONE = "aeiouy\u0302\u0306\u031b"
_SPLIT = re.compile(f"({_ONSETS})?(.*)", re.DOTALL)
_STOPPED = ("c", "ch", "p", "t", "k")


def without_tone(syllable: str) -> tuple[str, int]:
    """The letters of a lower-case NFC syllable without its tone, and the tone: 0 level, 1 huyền, 2 hỏi, 3
    ngã, 4 sắc, 5 nặng.

    Of several tone marks the first counts; all are taken off.
    """
    tone, kept = 0, []
    for char in unicodedata.normalize("NFD", syllable):
        place = TONE_MARKS.find(char)
        if place < 0:
            kept.append(char)
        elif not tone:
            tone = place + 1
    return unicodedata.normalize("NFC", "".join(kept)), tone


@lru_cache(maxsize=4096)
def is_syllable(word: str) -> bool:
    """Whether `word` could be one Vietnamese syllable, written in one of the three usual cases (công, Công,
    CÔNG)."""
    if not word or len(word) > 14 or not (word.islower() or word.isupper() or word == word.capitalize()):
        return False
    lower = unicodedata.normalize("NFC", word).lower()
    tones = _TONED.findall(unicodedata.normalize("NFD", lower))
    if len(tones) > 1 or (tones and tones[0] not in _BEARS_TONE):
        return False
    letters, tone = without_tone(lower)
    match = _SPLIT.fullmatch(letters)
    assert match is not None  # the pattern takes any text
    onset, rime = match.group(1) or "", match.group(2)
    # "gi" + nothing is g + i (gì); "qu" keeps its u in the onset (quy = qu + y).
    if (
        rime not in _RIMES
        and not (onset == "gi" and rime == "")
        and not (onset == "gi" and "i" + rime in _RIMES)
    ):
        return False
    return not (rime.endswith(_STOPPED) and tone in (1, 2, 3))
