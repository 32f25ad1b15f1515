"""Forms of the report on an event: what came of it, the settlement line by line, the news with its photos."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from forms.base import PartForm
from forms.fields import (
    ChoiceField,
    DateField,
    LongTextField,
    MoneyField,
    PartField,
    RowsField,
    TextField,
)
from forms.parts import DossierPart, provide
from forms.validators import Required

CODE = "event_report"
MOST_COMPARED, MOST_PHOTOS = 30, 20


class ComparedForm(PartForm):
    """Planned and done side by side, as people say numbers: «80», «hơn 80»."""

    content = TextField(_l("Chỉ tiêu"), longest=300)
    planned = TextField(_l("Kế hoạch"), longest=100)
    done = TextField(_l("Thực hiện"), longest=100)
    note = TextField(_l("Ghi chú"), longest=200)

    def validate(self, extra_validators: Any = None) -> bool:
        ok = super().validate(extra_validators)
        filled = [name for name in ("content", "planned", "done") if self[name].data]
        if ok and filled and len(filled) < 3:
            missing = next(name for name in ("content", "planned", "done") if name not in filled)
            self[missing].errors = [str(_l("Điền đủ chỉ tiêu, kế hoạch và thực hiện"))]
            return False
        return ok


class ResultPart(DossierPart):
    """What came of the event. Who was there and who spoke is counted from the registers, not asked."""

    addressees = LongTextField(
        _l("Kính gửi"),
        longest=1000,
        rows=2,
        description=_l("Mỗi nơi một dòng. Ví dụ: Ban Thường vụ Liên đoàn Lao động tỉnh"),
    )
    general = LongTextField(
        _l("Khái quát"),
        [Required()],
        longest=4000,
        rows=4,
        description=_l("Thời gian, địa điểm, chủ trì, khách mời."),
    )
    preparation = LongTextField(_l("Công tác chuẩn bị"), longest=4000, rows=3)
    compared = RowsField(
        PartField(ComparedForm),
        _l("Kế hoạch và thực hiện, ngoài số đại biểu và kinh phí"),
        min_entries=1,
        max_entries=MOST_COMPARED,
        description=_l("Số ước thì ghi đúng như nói: hơn 80, gần 500. Máy không tính tỷ lệ cho số ước."),
    )
    good = LongTextField(_l("Ưu điểm"), [Required()], longest=4000, rows=3)
    limits = LongTextField(_l("Hạn chế"), longest=4000, rows=3)
    effects = LongTextField(_l("Kết quả, tác động"), longest=4000, rows=3)
    requests = LongTextField(
        _l("Kiến nghị với cấp trên"), longest=4000, rows=3, description=_l("Mỗi ý một dòng.")
    )
    next_steps = LongTextField(
        _l("Việc tiếp theo"), longest=4000, rows=3, description=_l("Mỗi việc một dòng.")
    )
    recipients = LongTextField(_l("Nơi nhận"), longest=1000, rows=2, description=_l("Mỗi nơi một dòng."))

    @classmethod
    def prefill(cls, choices: Mapping[str, Any], row: str | None) -> dict[str, Any]:
        return {"general": choices["general"], "compared": []}


class SpentForm(PartForm):
    """What was spent on a line of the estimate."""

    actual = MoneyField(_l("Thực chi"), [Required(_l("Nhập số thực chi; không chi thì ghi 0"))])
    voucher = TextField(_l("Chứng từ"), longest=100, description=_l("Ví dụ: CT01"))
    reason = TextField(_l("Lý do nếu chi khác dự toán"), longest=200)


class _Settlement(DossierPart):
    """The settlement: what was advanced, spent, when; one row for every line of the estimate that was approved."""

    advance = MoneyField(_l("Đã tạm ứng"), [Required(_l("Nhập số đã tạm ứng; không ứng thì ghi 0"))])
    paid_on = DateField(_l("Ngày chi khoản cuối"), [Required()], description=_l("Ví dụ: 16/04/2026"))
    more_approved_on = DateField(
        _l("Ngày duyệt khoản chi vượt"), description=_l("Chỉ điền khi tổng thực chi vượt số được duyệt.")
    )
    maker = ChoiceField(_l("Người lập quyết toán"), [Required()])
    accountant = ChoiceField(_l("Kế toán"))

    @classmethod
    def prefill(cls, choices: Mapping[str, Any], row: str | None) -> dict[str, Any]:
        return {"advance": choices["approved"], "maker": choices["me"], "accountant": choices["accountant"]}

    def offer(self, choices: Mapping[str, Any], row: str | None) -> None:
        self.maker.offer(choices["officers"])
        self.accountant.offer(choices["officers"])

    def validate(self, extra_validators: Any = None) -> bool:
        ok = super().validate(extra_validators)
        today = self.today_given
        if today and self.paid_on.data and self.paid_on.data > today:
            self.paid_on.errors = [*self.paid_on.errors, str(_l("Ngày chi ở sau hôm nay"))]
            ok = False
        return ok


class NoMoney(DossierPart):
    """There was no estimate: nothing is settled."""


def settlement_part(choices: Mapping[str, Any], row: str | None) -> type[DossierPart]:
    """Return the form of the settlement with a row for each line of the estimate, under the line's key."""
    lines = choices["lines"]
    if not lines:
        return NoMoney

    def spent(content: str, estimate: str) -> type[PartForm]:
        return type("Spent", (SpentForm,), {"caption": f"{content} ({estimate})"})

    rows = {key: PartField(spent(content, said), f"{content}: {said}") for key, content, said in lines}
    parts = type("SpentRows", (PartForm,), rows)
    return type("SettlementPart", (_Settlement,), {"lines": PartField(parts, _l("Từng khoản"))})


