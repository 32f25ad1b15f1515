"""The two forms of the made-up procedure."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from forms.base import PartForm
from forms.fields import (
    CheckField,
    DateField,
    LongTextField,
    MoneyField,
    PartField,
    RadioChoiceField,
    RowsField,
    TextField,
)
from forms.parts import DossierPart
from forms.validators import Required


class TripPart(DossierPart):
    """Where, when, how."""

    place = TextField(_l("Nơi đến"), [Required()], longest=100)
    starts = DateField(_l("Ngày đi"), [Required()])
    transport = RadioChoiceField(_l("Đi bằng"), choices=[("bus", "Xe khách"), ("train", "Tàu hỏa")])
    abroad = CheckField(_l("Đi nước ngoài"))
    reason = LongTextField(_l("Mục đích"), [Required()], longest=500)


class CostForm(PartForm):
    """One line of the costs."""

    what = TextField(_l("Khoản chi"), longest=100)
    amount = MoneyField(_l("Số tiền"))


class CostsPart(DossierPart):
    """What it costs."""

    total = MoneyField(_l("Tổng kinh phí"), [Required()])
    lines = RowsField(PartField(CostForm), _l("Các khoản"), max_entries=5, min_entries=1)


class PapersPart(DossierPart):
    """A word about the files."""

    remark = LongTextField(_l("Ghi chú"), longest=200)


PARTS = {"trip": TripPart, "costs": CostsPart, "papers": PapersPart}
