"""Forms of a review cycle: opening one, editing its score sheet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from forms.base import BaseForm, PartForm
from forms.fields import (
    CheckField,
    ChoiceField,
    CountField,
    DateField,
    ManyField,
    PartField,
    PointsField,
    RadioChoiceField,
    RowsField,
    TextField,
    YearField,
)
from forms.validators import NumberBetween, Required

KINDS = [
    ("SN", _l("Đơn vị sự nghiệp công lập")),
    ("HC", _l("Cơ quan hành chính")),
    ("DN", _l("Doanh nghiệp")),
]
CONDITIONS = [
    ("groups", _l("Không nhóm tiêu chí nào dưới 80% điểm tối đa")),
    ("zero_items", _l("Không tiêu chí nào của nhóm 1 bị 0 điểm")),
    ("congress", _l("Đại hội công đoàn đúng nhiệm kỳ")),
    ("conference", _l("Tổ chức hội nghị người lao động, có nghị quyết")),
    ("meetings", _l("Ban Chấp hành họp đủ 12 kỳ có biên bản")),
    ("dues", _l("Thu đoàn phí từ 98%")),
    ("settlement", _l("Quyết toán đúng hạn")),
    ("reports", _l("Không báo cáo nào gửi muộn")),
    ("discipline", _l("Không có cán bộ, ủy viên bị kỷ luật")),
    ("complaint", _l("Không có khiếu nại, tố cáo đúng")),
    ("evidence", _l("Tiêu chí điểm cao đều có minh chứng")),
    ("opinion", _l("Có ý kiến của cấp ủy, thủ trưởng đơn vị")),
]
TAGS = [
    ("conference", _l("Ngày họp, nghị quyết hội nghị (RV13)")),
    ("minutes", _l("Số biên bản họp Ban Chấp hành (RV14)")),
    ("training", _l("Tỷ lệ cán bộ được tập huấn (RV15)")),
    ("dues", _l("Thu đoàn phí, quyết toán (RV16)")),
    ("recommendations", _l("Kiến nghị quá hạn (RV17)")),
    ("reports", _l("Báo cáo đúng hạn (RV31)")),
]
MOST_ITEMS = 40
MOST_POINTS = 1000


class CycleForm(BaseForm):
    """A new cycle for the units directly below."""

    year = YearField(_l("Năm đánh giá"), [Required(), NumberBetween(2019, 2100)], highest=2100)
    title = TextField(
        _l("Tên kỳ"),
        [Required()],
        longest=300,
        description=_l("Ví dụ: Đánh giá, xếp loại công đoàn cơ sở năm 2026"),
    )
    guidance = TextField(
        _l("Văn bản hướng dẫn của đơn vị"),
        longest=280,
        description=_l("In trong Tờ trình, Quyết định. Ví dụ: Hướng dẫn số 32/HD-CĐN ngày 14/10/2026"),
    )
    opens_on = DateField(_l("Mở từ ngày"), [Required()], description=_l("Ví dụ: 14/10/2026"))
    deadline_on = DateField(_l("Hạn nộp"), [Required()], description=_l("Ví dụ: 20/11/2026"))
    begins = DateField(_l("Xét từ ngày"), [Required()], description=_l("Ví dụ: 01/01/2026"))
    ends = DateField(_l("Xét đến ngày"), [Required()], description=_l("Ví dụ: 31/12/2026"))
    cutoff = DateField(
        _l("Ngày chốt số liệu"),
        [Required()],
        description=_l("Đoàn viên, thời gian thành lập tính đến ngày này. Ví dụ: 30/11/2026"),
    )
    kinds = ManyField(
        _l("Bảng điểm dùng trong kỳ"),
        [Required(_l("Chọn ít nhất một bảng điểm"))],
        choices=KINDS,
        description=_l("Mỗi bảng được chép riêng cho kỳ này, sửa được đến khi có đơn vị trình."),
    )
    applied = ManyField(
        _l("Điều kiện xếp hoàn thành xuất sắc, ngoài điểm"),
        choices=CONDITIONS,
        description=_l("Bỏ dấu ở điều kiện không áp dụng năm nay."),
    )
    share = CountField(
        _l("Tỷ lệ hoàn thành xuất sắc tối đa, phần trăm"),
        [Required(), NumberBetween(1, 100)],
        highest=100,
        description=_l("Ví dụ: 20"),
    )
    base = RadioChoiceField(
        _l("Tỷ lệ tính trên"),
        [Required()],
        choices=[
            ("htt_or_better", _l("Số đơn vị hoàn thành tốt trở lên")),
            ("ranked", _l("Số đơn vị được xếp loại")),
            ("all", _l("Tất cả đơn vị trong phạm vi xét")),
        ],
    )
    rounding = RadioChoiceField(
        _l("Phần lẻ"),
        [Required()],
        choices=[
            ("down", _l("Lấy tròn xuống")),
            ("half_up", _l("Từ một nửa lấy tròn lên")),
            ("up", _l("Lấy tròn lên")),
        ],
    )
    confirmed = CheckField(_l("Đơn vị xác nhận các ngưỡng của bộ quy tắc áp dụng cho kỳ này"))

    @classmethod
    def usual(cls, year: int) -> dict[str, Any]:
        """Return what is usual: all sheets and conditions, a fifth of those at HTT or better, rounded down."""
        return {
            "year": year,
            "begins": f"{year}-01-01",
            "ends": f"{year}-12-31",
            "cutoff": f"{year}-11-30",
            "kinds": [code for code, _words in KINDS],
            "applied": [code for code, _words in CONDITIONS],
            "share": 20,
            "base": "htt_or_better",
            "rounding": "down",
        }

    def validate(self, extra_validators: Any = None) -> bool:
        ok = super().validate(extra_validators)
        # (earlier, later, what to say at the later)
        pairs = (
            (self.opens_on, self.deadline_on, _l("Hạn nộp phải sau ngày mở kỳ")),
            (self.begins, self.ends, _l("Ngày cuối phải sau ngày đầu")),
            (self.begins, self.cutoff, _l("Ngày chốt phải nằm trong thời gian xét")),
            (self.cutoff, self.ends, _l("Ngày cuối không được trước ngày chốt số liệu")),
        )
        for first, then, words in pairs:
            if first.data and then.data and then.data < first.data:
                then.errors = [*then.errors, str(words)]
                ok = False
        return ok

    def particulars(self) -> dict[str, Any]:
        """Return the arguments of the service that opens a cycle."""
        names = ("year", "title", "guidance", "opens_on", "deadline_on", "begins", "ends", "cutoff", "kinds")
        quota = {"share": [self.share.data, 100], "base": self.base.data, "rounding": self.rounding.data}
        return {name: self[name].data for name in names} | {
            "applied": self.applied.data,
            "confirmed": self.confirmed.data,
            "quota": {**quota, "scope": "all"},
        }


class ItemForm(PartForm):
    """One item of the sheet; a row without a title is left out."""

    code = TextField(_l("Mã"), longest=10, description=_l("Ví dụ: 1.11"))
    title = TextField(_l("Nội dung tiêu chí"), longest=300)
    max = PointsField(_l("Điểm tối đa"), most=MOST_POINTS)
    tag = ChoiceField(_l("Phép kiểm tra gắn với tiêu chí"), choices=TAGS, blank=_l("Không gắn"))
    full_when = TextField(_l("Đạt điểm tối đa khi"), longest=300)
    evidence = TextField(_l("Minh chứng cần có"), longest=300)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        ok = super().validate(*args, **kwargs)
        if not self.title.data:
            return ok
        for field, words in ((self.code, _l("Nhập mã tiêu chí")), (self.max, _l("Nhập điểm tối đa"))):
            if not field.data and not field.errors:
                field.errors = [str(words)]
                ok = False
        return ok


class _SheetForm(BaseForm):
    """The head of a sheet."""

    title = TextField(_l("Tên bảng điểm"), [Required()], longest=200)

    def typed(self) -> dict[str, Any]:
        """Return the sheet as the service takes it."""
        return {"title": self.title.data, "groups": {code: self._group(code) for code in self.codes}}

    def _group(self, code: str) -> dict[str, Any]:
        form = self[f"g{code}"].form
        rows = [entry.form for entry in form.rows.entries]
        names = ("code", "title", "max", "tag", "full_when", "evidence")
        return {
            "title": form.title.data,
            "max": form.max.data,
            "items": [{name: row[name].data for name in names} for row in rows],
        }

    def blame(self, path: str | None, message: str, params: dict[str, Any]) -> None:
        """Put a finding about the sheet (`groups.2`, `items.2_3`) beside its field."""
        kind, _dot, key = (path or "").partition(".")
        code = key.replace("_", ".")
        at = f"g{key}-max" if kind == "groups" and key in self.codes else None
        for group in self.codes if kind == "items" and key else ():
            for entry in self[f"g{group}"].form.rows.entries:
                if entry.form.code.data == code:
                    at = entry.form.max.name
        self.refuse(message, at=at, params=params)


def sheet_form(sheet: Any, **more: Any) -> _SheetForm:
    """Return the editor of a sheet: one part per group with its items as rows."""
    parts: dict[str, Any] = {"codes": tuple(group.code for group in sheet.groups)}
    data: dict[str, Any] = {"title": sheet.title}
    for group in sheet.groups:
        inner = {
            "title": TextField(_l("Tên nhóm"), [Required()], longest=200),
            "max": PointsField(_l("Điểm tối đa của nhóm"), [Required()], most=MOST_POINTS),
            "rows": RowsField(PartField(ItemForm), _l("Tiêu chí"), max_entries=MOST_ITEMS),
            "caption": group.title,
        }
        parts[f"g{group.code}"] = PartField(type("Group", (PartForm,), inner), f"{group.code}. {group.title}")
        names = ("code", "title", "max", "tag", "full_when", "evidence")
        rows = [{name: getattr(item, name) for name in names} for item in sheet.items_of(group.code)]
        data[f"g{group.code}"] = {"title": group.title, "max": group.max, "rows": rows}
    return type("SheetForm", (_SheetForm,), parts)(data=data, **more)


class _VotesForm(BaseForm):
    """Votes of the committee for unions that are equal at the last place of the quota."""

    def votes(self) -> dict[str, int]:
        """Return {dossier code: votes}."""
        return {code: self[name].data for name, code in self.rows.items()}


def votes_form(tied: Iterable[tuple[str, str, int | None]], **more: Any) -> _VotesForm:
    """Return a form with one count for each of the unions: (dossier code, name, votes known)."""
    known = {f"v{no}": one for no, one in enumerate(tied)}
    fields: dict[str, Any] = {
        name: CountField(label, [Required(_l("Nhập số phiếu; không có thì ghi 0"))], highest=1000)
        for name, (_code, label, _votes) in known.items()
    }
    fields["rows"] = {name: code for name, (code, _label, _votes) in known.items()}
    data = {name: votes for name, (_code, _label, votes) in known.items()}
    return type("VotesForm", (_VotesForm,), fields)(data=data, **more)
