"""Forms of a nomination for an award: the round, the nominees, their results, the attachments (and `forms.meeting`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from forms.base import PartForm
from forms.fields import (
    YES_NO,
    ChoiceField,
    CountField,
    DateField,
    LongTextField,
    ManyField,
    PartField,
    RadioChoiceField,
    RowsField,
    TextField,
    YearField,
)
from forms.meeting import meeting_part
from forms.nominees import RATINGS, NomineesPart
from forms.parts import DossierPart, provide
from forms.validators import Required

CODE = "award_nomination"
MOST_NOMINEES = 200
MOST_INITIATIVES = 6

DISCIPLINE = [
    ("none", _l("Không có")),
    ("khien_trach", _l("Khiển trách")),
    ("canh_cao", _l("Cảnh cáo")),
    ("higher", _l("Nặng hơn cảnh cáo")),
    ("fined", _l("Bị xử phạt hành chính")),
]
NOT_SAID_REGISTERED = _l("Chọn “Có” hoặc “Không”: có đăng ký thi đua đầu năm không?")
NOT_SAID_OPEN = _l("Chọn “Có” hoặc “Không”: có vụ việc chưa giải quyết không?")


class RoundPart(DossierPart):
    """The round and its deadline are known; asked are the bases to cite and the reason in one sentence."""

    reason = LongTextField(
        _l("Lý do đề nghị"),
        [Required()],
        longest=600,
        rows=3,
        description=_l(
            "Một hai câu, in trong Tờ trình. Ví dụ: có thành tích xuất sắc trong hoạt động công đoàn năm 2026"
        ),
    )
    bases = ManyField(
        _l("Căn cứ in trong Tờ trình"),
        [Required(_l("Chọn ít nhất một căn cứ"))],
        description=_l("Các văn bản còn hiệu lực hôm nay. Bỏ dấu ở văn bản không dùng."),
    )
    extra_bases = LongTextField(
        _l("Căn cứ khác"),
        longest=1500,
        rows=3,
        description=_l(
            "Mỗi dòng một căn cứ. Ví dụ: Kế hoạch số 12/KH-CĐCS ngày 05/3/2026 về phong trào thi đua"
        ),
    )

    @classmethod
    def prefill(cls, choices: Mapping[str, Any], row: str | None) -> dict[str, Any]:
        reason = _l("có thành tích xuất sắc trong hoạt động công đoàn năm %(year)s", year=choices["year"])
        return {"bases": [code for code, _ in choices["bases"]], "reason": str(reason)}

    def offer(self, choices: Mapping[str, Any], row: str | None) -> None:
        self.bases.offer(choices["bases"])


class InitiativeForm(PartForm):
    """One initiative or topic."""

    name = TextField(_l("Tên sáng kiến, đề tài"), longest=300)
    year = YearField(_l("Năm"), lowest=2000, highest=2100)
    recognised_by = TextField(_l("Nơi công nhận"), longest=200, description=_l("Ví dụ: Giám đốc Bệnh viện"))
    decision_no = TextField(_l("Số quyết định"), longest=60, description=_l("Ví dụ: 212/QĐ-BV"))
    decision_on = DateField(_l("Ngày quyết định"), description=_l("Ví dụ: 20/10/2026"))
    used = RadioChoiceField(
        _l("Đã dùng để xét danh hiệu, khen thưởng lần nào chưa"),
        choices=[("no", _l("Chưa dùng")), ("yes", _l("Đã dùng"))],
        description=_l("Mỗi sáng kiến chỉ được tính một lần."),
    )

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        ok = super().validate(*args, **kwargs)
        others = (self.year, self.recognised_by, self.decision_no, self.decision_on)
        if not self.name.data and any(field.data for field in others):
            self.name.errors = [*self.name.errors, str(_l("Nhập tên sáng kiến, đề tài"))]
            return False
        return ok


class _Results(DossierPart):
    """What is asked of every nominee."""

    rating = ChoiceField(
        _l("Xếp loại năm nay"),
        [Required()],
        choices=RATINGS,
        description=_l("Theo kết quả đánh giá, xếp loại trong năm."),
    )
    summary = LongTextField(
        _l("Tóm tắt thành tích"),
        [Required()],
        longest=300,
        rows=2,
        description=_l(
            "Một hai dòng, in trong Danh sách đề nghị. Ví dụ: Dẫn đầu phong trào thi đua khối nội."
        ),
    )
    results = LongTextField(
        _l("Thành tích trong năm"),
        [Required()],
        longest=6000,
        rows=8,
        description=_l(
            "In trong Báo cáo thành tích. Viết việc đã làm, có con số. Ví dụ: Vận động 12 đoàn viên hiến máu, "
            "tổ chức 3 buổi thăm hỏi, quỹ xã hội đạt 18.500.000 đồng."
        ),
    )

    @classmethod
    def prefill(cls, choices: Mapping[str, Any], row: str | None) -> dict[str, Any]:
        record = choices["records"].get(row)
        rating = record.ratings.get(choices["year"]) if record else None
        return {"report": "made"} | ({"rating": rating} if rating else {})


class PersonResults(_Results):
    """Results of a person."""

    registered = RadioChoiceField(
        _l("Đã đăng ký thi đua đầu năm"),
        [Required(NOT_SAID_REGISTERED)],
        choices=YES_NO,
        description=_l("Bản đăng ký thi đua đầu năm của người này."),
    )
    absent_days = CountField(
        _l("Số ngày nghỉ trong năm"),
        [Required()],
        highest=366,
        description=_l("Ngày làm việc, không tính nghỉ thai sản, nghỉ phép. Không nghỉ thì ghi 0."),
    )
    discipline = RadioChoiceField(
        _l("Kỷ luật, xử phạt trong năm"),
        [Required(_l("Chọn mức kỷ luật, xử phạt trong năm; không bị thì chọn “Không có”"))],
        choices=DISCIPLINE,
        description=_l("Chọn mức cao nhất nếu có nhiều lần."),
    )
    discipline_from = DateField(
        _l("Kỷ luật từ ngày"), description=_l("Chỉ điền khi có kỷ luật. Ví dụ: 05/3/2026")
    )
    discipline_to = DateField(
        _l("Kỷ luật đến ngày"), description=_l("Ngày hết hạn kỷ luật. Chưa hết thì để trống.")
    )
    open_case = RadioChoiceField(
        _l("Đang bị xem xét kỷ luật, thanh tra, điều tra hoặc có đơn thư chưa giải quyết"),
        [Required(NOT_SAID_OPEN)],
        choices=YES_NO,
        description=_l("Đang bị xem xét thì chưa được đề nghị khen."),
    )
    initiatives = RowsField(
        PartField(InitiativeForm), _l("Sáng kiến, đề tài"), max_entries=MOST_INITIATIVES, min_entries=1
    )
    report = RadioChoiceField(
        _l("Báo cáo thành tích"),
        [Required()],
        choices=[
            ("made", _l("Lập từ nội dung trên trang này")),
            ("scan", _l("Dùng bản chụp đã ký, gửi ở phần Tệp đính kèm")),
        ],
        description=_l("Máy lập báo cáo từ nội dung ở trên; bản chụp đã ký có thể thay cho bản đó."),
    )

    @classmethod
    def prefill(cls, choices: Mapping[str, Any], row: str | None) -> dict[str, Any]:
        record = choices["records"].get(row)
        made = record.initiatives if record else ()
        return super().prefill(choices, row) | {
            "initiatives": [_known(one) for one in made if one.year == choices["year"]]
        }


def _known(one: Any) -> dict[str, Any]:
    """An initiative on record, as the form's rows store it."""
    return {
        "name": one.name,
        "year": one.year,
        "recognised_by": one.recognised_by,
        "decision_no": one.decision_no,
        "decision_on": one.decision_on.isoformat() if one.decision_on else "",
    }


