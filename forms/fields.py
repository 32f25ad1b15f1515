"""Fields that read what people type (with or without dots, one digit or two) and never lose it.

Every field keeps three things apart: the text as typed, the value understood (`data`), and what is stored in
a draft (`stored`: JSON; the value when it was understood, else the text). A form made from a stored draft
shows the same text again, wrong or right. No field uses `type=date` or `type=number`.
"""

from forms.choosing import (
    YES_NO,
    CheckField,
    ChoiceField,
    FileField,
    ManyField,
    RadioChoiceField,
    options,
)
from forms.nested import STALE, KeyHidden, NumberHidden, PartField, RowsField
from forms.typed import (
    CountField,
    DateField,
    LongTextField,
    MoneyField,
    PointsField,
    RowsTextField,
    TextField,
    TimeField,
    TypedField,
    YearField,
)

__all__ = [
    "STALE",
    "YES_NO",
    "CheckField",
    "ChoiceField",
    "CountField",
    "DateField",
    "FileField",
    "KeyHidden",
    "LongTextField",
    "ManyField",
    "MoneyField",
    "NumberHidden",
    "PartField",
    "PointsField",
    "RadioChoiceField",
    "RowsField",
    "RowsTextField",
    "TextField",
    "TimeField",
    "TypedField",
    "YearField",
    "options",
]
