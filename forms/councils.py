"""Forms of councils: a council and its seats, a sitting, who is present, the ballot paper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from forms.base import BaseForm, OnceMixin
from forms.fields import (
    CheckField,
    ChoiceField,
    CountField,
    DateField,
    ManyField,
    RadioChoiceField,
    TextField,
    TimeField,
)
from forms.validators import NumberBetween, Required

PARTS = [
    ("chair", _l("Chủ tịch Hội đồng")),
    ("vice_chair", _l("Phó Chủ tịch Hội đồng")),
    ("secretary", _l("Thư ký Hội đồng")),
    ("member", _l("Ủy viên")),
]

PASSING = [
    ("majority", _l("Quá nửa tổng số ủy viên")),
    ("share", _l("Theo phần trăm tổng số ủy viên")),
    ("count", _l("Theo số phiếu đồng ý")),
    ("any", _l("Một phiếu đồng ý là đủ")),
    ("all", _l("Tất cả ủy viên được bỏ phiếu đồng ý")),
]

_SEAT = "seat_"


class CouncilForm(BaseForm):
    """A new council: its decision, its days, its quorum; who sits in it is added by `council_form`."""

    name = TextField(
        _l("Tên Hội đồng"),
        [Required(_l("Nhập tên Hội đồng"))],
        longest=200,
        description=_l("Ví dụ: Hội đồng Thi đua - Khen thưởng Công đoàn ngành Y tế tỉnh"),
    )
    decision_no = TextField(
        _l("Số quyết định thành lập"),
        [Required(_l("Nhập số quyết định"))],
        longest=60,
        description=_l("Ví dụ: 12/QĐ-CĐN"),
    )
    decision_on = DateField(
        _l("Ngày quyết định"), [Required(_l("Nhập ngày quyết định"))], description=_l("Ví dụ: 05/01/2026")
    )
    valid_from = DateField(
        _l("Hoạt động từ ngày"), [Required(_l("Nhập ngày bắt đầu"))], description=_l("Ví dụ: 05/01/2026")
    )
    valid_to = DateField(
        _l("Đến hết ngày"), description=_l("Để trống khi quyết định không ghi ngày kết thúc.")
    )
    quorum_kind = RadioChoiceField(
        _l("Họp được khi có mặt"),
        [Required(_l("Chọn cách tính"))],
        choices=[("share", _l("Một phần tổng số ủy viên")), ("count", _l("Một số ủy viên nhất định"))],
    )
    quorum_num = CountField(
        _l("Số phần, hoặc số ủy viên"),
        [Required(_l("Nhập một số")), NumberBetween(lowest=1)],
        highest=1000,
        description=_l("Ví dụ: 2 (trong 2/3), hoặc 5 ủy viên"),
    )
    quorum_den = CountField(
        _l("Trên"), highest=1000, description=_l("Ví dụ: 3 (trong 2/3). Bỏ trống khi tính theo số ủy viên.")
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and that a share has both its figures."""
        ok = super().validate(extra_validators)
        if self.quorum_kind.data == "share" and not self.quorum_den.data and not self.quorum_den.errors:
            self.quorum_den.errors = [str(_l("Nhập mẫu số, ví dụ 3 trong 2/3"))]
            ok = False
        return ok

    def rows(self) -> list[Any]:
        """Return the fields that seat somebody."""
        return [field for field in self if field.name.startswith(_SEAT)]

    def given(self) -> dict[str, Any]:
        """Return the arguments of the service that writes it down."""
        names = ("name", "decision_no", "decision_on", "valid_from", "valid_to", "quorum_kind", "quorum_num")
        seats = {int(field.name.removeprefix(_SEAT)): field.data for field in self.rows() if field.data}
        share = self.quorum_kind.data == "share"
        den = self.quorum_den.data if share else 1
        return {name: self[name].data for name in names} | {"quorum_den": den, "parts": seats}


def council_form(people: Iterable[tuple[int, str]]) -> type[CouncilForm]:
    """Return the form of a council with one choice for each person who may sit in it."""
    blank = _l("Không tham gia")
    fields = {f"{_SEAT}{person}": ChoiceField(words, choices=PARTS, blank=blank) for person, words in people}
    return type("NewCouncilForm", (CouncilForm,), fields)


class MemberForm(BaseForm):
    """One more seat in a council."""

    person = ChoiceField(_l("Người tham gia"), [Required(_l("Chọn một người"))])
    part = RadioChoiceField(_l("Phần việc"), [Required(_l("Chọn phần việc"))], choices=PARTS)
    first = DateField(_l("Từ ngày"), [Required(_l("Nhập ngày bắt đầu"))], description=_l("Ví dụ: 01/03/2026"))
    last = DateField(_l("Đến hết ngày"), description=_l("Để trống khi tham gia đến hết thời hạn."))

    def given(self) -> dict[str, Any]:
        """Return the arguments of the service that seats somebody."""
        return {
            "person": int(self.person.data),
            "part": self.part.data,
            "first": self.first.data,
            "last": self.last.data,
        }


class EndMemberForm(BaseForm):
    """The last day of a seat."""

    last = DateField(
        _l("Tham gia đến hết ngày"),
        [Required(_l("Nhập ngày cuối cùng"))],
        description=_l("Phiên họp đã mở giữ nguyên thành phần. Ví dụ: 30/06/2026"),
    )


