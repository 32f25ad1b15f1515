"""Forms of a self-review: the unit and its sheet, figures of the year, the report, the proposal, the files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from forms.fields import (
    YES_NO,
    CountField,
    DateField,
    LongTextField,
    ManyField,
    MoneyField,
    RadioChoiceField,
    TextField,
)
from forms.parts import DossierPart, provide
from forms.review_meeting import ReviewMeetingPart
from forms.review_scores import scores_part
from forms.validators import NotMoreThan, NumberBetween, Required

CODE = "self_review"
_TERM = re.compile(r"(\d{4})-(\d{4})")
MORE_TRAINED = _l("%(part)s người được tập huấn, nhiều hơn %(whole)s cán bộ")
MORE_MINUTES = _l("Một năm có 12 kỳ họp hằng tháng; họp thêm thì vẫn ghi 12")


class UnitPart(DossierPart):
    """Which sheet the unit is scored by, how many members it has, its term, when it was founded or merged."""

    sheet = RadioChoiceField(
        _l("Bảng điểm"),
        [Required()],
        description=_l("Theo loại hình của đơn vị. Đổi bảng điểm thì phải chấm lại theo bảng mới."),
    )
    members = CountField(
        _l("Số đoàn viên"),
        [Required(), NumberBetween(lowest=1)],
        highest=1_000_000,
        description=_l("Ví dụ: 188"),
    )
    women = CountField(
        _l("Trong đó nữ"),
        [NotMoreThan("members", _l("%(whole)s người, trong đó nữ %(part)s. Số nữ không lớn hơn tổng số"))],
        highest=1_000_000,
    )
    staff = CountField(
        _l("Tổng số công nhân, viên chức, lao động"), highest=1_000_000, description=_l("Ví dụ: 190")
    )
    term = TextField(_l("Nhiệm kỳ"), [Required()], longest=20, description=_l("Ví dụ: 2023-2028"))
    founded_on = DateField(
        _l("Ngày thành lập"),
        [Required()],
        description=_l("Theo quyết định thành lập. Không rõ ngày thì ghi ngày đầu năm thành lập."),
    )
    merged_on = DateField(
        _l("Ngày sáp nhập, chia tách gần nhất"), description=_l("Không sáp nhập, chia tách thì để trống.")
    )

    @classmethod
    def prefill(cls, choices: Mapping[str, Any], row: str | None) -> dict[str, Any]:
        return choices["known"]["unit"]

    def offer(self, choices: Mapping[str, Any], row: str | None) -> None:
        self.sheet.offer(choices["sheets"])

    def validate(self, extra_validators: Any = None) -> bool:
        ok = super().validate(extra_validators)
        found = _TERM.fullmatch((self.term.data or "").replace(" ", "").replace("–", "-"))
        if self.term.data and (found is None or found[1] >= found[2]):
            self.term.errors = [*self.term.errors, str(_l("Nhập hai năm của nhiệm kỳ, ví dụ 2023-2028"))]
            ok = False
        return ok


def _asked(label: Any, hint: Any = "") -> RadioChoiceField:
    """A question that must be answered with yes or no."""
    return RadioChoiceField(label, [Required(_l("Chọn “Có” hoặc “Không”"))], choices=YES_NO, description=hint)


class YearPart(DossierPart):
    """What the rules hold the points against; what nobody has to tell twice is filled in."""

    minutes = CountField(
        _l("Số kỳ họp Ban Chấp hành có biên bản"),
        [Required(), NumberBetween(highest=12, message=MORE_MINUTES)],
        highest=400,
        description=_l("Họp hằng tháng: đủ là 12."),
    )
    months_without_meeting = CountField(
        _l("Số tháng liền không họp, dài nhất"),
        [Required()],
        highest=12,
        description=_l("Không có thì ghi 0."),
    )
    conference_due = _asked(_l("Đơn vị phải tổ chức hội nghị viên chức, người lao động trong năm"))
    conference_on = DateField(
        _l("Ngày họp hội nghị"), description=_l("Ví dụ: 20/3/2026. Không họp thì để trống.")
    )
    resolution = RadioChoiceField(_l("Hội nghị ra nghị quyết"), choices=YES_NO)
    officers = CountField(_l("Số cán bộ công đoàn"), [Required()], highest=100_000)
    trained = CountField(
        _l("Số cán bộ được tập huấn trong năm"),
        [Required(), NotMoreThan("officers", MORE_TRAINED)],
        highest=100_000,
    )
    dues_due = MoneyField(_l("Đoàn phí phải thu"), [Required()])
    dues_collected = MoneyField(_l("Đoàn phí đã thu"), [Required()])
    settlement_in_time = _asked(_l("Quyết toán nộp đúng hạn"))
    open_overdue = CountField(
        _l("Số kiến nghị quá hạn chưa trả lời"),
        [Required()],
        highest=10_000,
        description=_l("Không có thì ghi 0."),
    )
    late_reports = CountField(_l("Số báo cáo gửi muộn trong năm"), [Required()], highest=1000)
    congress_overdue_months = CountField(
        _l("Đại hội quá hạn mấy tháng"), [Required()], highest=240, description=_l("Đúng nhiệm kỳ thì ghi 0.")
    )
    disciplined = _asked(_l("Có cán bộ, ủy viên Ban Chấp hành bị kỷ luật"))
    warned = _asked(_l("Có ủy viên Ban Chấp hành bị kỷ luật từ cảnh cáo trở lên"))
    complaint_proven = _asked(_l("Có đơn thư khiếu nại, tố cáo đúng"))
    finance_breach = _asked(_l("Có vi phạm về tài chính công đoàn"))
    unlawful_strike = _asked(_l("Có ngừng việc trái luật hoặc khiếu kiện đông người"))
    false_report = _asked(_l("Có số liệu báo cáo bị kết luận sai sự thật"))
    opinion_attached = _asked(
        _l("Đã có ý kiến bằng văn bản của cấp ủy, thủ trưởng đơn vị"), _l("Gửi kèm ở phần Tệp minh chứng.")
    )

    @classmethod
    def prefill(cls, choices: Mapping[str, Any], row: str | None) -> dict[str, Any]:
        return choices["known"]["year"]

    def validate(self, extra_validators: Any = None) -> bool:
        ok = super().validate(extra_validators)
        if self.conference_on.data and not self.resolution.data:
            self.resolution.errors = [str(_l("Chọn hội nghị có ra nghị quyết hay không"))]
            return False
        return ok


class ReportPart(DossierPart):
    """The report of the year (M3), chapter by chapter; figures told before are set beside the question."""

    situation = LongTextField(
        _l("Đặc điểm tình hình"),
        [Required()],
        longest=6000,
        rows=5,
        description=_l("Đơn vị, đoàn viên, Ban Chấp hành, tổ công đoàn; thuận lợi, khó khăn."),
    )
    care = LongTextField(_l("Đại diện, chăm lo, bảo vệ đoàn viên"), [Required()], longest=6000, rows=5)
    communication = LongTextField(_l("Tuyên truyền, giáo dục"), longest=6000, rows=4)
    emulation = LongTextField(_l("Thi đua, khen thưởng"), longest=6000, rows=4)
    women = LongTextField(_l("Công tác nữ công"), longest=6000, rows=3)
    organisation = LongTextField(
        _l("Xây dựng tổ chức, kiểm tra, tài chính"), [Required()], longest=6000, rows=5
    )
    charity = LongTextField(_l("Xã hội từ thiện"), longest=6000, rows=3)
    good = LongTextField(_l("Ưu điểm"), [Required()], longest=4000, rows=4)
    limits = LongTextField(_l("Hạn chế, nguyên nhân"), longest=4000, rows=4)
    targets = LongTextField(
        _l("Chỉ tiêu năm sau"), longest=4000, rows=3, description=_l("Mỗi dòng một chỉ tiêu.")
    )
    plan = LongTextField(
        _l("Nhiệm vụ, giải pháp năm sau"), longest=4000, rows=3, description=_l("Mỗi dòng một việc.")
    )
    requests = LongTextField(_l("Kiến nghị"), longest=4000, rows=3, description=_l("Mỗi dòng một kiến nghị."))

    @classmethod
    def prefill(cls, choices: Mapping[str, Any], row: str | None) -> dict[str, Any]:
        return choices["known"]["report"]


class ProposalPart(DossierPart):
    """The bases that the Tờ trình cites, and what is sent beside the papers."""

    bases = ManyField(
        _l("Căn cứ in trong Tờ trình"),
        [Required(_l("Chọn ít nhất một căn cứ"))],
        description=_l("Các văn bản còn hiệu lực hôm nay. Bỏ dấu ở văn bản không dùng."),
    )
    extra_bases = LongTextField(
        _l("Căn cứ khác"),
        longest=1500,
        rows=3,
        description=_l("Mỗi dòng một căn cứ."),
    )
    late_reason = LongTextField(
        _l("Lý do gửi muộn"), longest=600, rows=2, description=_l("Chỉ điền khi gửi sau hạn nộp.")
    )

    @classmethod
    def prefill(cls, choices: Mapping[str, Any], row: str | None) -> dict[str, Any]:
        return {
            "bases": [code for code, _ in choices["bases"]],
            "extra_bases": choices["known"]["guidance"],
        }

    def offer(self, choices: Mapping[str, Any], row: str | None) -> None:
        self.bases.offer(choices["bases"])


class AttachmentsPart(DossierPart):
    """Files are sent one by one; here is only a word about them for the verifiers."""

    remark = LongTextField(
        _l("Lời nhắn cho người thẩm định"), longest=600, rows=2, description=_l("Không in trong văn bản.")
    )


provide(CODE, "unit", UnitPart)
provide(CODE, "year", YearPart)
provide(CODE, "scores", scores_part)
provide(CODE, "meeting", ReviewMeetingPart)
provide(CODE, "report", ReportPart)
provide(CODE, "proposal", ProposalPart)
provide(CODE, "attachments", AttachmentsPart)
