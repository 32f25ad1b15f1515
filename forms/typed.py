"""Fields for typing: text, paragraphs, days, hours, amounts, counts. What was typed is never lost.

Every field keeps three things apart: the text as typed, the value understood (`data`), and what is stored in
a draft (`stored`: JSON; the value when it was understood, else the text). A form made from a stored draft
shows the same text again, wrong or right. No field uses `type=date` or `type=number`.
"""

from __future__ import annotations

from datetime import date, time
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import ValidationError
from wtforms.widgets import TextArea, TextInput

from forms.errors import FieldSetupError
from vietnamese import dates, numbers, text, words
from vietnamese.errors import ParseProblem

MOST_MONEY = 10**15  # a thousand times the largest budget seen; far inside BigInteger
LONGEST_TYPED = 200  # what is kept of a date, amount or hour that was not understood


def today_of(form: Any) -> date | None:
    """Return the day that the outermost form was given as today, or None."""
    while getattr(form, "_parent_form", None) is not None:
        form = form._parent_form
    return getattr(form, "today_given", None)


class TypedField(Field):
    """A one-line text whose meaning is read by `_read` and printed by `_print`.

    Subclasses give `_read(text) -> value` (raises ParseProblem), `_print(value) -> str`, `_load(stored)` and
    `_store(value)` for drafts. `data` is the value, None when empty or not understood.
    """

    widget = TextInput()
    kind = "text"
    inputmode: str | None = None

    def _read(self, typed: str) -> Any:
        raise NotImplementedError

    def _print(self, value: Any) -> str:
        return str(value)

    def _load(self, stored: Any) -> Any:
        raise NotImplementedError

    def _store(self, value: Any) -> Any:
        return value

    def process_data(self, value: Any) -> None:
        self.typed, self.data = "", None
        if value is None or value == "":
            return
        if isinstance(value, str):
            self._take(value, loading=True)
            return
        self.data = value
        self.typed = self._print(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.process_errors = []  # what the draft held is no longer complained about
            self._take(valuelist[0], loading=False)

    def _take(self, raw: str, *, loading: bool) -> None:
        self.typed, self.data = text.clean(raw)[:LONGEST_TYPED], None
        if not self.typed:
            return
        if loading:
            try:
                self.data = self._load(self.typed)
            except ValueError:
                self.data = None
            if self.data is not None:
                self.typed = self._print(self.data)
                return
        try:
            self.data = self._read(self.typed)
        except ParseProblem as problem:
            raise ValueError(_l(problem.message, **problem.params)) from problem

    def _value(self) -> str:
        return self.typed

    @property
    def stored(self) -> Any:
        """What a draft keeps: the JSON form of the value, or the text when it was not understood."""
        return self.typed if self.data is None else self._store(self.data)

    def words(self, stored: Any) -> str:
        """Return what a draft or a frozen answer holds, as the page would show it."""
        if not isinstance(stored, str):
            return self._print(stored)
        try:
            value = self._load(stored)
        except ValueError:
            value = None
        return stored if value is None else self._print(value)

    @property
    def readback(self) -> str:
        """The value read back in words beneath the field; empty when there is none."""
        return ""


class DateField(TypedField):
    """A day typed dd/mm/yyyy and the other ways people write it; «hôm nay» when the form was given today."""

    kind = "date"
    inputmode = "text"

    def _read(self, typed: str) -> date:
        return dates.parse_date(typed, today=today_of(self._form))

    def _print(self, value: date) -> str:
        return dates.screen_date(value)

    def _load(self, stored: str) -> date:
        return date.fromisoformat(stored)

    def _store(self, value: date) -> str:
        return value.isoformat()

    @property
    def readback(self) -> str:
        """«Thứ Ba, 15/04/2025»."""
        if self.data is None:
            return ""
        day = gettext(dates.weekday(self.data))
        return f"{day[:1].upper()}{day[1:]}, {dates.screen_date(self.data)}"


class TimeField(TypedField):
    """An hour: 8h30, 8:30, 14 giờ. Stored and shown as 08:30."""

    kind = "time"
    inputmode = "text"

    def _read(self, typed: str) -> time:
        return dates.parse_time(typed)

    def _print(self, value: time) -> str:
        return value.strftime("%H:%M")

    def _load(self, stored: str) -> time:
        return time.fromisoformat(stored)

    def _store(self, value: time) -> str:
        return value.strftime("%H:%M")


class WholeNumberField(TypedField):
    """Base of money and counts: an int between `lowest` and `highest`, printed in groups of three."""

    inputmode = "numeric"
    read = staticmethod(numbers.parse_count)

    def __init__(
        self, label=None, validators=None, *, lowest: int = 0, highest: int = 10**9, **kwargs
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.lowest, self.highest = lowest, highest

    def _read(self, typed: str) -> int:
        value = self.read(typed)
        if value < self.lowest:
            raise ParseProblem("Nhập số từ %(number)s trở lên", number=numbers.group(self.lowest))
        if value > self.highest:
            raise ParseProblem("Nhập số từ %(number)s trở xuống", number=numbers.group(self.highest))
        return value

    def _load(self, stored: str) -> int | None:
        return None  # numbers are stored as numbers; a string in a draft is what was typed

    def _print(self, value: int) -> str:
        return numbers.group(value)


class CountField(WholeNumberField):
    """How many: a whole number from 0."""

    kind = "count"


class PointsField(WholeNumberField):
    """Points in tenths (895 is 89,5) from 0 to `most`, in multiples of `step` (half points: 5)."""

    kind = "count"
    inputmode = "decimal"

    def __init__(self, label=None, validators=None, *, most: int, step: int = 5, **kwargs) -> None:
        super().__init__(label, validators, highest=most, **kwargs)
        self.step = step

    def _read(self, typed: str) -> int:
        value = numbers.parse_decimal(typed, 1)
        if value > self.highest:
            raise ParseProblem(
                "%(points)s điểm vượt điểm tối đa %(most)s. Nhập từ 0 đến %(most)s",
                points=self._print(value),
                most=self._print(self.highest),
            )
        if value % self.step:
            raise ParseProblem(
                "%(points)s điểm không tính được. Điểm lẻ chỉ tới %(step)s",
                points=self._print(value),
                step=self._print(self.step),
            )
        return value

    def _print(self, value: int) -> str:
        return numbers.decimal_comma(value, 1, trim=True)


class YearField(WholeNumberField):
    """A year: four figures, never grouped."""

    kind = "count"

    def _print(self, value: int) -> str:
        return str(value)


class MoneyField(WholeNumberField):
    """An amount in đồng, with or without dots; the words stand beneath."""

    kind = "money"
    read = staticmethod(numbers.parse_money)

    def __init__(self, label=None, validators=None, *, highest: int = MOST_MONEY, **kwargs) -> None:
        super().__init__(label, validators, highest=highest, **kwargs)

    @property
    def readback(self) -> str:
        """«Tám triệu chín trăm năm mươi nghìn đồng»."""
        return "" if self.data is None else words.amount_in_words(self.data)


class TextField(Field):
    """One line of text: cleaned (NFC, no control characters), at most `longest` letters as people see."""

    widget = TextInput()
    kind = "text"
    multiline = False

    def __init__(self, label=None, validators=None, *, longest: int = 200, **kwargs) -> None:
        super().__init__(label, validators, **kwargs)
        if longest < 1:
            raise FieldSetupError(str(label), "longest must be at least 1")
        self.longest = longest

    def process_data(self, value: Any) -> None:
        self.data = "" if value is None else text.clean(str(value), multiline=self.multiline)

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = text.clean(valuelist[0], multiline=self.multiline)

    def post_process(self, formdata=None) -> None:
        """Take the proposed letters when the button «Đổi thành …» was pressed."""
        super().post_process(formdata)
        if formdata and self.name in formdata.getlist("accept") and self.proposal:
            self.data = self.proposal

    def pre_validate(self, form) -> None:
        # Marks piled on one letter, and emoji of many parts, are one letter to the eye but not to a column.
        seen = text.visible_length(self.data)
        length = seen if seen > self.longest else len(self.data)
        if length > self.longest:
            raise ValidationError(
                _l(
                    "Dài %(length)s chữ, tối đa %(limit)s. Bớt %(over)s chữ",
                    length=numbers.group(length),
                    limit=numbers.group(self.longest),
                    over=numbers.group(length - self.longest),
                )
            )

    def _value(self) -> str:
        return self.data

    @property
    def stored(self) -> str:
        """What a draft keeps: the cleaned text, too long or not."""
        return self.data

    @property
    def proposal(self) -> str | None:
        """The text in today's letters when it seems typed with an old font (TCVN3, VNI), else None."""
        encoding = text.looks_legacy(self.data) if self.data else None
        return text.convert_legacy(self.data, encoding) if encoding else None


class LongTextField(TextField):
    """Paragraphs: line ends kept, at most `longest` letters; `rows` is the height on desks."""

    widget = TextArea()
    kind = "long"
    multiline = True

    def __init__(self, label=None, validators=None, *, longest: int = 4000, rows: int = 4, **kwargs) -> None:
        super().__init__(label, validators, longest=longest, **kwargs)
        self.rows = rows


class RowsTextField(LongTextField):
    """Rows pasted from Excel. Tabs are kept; what they mean is read by `vietnamese.listing`."""

    kind = "paste"

    def process_data(self, value: Any) -> None:
        self.data = "" if value is None else self._rows(str(value))

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = self._rows(valuelist[0])

    @staticmethod
    def _rows(typed: str) -> str:
        rows = typed.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return "\n".join("\t".join(text.clean(cell) for cell in row.split("\t")) for row in rows)
