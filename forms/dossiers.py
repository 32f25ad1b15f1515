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
    """One note pinned to a field; a ready sentence that was chosen stands for an empty text."""

    field = ChoiceField(_l("Chỗ cần sửa"), blank=_l("Cả hồ sơ"))
    ready = ChoiceField(_l("Câu soạn sẵn"), blank=_l("Chọn rồi sửa lại cho đúng việc"))
    text = LongTextField(_l("Ghi chú"), longest=1000, rows=2)

    def take_ready(self) -> None:
        """Put the chosen sentence where it can be edited."""
        if self.ready.data:
            said = [text for text in (self.text.data, self.ready.data) if text]
            self.text.process_data("\n".join(said))
            self.ready.process_data("")

    def empty(self) -> None:
        """Forget the note."""
        for field in (self.field, self.ready, self.text):
            field.process_data("")


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
        description=_l(
            "Bắt buộc khi không đồng ý, hoặc khi trả lại mà không có ghi chú nào. Đơn vị trình đọc được."
        ),
    )
    notes = RowsField(
        PartField(NoteForm), _l("Ghi chú tại chỗ cần sửa"), max_entries=MOST_NOTES, min_entries=2
    )

    def offer_places(self, places: Sequence[tuple[str, str]], sentences: Sequence[str] = ()) -> None:
        """Say what notes can be pinned to: (path, words); and which sentences are ready for one."""
        self.places, self.sentences = list(places), list(sentences)
        for row in self.notes.entries:
            self._fill(row)

    def _fill(self, row: Any) -> None:
        row.form.field.offer(self.places)
        row.form.ready.offer((sentence, sentence) for sentence in self.sentences)

    def grow(self, asked: str) -> bool:
        """Do what a button beside «Ghi ý kiến» asks; False when it asks for nothing of the kind.

        «ready» puts chosen sentences where they can be edited, «more» makes room for one more note, «pin:path» for a
        note at that place, «unpin:3» takes a note away. What was typed stays.
        """
        word, _colon, at = asked.partition(":")
        moves = {"ready": self._take_ready, "more": self._row, "pin": lambda: self._pin(at)}
        if word == "pin" and at not in dict(self.places):
            return False
        if word == "unpin":
            row = next((row for row in self.notes.entries if row.name == f"notes-{at}"), None)
            moves[word] = row.form.empty if row is not None else lambda: None
        if word in moves:
            moves[word]()
        return word in moves

    def _take_ready(self) -> None:
        said = [text for text in (self.comment.data, self.ready.data) if text]
        self.comment.process_data("\n".join(said))
        self.ready.process_data("")
        for row in self.notes.entries:
            row.form.take_ready()

    def _row(self) -> Any:
        """One more row for a note, None when there are the most."""
        if len(self.notes.entries) >= MOST_NOTES:
            return None
        row = self.notes.append_entry()
        self._fill(row)
        return row

    def free_row(self) -> Any:
        """Return the first row that holds nothing yet, None where every one is taken."""
        free = (row for row in self.notes.entries if not row.form.text.data and not row.form.field.data)
        return next(free, None)

    def _pin(self, path: str) -> None:
        there = any(row.form.field.data == path and not row.form.text.data for row in self.notes.entries)
        if not there and (row := self.free_row() or self._row()) is not None:
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
        for row in self.notes.entries:
            if not row.form.text.data:
                row.form.take_ready()
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
    sentences: Sequence[str] = (),
    seen: int = 0,
) -> DecisionForm:
    """Return the decision form.

    `labels` are the words of the choices {command: words}, `places` the answers' paths to pin notes to (path,
    words), `ready` sentences to choose and edit, `sentences` those for one note, `seen` the sequence that the page
    shows.
    """
    form = DecisionForm(seen=seen)
    form.choice.offer(labels.items())
    form.ready.offer((sentence, sentence) for sentence in ready)
    form.offer_places(places, sentences)
    return form


def typed(form: Any, sent: Mapping[str, str]) -> dict[str, Any]:
    """Return what the draft keeps of a part: the form's fields and the answers to the reviewer's notes."""
    kept = {name: value for name, value in form.stored().items() if name != "version"}
    answers = {
        name[7:47]: clean(said, multiline=True)[:1000] for name, said in sent.items() if name[:7] == "answer-"
    }
    return kept | ({"_notes": answers} if answers else {})
