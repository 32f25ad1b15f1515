"""How states look on pages: tone and sign of the mark beside the words of `services/state_words.py`."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from services import state_words

#: State of a dossier or paper → (tone, sign).
MARKS = {
    "draft": ("n", "ring"),
    "sent": ("b", "send"),
    "in_review": ("b", "half"),
    "committee": ("b", "half"),
    "paper": ("a", "paper"),
    "answer": ("a", "note"),
    "returned": ("a", "return"),
    "amending": ("a", "return"),
    "resubmitted": ("b", "send"),
    "approved": ("j", "done"),
    "deciding": ("a", "seal"),
    "numbering": ("a", "seal"),
    "rejected": ("r", "stop"),
    "withdrawn": ("n", "ring"),
    "numbered": ("b", "half"),
    "issued": ("j", "seal"),
    "in_force": ("j", "seal"),
    "replaced": ("n", "return"),
    "recalled": ("r", "stop"),
    "cancelled": ("r", "stop"),
    "attached": ("j", "done"),
    "missing": ("n", "ring"),
    "open": ("j", "done"),
    "closed": ("n", "ring"),
}

#: State → (tone, sign, words). Only the words that are shown are looked up.
STATES = {code: (*mark, _l(state_words.STATES[code])) for code, mark in MARKS.items()}