class PhotoForm(PartForm):
    """A photo that goes with the news: which file, what it shows, who took it."""

    photo = ChoiceField(_l("Ảnh"))
    caption = TextField(
        _l("Chú thích"), longest=300, description=_l("Ai, làm gì, ở đâu. Ví dụ: Quang cảnh hội thảo")
    )
    author = TextField(_l("Người chụp"), longest=100)

    def validate(self, extra_validators: Any = None) -> bool:
        ok = super().validate(extra_validators)
        if ok and self.photo.data and not self.caption.data:
            self.caption.errors = [str(_l("Nhập chú thích của ảnh"))]
            return False
        return ok


class NewsPart(DossierPart):
    """The news. Small meetings need none: left wholly empty, nothing is asked."""

    headline = TextField(_l("Tiêu đề"), longest=300)
    lead = LongTextField(
        _l("Đoạn mở đầu"), longest=1000, rows=3, description=_l("Khi nào, ở đâu, ai tổ chức việc gì.")
    )
    guests = LongTextField(_l("Khách, đại biểu"), longest=1000, rows=2)
    content = LongTextField(
        _l("Nội dung"),
        longest=8000,
        rows=6,
        description=_l("Số liệu chính do máy lấy từ sổ và in kèm tin."),
    )
    conclusion = LongTextField(_l("Kết luận"), longest=2000, rows=2)
    day = DateField(_l("Ngày đăng"), description=_l("Ví dụ: 17/04/2026"))
    published = TextField(
        _l("Nơi đăng"), longest=200, description=_l("Ví dụ: Trang thông tin của Liên đoàn Lao động tỉnh")
    )
    author = ChoiceField(_l("Người viết"))
    approver = ChoiceField(_l("Người duyệt"))
    photos = RowsField(PartField(PhotoForm), _l("Ảnh và chú thích"), min_entries=1, max_entries=MOST_PHOTOS)

    NEEDED = ("headline", "lead", "content", "day", "author", "approver")

    @classmethod
    def prefill(cls, choices: Mapping[str, Any], row: str | None) -> dict[str, Any]:
        return {"photos": [{"photo": key} for key, _name in choices["photos"]]}

    def offer(self, choices: Mapping[str, Any], row: str | None) -> None:
        self.author.offer(choices["officers"])
        self.approver.offer(choices["officers"])
        for entry in self.photos.entries:
            entry.form.photo.offer(choices["photos"])

    def validate(self, extra_validators: Any = None) -> bool:
        ok = super().validate(extra_validators)
        if any(self[name].data for name in self.NEEDED):
            for name in self.NEEDED:
                if not self[name].data and not self[name].errors:
                    self[name].errors = [Required()._words(self[name])]
                    ok = False
        if self.author.data and self.author.data == self.approver.data:
            self.approver.errors = [*self.approver.errors, str(_l("Người viết không tự duyệt tin"))]
            ok = False
        return ok


provide(CODE, "report", ResultPart)
provide(CODE, "settlement", settlement_part)
provide(CODE, "news", NewsPart)