class CallForm(OnceMixin, BaseForm):
    """A new sitting: which dossiers, when and where."""

    codes = ManyField(_l("Hồ sơ đưa ra Hội đồng"), [Required(_l("Chọn ít nhất một hồ sơ"))])
    held_on = DateField(_l("Ngày họp"), [Required(_l("Nhập ngày họp"))], description=_l("Ví dụ: 20/11/2026"))
    starts = TimeField(_l("Bắt đầu lúc"), [Required(_l("Nhập giờ bắt đầu"))], description=_l("Ví dụ: 8:30"))
    place = TextField(
        _l("Địa điểm"),
        [Required(_l("Nhập địa điểm"))],
        longest=200,
        description=_l("Ví dụ: Phòng họp tầng 2"),
    )

    def said(self) -> dict[str, Any]:
        """Return the arguments of the service."""
        return {name: self[name].data for name in ("codes", "held_on", "starts", "place")}


class RecusalForm(BaseForm):
    """Who does not vote on a case, and why."""

    item = ChoiceField(_l("Trường hợp"), [Required(_l("Chọn một trường hợp"))])
    person = ChoiceField(_l("Người không bỏ phiếu"), [Required(_l("Chọn một người"))])
    reason = TextField(
        _l("Lý do"),
        [Required(_l("Nhập lý do"))],
        longest=200,
        description=_l("Ghi vào biên bản. Ví dụ: là vợ của người được đề nghị"),
    )

    def given(self) -> dict[str, Any]:
        """Return the arguments of the service."""
        return {"item": int(self.item.data), "person": int(self.person.data), "reason": self.reason.data}


_HERE, _WHY, _VOTE = "here_", "why_", "vote_"


class _Presence(BaseForm):
    def said(self) -> dict[str, Any]:
        """Return who is present, and for the others why not."""
        here = {int(f.name.removeprefix(_HERE)) for f in self if f.name.startswith(_HERE) and f.data}
        why = {int(f.name.removeprefix(_WHY)): f.data or "" for f in self if f.name.startswith(_WHY)}
        return {"present": here, "reasons": why}

    def rows(self) -> list[tuple[Any, Any]]:
        """Return (present, reason) of each member in the order of the list."""
        return [(f, self[_WHY + f.name.removeprefix(_HERE)]) for f in self if f.name.startswith(_HERE)]


def presence_form(seats: Iterable[Any]) -> _Presence:
    """Return the form in which the secretary ticks who is present, as it stands now."""
    fields: dict[str, Any] = {}
    stored: dict[str, Any] = {}
    for one in seats:
        fields[f"{_HERE}{one.person_id}"] = CheckField(one.name)
        fields[f"{_WHY}{one.person_id}"] = TextField(_l("Lý do vắng"), longest=200)
        stored |= {f"{_HERE}{one.person_id}": one.present, f"{_WHY}{one.person_id}": one.reason}
    return type("PresenceForm", (_Presence,), fields)(data=stored)


class _Ballot(BaseForm):
    def votes(self) -> dict[int, bool]:
        """Return {case: agrees}."""
        return {int(f.name.removeprefix(_VOTE)): f.data == "agree" for f in self.rows()}

    def rows(self) -> list[Any]:
        """Return one field for each case."""
        return [f for f in self if f.name.startswith(_VOTE)]


def ballot_form(items: Iterable[Any]) -> _Ballot:
    """Return a ballot paper: for each case agree or not, nothing chosen beforehand."""
    choices = [("agree", _l("Đồng ý")), ("disagree", _l("Không đồng ý"))]
    fields = {
        f"{_VOTE}{one.id}": RadioChoiceField(
            f"{one.no}. {one.name}",
            [Required(_l("%(name)s: chọn Đồng ý hoặc Không đồng ý", name=one.name))],
            choices=choices,
        )
        for one in items
    }
    return type("BallotForm", (_Ballot,), fields)()


class ThroughCouncil(BaseForm):
    """The part of a round's form that lets it go through a council."""

    council = ChoiceField(
        _l("Hội đồng xét trước"),
        blank=_l("Không qua Hội đồng"),
        description=_l("Hội đồng bỏ phiếu kín rồi Ban Thường vụ mới quyết định."),
    )
    passing = ChoiceField(_l("Hội đồng thông qua khi"), choices=PASSING, blank=None)
    passing_num = CountField(
        _l("Phần trăm, hoặc số phiếu"),
        highest=1000,
        description=_l("Chỉ điền khi tính theo phần trăm (ví dụ: 80) hoặc theo số phiếu (ví dụ: 5)."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then that the way of passing has its figure."""
        ok = super().validate(extra_validators)
        return self.check_council() and ok

    def check_council(self) -> bool:
        """Check that a share or a number of votes has its figure; return whether it has."""
        if not self.council.data or self.passing.data not in ("share", "count"):
            return True
        highest = 100 if self.passing.data == "share" else 1000
        if self.passing_num.data and self.passing_num.data <= highest:
            return True
        words = _l("Nhập phần trăm từ 1 đến 100, hoặc số phiếu đồng ý cần có")
        self.passing_num.errors = [*self.passing_num.errors, str(words)]
        return False

    def through(self) -> dict[str, Any] | None:
        """Return the arguments of `council_charges.charge`, None for the ordinary road."""
        if not self.council.data:
            return None
        counted = self.passing.data in ("share", "count")
        return {
            "council_id": int(self.council.data),
            "kind": self.passing.data,
            "num": (self.passing_num.data or 1) if counted else 1,
            "den": 100 if self.passing.data == "share" else 1,
        }
