"""Forms of acts about units: the decision behind each, and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from forms.base import BaseForm, OnceMixin
from forms.fields import CheckField, ChoiceField, DateField, LongTextField, ManyField, TextField
from forms.validators import Required

#: What a unit of each kind has directly below it, as the form of a founding offers it.
BELOW = {
    "national": ("province", "sector"),
    "province": ("sector", "district", "grassroots"),
    "district": ("grassroots",),
    "sector": ("grassroots",),
    "grassroots": ("group",),
}
KINDS = {
    "province": _l("Liên đoàn Lao động tỉnh"),
    "district": _l("Liên đoàn Lao động huyện"),
    "sector": _l("Công đoàn ngành"),
    "grassroots": _l("Công đoàn cơ sở"),
    "group": _l("Tổ công đoàn"),
}


class DecisionForm(OnceMixin, BaseForm):
    """What every act needs: number and day of the decision, who issued it, from when it counts."""

    decision_no = TextField(
        _l("Số quyết định"), [Required()], longest=60, description=_l("Ví dụ: 118/QĐ-LĐLĐ")
    )
    decided_on = DateField(_l("Ngày ký quyết định"), [Required()], description=_l("Ví dụ: 20/06/2026"))
    decided_by = TextField(
        _l("Nơi ban hành"),
        longest=200,
        description=_l("Ví dụ: Ban Thường vụ Liên đoàn Lao động tỉnh Sông Lam"),
    )
    effective_on = DateField(_l("Có hiệu lực từ ngày"), [Required()], description=_l("Ví dụ: 01/07/2026"))

    #: Names of the fields that follow those of the decision, in the order of the page.
    own: tuple[str, ...] = ()

    def validate_decided_on(self, field: DateField) -> None:
        """A decision is signed before it is written down here."""
        if field.data is not None and self.today_given is not None and field.data > self.today_given:
            raise ValidationError(_l("Nhập ngày ký không sau hôm nay"))

    def offer(self, ground: Any) -> None:
        """Set what may be chosen on a unit's page."""

    def decision(self) -> dict[str, Any]:
        """Return number, day, issuer and first day of the decision."""
        return {
            "no": self.decision_no.data,
            "on": self.decided_on.data,
            "by": self.decided_by.data or "",
            "effective_on": self.effective_on.data,
        }

    def given(self) -> dict[str, Any]:
        """Return what the act says."""
        return {name: self[name].data for name in self.own}


class _NewUnit(BaseForm):
    """The facts of a unit that an act founds."""

    name = TextField(
        _l("Tên đơn vị, ghi đủ như trong quyết định"),
        longest=200,
        description=_l("Ví dụ: Công đoàn cơ sở Bệnh viện Đa khoa khu vực A"),
    )
    short_name = TextField(
        _l("Tên gọi tắt trên các trang"),
        longest=100,
        description=_l("Ví dụ: CĐCS Bệnh viện Đa khoa khu vực A"),
    )
    letterhead = LongTextField(
        _l("Tên ở đầu văn bản, ngắt dòng như khi in"),
        longest=200,
        rows=3,
        description=_l("Mỗi dòng in thành một dòng. Để trống thì in tên đơn vị."),
    )
    collective = ChoiceField(
        _l("Tập thể ký văn bản"),
        choices=[("Ban Chấp hành", _l("Ban Chấp hành")), ("Ban Thường vụ", _l("Ban Thường vụ"))],
        blank=None,
        default="Ban Chấp hành",
    )
    symbol = TextField(_l("Ký hiệu trên văn bản"), longest=20, description=_l("Ví dụ: CĐCS"))
    place = TextField(_l("Địa danh trên văn bản"), longest=100, description=_l("Ví dụ: Sông Lam"))


NEW = ("name", "short_name", "letterhead", "collective", "symbol", "place")


class FoundForm(DecisionForm, _NewUnit):
    """A new unit directly below."""

    kind = ChoiceField(_l("Loại đơn vị"), [Required()], blank=None)
    own = ("kind", *NEW)
    needed = ("name", "short_name")

    def offer(self, ground: Any) -> None:
        """Offer the kinds that stand below this one."""
        kinds = BELOW.get(ground.kind, ())
        self.kind.offer([(one, KINDS[one]) for one in kinds])
        if not self.kind.data and kinds:
            self.kind.data = kinds[-1]

    def validate(self, extra_validators: Any = None) -> bool:
        return super().validate({name: [Required()] for name in self.needed})


class MarkForm(DecisionForm):
    """Another symbol, place or head of papers."""

    symbol = TextField(_l("Ký hiệu trên văn bản"), longest=20, description=_l("Ví dụ: CĐCS"))
    place = TextField(_l("Địa danh trên văn bản"), longest=100, description=_l("Ví dụ: Sông Lam"))
    letterhead = LongTextField(
        _l("Tên ở đầu văn bản, ngắt dòng như khi in"),
        longest=200,
        rows=3,
        description=_l("Mỗi dòng in thành một dòng, máy tự đổi ra chữ in hoa."),
    )
    own = ("symbol", "place", "letterhead")

    def offer(self, ground: Any) -> None:
        """Show what holds now."""
        for name in self.own:
            if self[name].raw_data is None:
                self[name].data = ground.now[name]


