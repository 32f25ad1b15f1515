"""Fields that hold others (a part, rows of parts) and the hidden ones that a page sends back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, HiddenField
from wtforms.utils import unset_value
from wtforms.validators import ValidationError

STALE = _l("Trang này mở đã lâu. Chữ đã gõ vẫn còn; bấm gửi lần nữa.")


class PartField(FormField):
    """A form inside a form (one nominee, one ballot). The inner form is a PartForm of `forms.base`."""

    kind = "part"

    @property
    def stored(self) -> dict[str, Any]:
        """What a draft keeps: the inner form's own."""
        return self.form.stored()


class RowsField(FieldList):
    """A list of fields or parts, at most `max_entries`; more rows are refused in words, never dropped."""

    kind = "rows"
    _own: Any = ()

    def __init__(self, unbound_field, label=None, validators=None, *, max_entries: int, **kwargs) -> None:
        super().__init__(unbound_field, label, validators, max_entries=max_entries, **kwargs)
        self.sent, self.absent = 0, False

    @property
    def errors(self) -> list[Any]:
        """The list's own errors, and those of its rows, whenever they were found."""
        return [*self._own, *(entry.errors for entry in getattr(self, "entries", ()) if entry.errors)]

    @errors.setter
    def errors(self, found: Any) -> None:
        self._own = [one for one in found if not isinstance(one, (list, tuple, dict))]

    def process(self, formdata, data=unset_value, extra_filters=None) -> None:
        self.sent = len(set(self._extract_indices(self.name, formdata))) if formdata else 0
        # The macro sends the list's own name: without it the page had no list, and nothing is erased.
        self.absent = formdata is not None and not self.sent and self.name not in formdata
        super().process(None if self.absent else formdata, data, extra_filters)

    def validate(self, form, extra_validators=()) -> bool:
        super().validate(form, extra_validators)
        if self.sent > self.max_entries:
            self.errors = [
                *self.errors,
                _l(
                    "Có %(sent)s dòng, tối đa %(limit)s. Bớt dòng rồi gửi lại",
                    sent=self.sent,
                    limit=self.max_entries,
                ),
            ]
        return not self.errors

    @property
    def stored(self) -> list[Any]:
        """What a draft keeps: one value per row."""
        return [entry.stored for entry in self.entries]


class WrittenHidden(HiddenField):
    """A hidden value that the page itself wrote; when it comes back broken, the page is to be sent again."""

    kind = "hidden"

    def __init__(self, label="", validators=None, **kwargs) -> None:
        super().__init__(label, validators, **kwargs)

    def _parse(self, raw: str) -> Any:
        raise NotImplementedError

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        try:
            self.data = self._parse(valuelist[0])
        except ValueError as error:
            self.data = None
            raise ValueError(STALE) from error

    def pre_validate(self, form) -> None:
        if self.data is None and not self.process_errors:
            raise ValidationError(STALE)


class NumberHidden(WrittenHidden):
    """A hidden whole number: the sequence of the history that the page showed, the version of a draft."""

    def _parse(self, raw: str) -> int:
        if not raw.isascii() or not raw.isdigit() or len(raw) > 12:
            raise ValueError(raw)
        return int(raw)


class KeyHidden(WrittenHidden):
    """A hidden key made with the page (UUID, 32 letters): the same command sent twice acts once."""

    def __init__(
        self, label="", validators=None, *, make: Callable[[], str] = lambda: uuid4().hex, **kwargs
    ) -> None:
        super().__init__(label, validators, default=make, **kwargs)

    def _parse(self, raw: str) -> str:
        return UUID(hex=raw).hex
