"""Forms that every dossier has: sending up, the small commands, the decision with its notes at fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from forms.base import BaseForm, OnceMixin, PartForm, SeenMixin, VersionMixin
from forms.fields import (
    CheckField,
    ChoiceField,
    LongTextField,
    PartField,
    RadioChoiceField,
    RowsField,
)
from forms.validators import Required
from vietnamese.text import clean

MOST_NOTES = 30


class SubmitForm(OnceMixin, SeenMixin, VersionMixin, BaseForm):
    """The button «Trình …», with the confirmation that the papers were read."""

    confirmed = CheckField(
        _l("Tôi đã xem lại các phần và bản in"), [Required(_l("Đánh dấu ô này sau khi đã xem lại"))]
    )

    def sent(self) -> dict[str, Any]:
        """Return what the page showed: the history's sequence, its own key, the draft's version."""
        return {"seen": self.seen.data, "once": self.once.data, "version": self.version.data}


class CommandForm(OnceMixin, SeenMixin, BaseForm):
    """A command that is one button; some ask for a reason."""

    reason = LongTextField(_l("Lý do"), longest=1000, rows=2)


class NoteForm(PartForm):
    """One note pinned to a field."""

    field = ChoiceField(_l("Chỗ cần sửa"), blank=_l("Cả hồ sơ"))
    text = LongTextField(_l("Ghi chú"), longest=1000, rows=2)


class DecisionForm(OnceMixin, SeenMixin, BaseForm):
    """What somebody who decides says: the choice, the reason, notes at fields."""

    choice = RadioChoiceField(_l("Ý kiến"), [Required()])
    ready = ChoiceField(
        _l("Câu soạn sẵn"),
        blank=_l("Chọn rồi sửa lại cho đúng việc"),
        render_kw={"data-fills": "comment"},
    )
    comment = LongTextField(
        _l("Lý do, ý kiến"),
        longest=2000,
        rows=3,
        description=_l("Bắt buộc khi trả lại hoặc không đồng ý. Đơn vị trình đọc được."),
    )
    notes = RowsField(
        PartField(NoteForm), _l("Ghi chú tại chỗ cần sửa"), max_entries=MOST_NOTES, min_entries=2
    )

    def offer_places(self, places: Sequence[tuple[str, str]]) -> None:
        """Say what notes can be pinned to: (path, words)."""
        self.places = list(places)
        for row in self.notes.entries:
            row.form.field.offer(places)

    def grow(self, asked: str) -> bool:
        """Do what a button beside «Ghi ý kiến» asks; False when it asks for nothing of the kind.

        «ready» puts the chosen sentence where it can be edited, «more» makes room for one more note, «pin:path» for a
        note at that place. What was typed stays.
        """
        word, _colon, path = asked.partition(":")
        if word == "ready":
            said = [text for text in (self.comment.data, self.ready.data) if text]
            self.comment.process_data("\n".join(said))
            self.ready.process_data("")
        elif word == "more":
            self._row()
        elif word == "pin" and path in dict(self.places):
            self._pin(path)
        else:
            return False
        return True

    def _row(self) -> Any:
        """One more row for a note, None when there are the most."""
        if len(self.notes.entries) >= MOST_NOTES:
            return None
        row = self.notes.append_entry()
        row.form.field.offer(self.places)
        return row

    def _pin(self, path: str) -> None:
        free = (row for row in self.notes.entries if not row.form.text.data and not row.form.field.data)
        if (row := next(free, None) or self._row()) is not None:
            row.form.field.process_data(path)
        if not self.choice.data and any(one.value == "return" for one in self.choice.choices):
            self.choice.process_data("return")

    def payload(self) -> dict[str, Any]:
        """Return what the engine asks for: the comment and the notes that were filled in."""
        notes = [
            {"field": row.form.field.data or None, "text": row.form.text.data}
            for row in self.notes.entries
            if row.form.text.data
        ]
        given: dict[str, Any] = {"comment": self.comment.data}
        return given | ({"notes": notes} if self.choice.data == "return" else {})

    def validate(self, extra_validators: Any = None) -> bool:
        if self.ready.data and not self.comment.data:
            self.comment.process_data(self.ready.data)
        ok = super().validate(extra_validators)
        said = self.comment.data or any(row.form.text.data for row in self.notes.entries)
        if self.choice.data in ("return", "reject") and not said:
            words = {
                "return": _l("Ghi chỗ cần sửa, để đơn vị biết phải làm gì"),
                "reject": _l("Nhập lý do không đồng ý"),
            }
            self.comment.errors = [*self.comment.errors, str(words[self.choice.data])]
            return False
        return ok


def decision_form(
    labels: Mapping[str, str],
    places: Sequence[tuple[str, str]],
    ready: Sequence[str] = (),
    *,
    seen: int = 0,
) -> DecisionForm:
    """Return the decision form.

    `labels` are the words of the choices {command: words}, `places` the answers' paths to pin notes to (path,
    words), `ready` sentences to choose and edit, `seen` the sequence that the page shows.
    """
    form = DecisionForm(seen=seen)
    form.choice.offer(labels.items())
    form.ready.offer((sentence, sentence) for sentence in ready)
    form.offer_places(places)
    return form


def typed(form: Any, sent: Mapping[str, str]) -> dict[str, Any]:
    """Return what the draft keeps of a part: the form's fields and the answers to the reviewer's notes."""
    kept = {name: value for name, value in form.stored().items() if name != "version"}
    answers = {
        name[7:47]: clean(said, multiline=True)[:1000] for name, said in sent.items() if name[:7] == "answer-"
    }
    return kept | ({"_notes": answers} if answers else {})
