"""The small forms beside a decision, filled with whom this reader may choose."""

from __future__ import annotations

from typing import Any

from forms import deciding as forms
from forms.base import BaseForm
from services.dossier_views import View

#: Word in the address → the form. Each has a prefix: several stand on one page.
FORMS: dict[str, type[BaseForm]] = {
    "say": forms.SayForm,
    "ask": forms.AskForm,
    "answer": forms.AnswerForm,
    "reassign": forms.ReassignForm,
    "take_over": forms.TakeOverForm,
    "undo": forms.UndoForm,
}


def make(talk: str, view: View, **given: Any) -> Any:
    """Return one of the forms; `formdata=None` for an empty one beside another that was sent."""
    kind = forms.PlainSayForm if talk == "say" and not view.desk.inside else FORMS[talk]
    form = kind(prefix=f"{talk}-", data={"seen": view.seq}, **given)
    desk = view.desk
    for name, choices in {"ask": (("person", desk.asked),),
                          "reassign": (("person", desk.takers), ("giver", desk.givers))}.get(talk, ()):  # fmt: skip
        form[name].offer(choices)
    return form


def forms_of(view: View, sent: tuple[str, Any] | None = None) -> dict[str, Any]:
    """Return all of them, the one that was `sent` as it came."""
    found = {talk: make(talk, view, formdata=None) for talk in FORMS}
    return found | ({sent[0]: sent[1]} if sent else {})
