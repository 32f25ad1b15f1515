"""Forms of what follows an event: tasks and reports on them, recommendations and their moves, certificates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from forms.base import BaseForm, OnceMixin
from forms.event_day import UnitMixin
from forms.fields import (
    ChoiceField,
    DateField,
    LongTextField,
    ManyField,
    RadioChoiceField,
    RowsTextField,
    TextField,
)
from forms.validators import Required
from vietnamese import listing
from vietnamese.errors import ParseProblem
from vietnamese.numbers import parse_decimal


class TaskForm(OnceMixin, BaseForm):
    """A conclusion that is a task: what, who, by when, what is handed in."""

    text = LongTextField(
        _l("Việc phải làm"),
        [Required()],
        longest=500,
        rows=2,
        description=_l("Ví dụ: Rà soát, sửa đổi quy chế phối hợp"),
    )
    to = ManyField(_l("Giao cho"), [Required(_l("Chọn ít nhất một đơn vị"))])
    owner = TextField(
        _l("Ghi trên văn bản là"),
        longest=200,
        description=_l("Để trống thì in tên đơn vị. Ví dụ: Văn phòng Công đoàn ngành"),
    )
    due_on = DateField(_l("Hạn"), [Required()], description=_l("Ví dụ: 30/11/2026"))
    product = TextField(_l("Sản phẩm"), longest=200, description=_l("Ví dụ: Kế hoạch, báo cáo"))

    def said(self) -> dict[str, Any]:
        """Return what the service writes down."""
        return {name: self[name].data for name in ("text", "owner", "due_on", "product")}


class DoneForm(OnceMixin, BaseForm):
    """A unit reports a task done."""

    done_on = DateField(_l("Xong ngày"), [Required()], description=_l("Ví dụ: hôm nay"))
    note = LongTextField(
        _l("Kết quả"), longest=1000, rows=3, description=_l("Ví dụ: đã gửi dự thảo kế hoạch năm 2026")
    )


class ReopenForm(OnceMixin, BaseForm):
    """A task is opened again, with the reason."""

    note = LongTextField(_l("Lý do"), [Required()], longest=500, rows=2)


class RecommendationForm(UnitMixin, OnceMixin, BaseForm):
    """An entry of the recommendation register."""

    text = LongTextField(
        _l("Nội dung kiến nghị"),
        [Required()],
        longest=500,
        rows=3,
        description=_l("Ví dụ: Tăng mức hỗ trợ nhà “Mái ấm công đoàn”"),
    )
    unit = ChoiceField(_l("Đơn vị kiến nghị"), [Required()])
    body = TextField(_l("Tên nơi khác"), longest=200)
    field = TextField(_l("Lĩnh vực"), longest=200, description=_l("Ví dụ: Chăm lo"))
    level = ChoiceField(_l("Cấp trả lời"), description=_l("Chưa rõ thì để trống, phân loại sau."))
    addressee = TextField(_l("Cơ quan trả lời"), longest=200, description=_l("Ví dụ: Sở Y tế"))
    received_on = DateField(_l("Ngày tiếp nhận"), [Required()], description=_l("Ví dụ: hôm nay"))

    def offer(self, units: Sequence[tuple[str, str]], levels: Sequence[tuple[str, str]]) -> None:
        """Set the units called and the levels that may answer."""
        self.offer_units(units)
        self.level.offer(levels)

    def validate(self, extra_validators: Any = None) -> bool:
        return super().validate(extra_validators) and self._named()

    def said(self) -> dict[str, Any]:
        """Return what the service writes down."""
        names = ("text", "field", "level", "addressee", "received_on")
        return {name: self[name].data for name in names} | self.whence()


class MoveForm(OnceMixin, BaseForm):
    """What became of a recommendation."""

    move = RadioChoiceField(_l("Ghi việc"), [Required()])
    on = DateField(_l("Ngày"), [Required()], description=_l("Ví dụ: hôm nay"))
    text = LongTextField(
        _l("Nội dung trả lời, hoặc lý do"),
        longest=4000,
        rows=3,
        description=_l("Ví dụ: đưa vào kế hoạch tập huấn năm 2026"),
    )
    paper = TextField(
        _l("Văn bản"), longest=200, description=_l("Số và ngày. Ví dụ: Công văn số 29/CĐN-VP ngày 22/4/2026")
    )
    signer = TextField(_l("Người ký văn bản"), longest=100)
    level = ChoiceField(_l("Chuyển tới cấp"), description=_l("Chỉ chọn khi phân loại hoặc chuyển."))
    addressee = TextField(_l("Cơ quan trả lời"), longest=200, description=_l("Ví dụ: Sở Y tế"))

    def offer(self, moves: Sequence[tuple[str, str]], levels: Sequence[tuple[str, str]]) -> None:
        """Set the moves that are possible now and the levels that may answer."""
        self.move.offer(moves)
        self.level.offer(levels)

    def said(self) -> dict[str, Any]:
        """Return the words of the move."""
        return {name: self[name].data for name in ("text", "paper", "signer", "level", "addressee")}


class CertificatesForm(OnceMixin, BaseForm):
    """«Cấp giấy chứng nhận» for those who were there long enough."""

    course = TextField(
        _l("Tên khóa, lớp in trên giấy"),
        [Required()],
        longest=300,
        description=_l("Ví dụ: Tập huấn nghiệp vụ cán bộ công đoàn năm 2026"),
    )
    dated_on = DateField(_l("Ngày ghi trên giấy"), [Required()], description=_l("Ví dụ: hôm nay"))


_SCORES = [
    listing.Column("name", ("Họ và tên", "Họ tên", "Tên"), required=True, longest=100),
    listing.Column("score", ("Điểm", "Kết quả"), required=True, longest=10),
]
HIGHEST = 100  # tenths of a point


class ScoresForm(BaseForm):
    """Results of the test at the end, pasted: name and points out of ten."""

    pasted = RowsTextField(
        _l("Kết quả kiểm tra"),
        [Required()],
        longest=100_000,
        rows=8,
        description=_l("Chép từ Excel hai cột: họ và tên, điểm trên 10. Ví dụ điểm: 8,5"),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        return super().validate(extra_validators) and self._read()

    def _read(self) -> bool:
        found = listing.read_rows(self.pasted.data, _SCORES)
        faults = [(odd.line, odd.message, odd.params) for odd in found.odd]
        self.rows: list[tuple[int, str, int]] = []
        for row in found.rows:
            try:
                self.rows.append((row.line, row.cells["name"], _tenths(row.cells["score"])))
            except ParseProblem as problem:
                faults.append((row.line, problem.message, problem.params))
        for line, reason, params in sorted(faults, key=lambda fault: fault[0]):
            words = _l("Dòng %(line)s: %(reason)s", line=line, reason=gettext(reason, **params))
            self.pasted.errors = [*self.pasted.errors, str(words)]
        return not faults


def _tenths(cell: str) -> int:
    """Return the tenths of a point that a cell says: «8,5» is 85."""
    tenths = parse_decimal(cell, 1)
    if not 0 <= tenths <= HIGHEST:
        raise ParseProblem("Nhập điểm từ 0 đến 10, ví dụ 8,5")
    return tenths