class GroupResults(_Results):
    """Results of a group or a union."""

    score = TextField(_l("Điểm chấm"), longest=20, description=_l("Ví dụ: 96 điểm"))
    members = CountField(
        _l("Số đoàn viên"), [Required()], highest=100_000, description=_l("Tính đến ngày họp xét. Ví dụ: 26")
    )
    women = CountField(_l("Trong đó nữ"), highest=100_000, description=_l("Ví dụ: 19"))
    registered = RadioChoiceField(
        _l("Đã đăng ký thi đua đầu năm"), [Required(NOT_SAID_REGISTERED)], choices=YES_NO
    )
    open_case = RadioChoiceField(
        _l("Đang có đơn thư, vụ việc chưa giải quyết"), [Required(NOT_SAID_OPEN)], choices=YES_NO
    )
    report = PersonResults.report

    @classmethod
    def prefill(cls, choices: Mapping[str, Any], row: str | None) -> dict[str, Any]:
        members, women = choices["sizes"].get(row, (None, None))
        return super().prefill(choices, row) | ({"members": members, "women": women} if members else {})

    def validate(self, extra_validators: Any = None) -> bool:
        ok = super().validate(extra_validators)
        women, members = self.women.data, self.members.data
        if women is not None and members is not None and women > members:
            words = _l(
                "%(members)s người, trong đó nữ %(women)s. Số nữ không lớn hơn tổng số",
                members=members,
                women=women,
            )
            self.women.errors = [*self.women.errors, str(words)]
            ok = False
        return ok


def results_part(choices: Mapping[str, Any], row: str | None) -> type[DossierPart]:
    """Return the form for a nominee: people and collectives are asked different things."""
    return PersonResults if row is None or row.startswith("p") else GroupResults


class AttachmentsPart(DossierPart):
    """Files are sent one by one; here is only a word about them for the reviewer."""

    remark = LongTextField(
        _l("Lời nhắn cho người thẩm định"),
        longest=600,
        rows=2,
        description=_l("Không in trong văn bản."),
    )


provide(CODE, "round", RoundPart)
provide(CODE, "nominees", NomineesPart)
provide(CODE, "results", results_part)
provide(CODE, "meeting", meeting_part)
provide(CODE, "attachments", AttachmentsPart)