class TransferForm(DecisionForm):
    """Several units below to another one above, each on its own day where it has one. Made by `transfer_form`."""

    into = ChoiceField(_l("Cấp trên mới"), [Required()])
    everyone = CheckField(_l("Tất cả đơn vị trực thuộc"))
    units = ManyField(_l("Đơn vị được chuyển"), [Required(_l("Chọn ít nhất một đơn vị"))])
    own = ("into", "units")

    def offer(self, ground: Any) -> None:
        """Offer the units below and those above or beside; one tick stands for all of those below."""
        self.into.offer(ground.targets)
        self.units.offer(ground.below)
        if self.everyone.data:
            self.units.data = [str(unit_id) for unit_id, _name in ground.below]

    def given(self) -> dict[str, Any]:
        """Return {into, units: {id: own day or None}}."""
        chosen = {int(one): self[f"day_{one}"].data for one in self.units.data}
        return {"into": int(self.into.data), "units": chosen}


def transfer_form(below: Sequence[tuple[int, str]]) -> type[TransferForm]:
    """Return the form of a transfer with one date field for each unit below."""
    days = {f"day_{unit_id}": DateField(_l("Ngày riêng của %(unit)s", unit=name)) for unit_id, name in below}
    return type("TransferForm", (TransferForm,), days)


class MergeForm(DecisionForm, _NewUnit):
    """Units below go into one of them, or into a new one."""

    units = ManyField(_l("Đơn vị nhập vào"), [Required(_l("Chọn ít nhất một đơn vị"))])
    into = ChoiceField(
        _l("Nhập vào đơn vị"),
        blank=_l("Lập đơn vị mới, ghi tên ở dưới"),
        description=_l("Sáp nhập vào đơn vị đang có thì chọn ở đây."),
    )
    own = ("units", "into", *NEW)

    def offer(self, ground: Any) -> None:
        """Offer the units below: of a grassroots union its groups."""
        there = ground.groups if ground.kind == "grassroots" else ground.below
        self.child = "group" if ground.kind == "grassroots" else "grassroots"
        self.units.offer(there)
        self.into.offer(there)

    def validate(self, extra_validators: Any = None) -> bool:
        new = () if self.into.data else ("name", "short_name")
        return super().validate({name: [Required()] for name in new})

    def given(self) -> dict[str, Any]:
        """Return {units, into, kind and the facts of a new unit}."""
        into = int(self.into.data) if self.into.data else None
        chosen = [int(one) for one in self.units.data]
        return super().given() | {"units": chosen, "into": into, "kind": self.child}


class SplitForm(DecisionForm, _NewUnit):
    """Some groups of the unit become a unit of their own."""

    groups = ManyField(
        _l("Tổ công đoàn về đơn vị mới"),
        [Required(_l("Chọn ít nhất một tổ"))],
        description=_l("Đoàn viên của các tổ này sinh hoạt ở đơn vị mới."),
    )
    own = ("groups", *NEW)

    def offer(self, ground: Any) -> None:
        """Offer the unit's groups."""
        self.groups.offer(ground.groups)

    def validate(self, extra_validators: Any = None) -> bool:
        return super().validate({name: [Required()] for name in ("name", "short_name")})

    def given(self) -> dict[str, Any]:
        """Return {groups and the facts of the new unit}."""
        return super().given() | {"groups": [int(one) for one in self.groups.data], "kind": "grassroots"}


class CoordinateForm(DecisionForm):
    """Another union guides this one beside the one above."""

    into = ChoiceField(_l("Đơn vị phối hợp chỉ đạo"), [Required()])
    until = DateField(_l("Đến hết ngày"), description=_l("Để trống khi chưa có ngày kết thúc."))
    own = ("into", "until")

    def offer(self, ground: Any) -> None:
        """Offer the unions beside and above."""
        self.into.offer(ground.targets)

    def given(self) -> dict[str, Any]:
        """Return {into, until}."""
        return {"into": int(self.into.data), "until": self.until.data}


class CloseForm(DecisionForm):
    """The unit ends."""

    into = ChoiceField(
        _l("Đơn vị nhận bàn giao"),
        blank=_l("Không có"),
        description=_l(
            "Nơi tiếp nhận hồ sơ, đợt xét đang mở. Phải chọn khi đơn vị còn hồ sơ đang giải quyết."
        ),
    )
    own = ("into",)

    def offer(self, ground: Any) -> None:
        """Offer the unions above and beside."""
        self.into.offer(ground.targets)

    def given(self) -> dict[str, Any]:
        """Return {into}."""
        return {"into": int(self.into.data) if self.into.data else None}


class UndoForm(BaseForm):
    """Why an act is taken back."""

    why = LongTextField(
        _l("Lý do"),
        [Required(_l("Nhập lý do"))],
        longest=500,
        rows=2,
        description=_l("Ví dụ: ghi nhầm ngày có hiệu lực"),
    )


FORMS: dict[str, type[DecisionForm]] = {
    "mark": MarkForm,
    "found": FoundForm,
    "merge": MergeForm,
    "split": SplitForm,
    "coordinate": CoordinateForm,
    "close": CloseForm,
}


def form_for(kind: str, ground: Any, **kwargs: Any) -> DecisionForm:
    """Return the form of a kind of act for a unit's page, with what it may offer. Errors: `KeyError`."""
    made = transfer_form(ground.below) if kind == "transfer" else FORMS[kind]
    form = made(**kwargs)
    form.offer(ground)
    return form
