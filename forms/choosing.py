"""Fields for choosing: a drop-down, buttons, tick boxes, a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField as UploadedFileField
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.fields.choices import Choice
from wtforms.widgets import CheckboxInput

from forms.validators import Extension
from vietnamese import text

YES_NO = [("yes", _l("Có")), ("no", _l("Không"))]


def options(choices: Iterable[Any]) -> list[SelectChoice]:
    """Turn (value, label) pairs, or ready SelectChoice objects, into SelectChoice objects."""
    return [c if isinstance(c, SelectChoice) else SelectChoice(value=str(c[0]), label=c[1]) for c in choices]


class _Choosing:
    """What all choosing fields share: cleaned string values, pairs as choices, a Vietnamese refusal."""

    def __init__(self, label=None, validators=None, *, choices: Any = (), **kwargs) -> None:
        if not callable(choices):
            choices = options(choices)
        kwargs.setdefault("invalid_choice_message", _l("Chọn lại: mục này không còn trong danh sách"))
        super().__init__(label, validators, choices=choices, coerce=self.coerce_text, **kwargs)

    @staticmethod
    def coerce_text(value: Any) -> str:
        """Return the value as clean text; None is the empty choice."""
        return "" if value is None else text.clean(str(value))

    def offer(self, choices: Iterable[Any]) -> None:
        """Set the choices, pairs (value, label), after the form was made."""
        self.choices = options(choices)

    def words(self, stored: Any) -> str:
        """Return the label of a chosen value; the value itself where it is offered no more."""
        return next((str(one.label) for one in self.choices if str(one.value) == str(stored)), str(stored))

    @property
    def stored(self) -> Any:
        """What a draft keeps: the chosen value or values."""
        return self.data


class ChoiceField(_Choosing, SelectField):
    """One of a list, as a drop-down. The first line is `blank` («Chưa chọn») with the value ""."""

    kind = "choice"

    def __init__(self, label=None, validators=None, *, blank: str | None = _l("Chưa chọn"), **kwargs) -> None:
        super().__init__(label, validators, **kwargs)
        self.blank = blank

    def iter_choices(self) -> Iterator[Choice]:
        """Yield the empty line first, then the choices."""
        if self.blank is not None:
            yield Choice(value="", label=self.blank, selected=not self.data, render_kw={})
        yield from super().iter_choices()

    def process_data(self, value: Any) -> None:
        self.data = self.coerce_text(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = self.coerce_text(valuelist[0])

    def pre_validate(self, form) -> None:
        if self.data:
            super().pre_validate(form)


class RadioChoiceField(ChoiceField, RadioField):
    """One of a few, all in sight. No empty line: nothing is chosen until somebody chooses."""

    kind = "radio"
    widget = RadioField.widget
    option_widget = RadioField.option_widget

    def __init__(self, label=None, validators=None, **kwargs) -> None:
        super().__init__(label, validators, blank=None, **kwargs)


class ManyField(_Choosing, SelectMultipleField):
    """Several of a list, as tick boxes; `people` of the picker macro uses the same field.

    The macro sends an empty value too: a list without ticks arrives as [""] and means none; no value at all
    means that the page did not show the field, and erases nothing.
    """

    kind = "checks"
    option_widget = CheckboxInput()

    def process_data(self, value: Any) -> None:
        self.data = [self.coerce_text(v) for v in value or ()]

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            cleaned = (self.coerce_text(value) for value in valuelist)
            self.data = list(dict.fromkeys(value for value in cleaned if value))


class CheckField(BooleanField):
    """One tick box. The macro sends an empty value too: «not ticked» differs from «not on the page»."""

    kind = "check"

    def process_data(self, value: Any) -> None:
        self.data = bool(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = any(value not in self.false_values for value in valuelist)

    def words(self, stored: Any) -> str:
        """Return «Có» or «Không»."""
        return str(dict(YES_NO)["yes" if stored else "no"])

    def _value(self) -> str:
        return "y"  # the library would repeat the first value that was sent: the empty one

    @property
    def stored(self) -> bool:
        """What a draft keeps."""
        return self.data


class FileField(UploadedFileField):
    """One file. `endings` without dots, `most_bytes` in bytes (10 MB unless told)."""

    kind = "file"

    def __init__(
        self, label=None, validators=(), *, endings: tuple[str, ...], most_bytes: int = 10_000_000, **kwargs
    ) -> None:
        super().__init__(label, [*validators, Extension(endings, most_bytes)], **kwargs)
        self.endings, self.most_bytes = endings, most_bytes

    @property
    def accept(self) -> str:
        """The value of the control's `accept`."""
        return ",".join(f".{ending}" for ending in self.endings)
