"""Who is nominated: ticked in the unit's lists, read from rows pasted from Excel; what is answered once for all."""

from __future__ import annotations

import json
from typing import Any

from flask_babel import lazy_gettext as _l

from forms.base import PartForm
from forms.fields import CheckField, ChoiceField, ManyField, PartField, RowsTextField
from forms.nested import WrittenHidden
from forms.parts import DossierPart

RATINGS = [
    ("HTXS", _l("Hoàn thành xuất sắc nhiệm vụ")),
    ("HTT", _l("Hoàn thành tốt nhiệm vụ")),
    ("HT", _l("Hoàn thành nhiệm vụ")),
    ("KHT", _l("Không hoàn thành nhiệm vụ")),
]


class SameForAll(PartForm):
    """Answers that are usually the same for everybody. Ticking one is the declaration; saving the page writes it to
    everybody who has no answer yet, and then the ticks are gone: who comes later is asked anew.
    """

    registered = CheckField(_l("Tất cả đã đăng ký thi đua đầu năm"))
    present = CheckField(_l("Không ai nghỉ ngày nào, không tính nghỉ thai sản, nghỉ phép"))
    clean = CheckField(_l("Không ai bị kỷ luật, xử phạt trong năm"))
    settled = CheckField(
        _l("Không ai đang bị xem xét kỷ luật, thanh tra, điều tra hoặc có đơn thư chưa giải quyết")
    )
    unused = CheckField(_l("Sáng kiến, đề tài của mọi người chưa dùng để xét lần nào"))

    rating = ChoiceField(_l("Xếp loại năm nay, cho ai chưa có"), choices=RATINGS)

    # tick: (field of a nominee's page, the answer as a draft stores it)
    ANSWERS = {
        "registered": ("registered", "yes"),
        "present": ("absent_days", 0),
        "clean": ("discipline", "none"),
        "settled": ("open_case", "no"),
        "unused": ("used", "no"),
    }

    def answers(self) -> dict[str, Any]:
        """Return {field of a nominee's page: answer} of what was ticked or chosen."""
        ticked = dict(pair for name, pair in self.ANSWERS.items() if self[name].data)
        return ({"rating": self.rating.data} if self.rating.data else {}) | ticked


class _LeaveField(ManyField):
    """Who goes from the lists: works on this page, is no answer; no note is pinned to it."""

    aid = True


class _SamePart(PartField):
    """Kept with the draft, no answer of the dossier: nothing that lists answers shows it."""

    kind = "hidden"


class SheetField(WrittenHidden):
    """What was read from the pasted rows and is not yet written to the nominees: {key: {field: text of the cell}}.

    A draft keeps it as a text, so that a later list takes the place of an earlier one.
    """

    def _parse(self, raw: str) -> dict[str, dict[str, str]]:
        read = json.loads(raw or "{}")
        if not (isinstance(read, dict) and all(isinstance(row, dict) for row in read.values())):
            raise ValueError(raw)
        return {str(key): {str(name): str(text) for name, text in row.items()} for key, row in read.items()}

    def process_data(self, value: Any) -> None:
        self.data = self._parse(value) if isinstance(value, str) else value or {}

    def _value(self) -> str:
        return json.dumps(self.data or {}, ensure_ascii=False)

    @property
    def stored(self) -> str:
        """What a draft keeps; nothing read is the empty text."""
        return self._value() if self.data else ""


class NomineesPart(DossierPart):
    """Who is nominated: chosen from the unit's people and groups; rows pasted from Excel are read to the same."""

    groups = ManyField(
        _l("Tập thể"), description=_l("Tổ công đoàn, công đoàn bộ phận hoặc cả công đoàn cơ sở.")
    )
    people = ManyField(
        _l("Cá nhân"), description=_l("Chọn trong danh sách đoàn viên của đơn vị. Tìm không cần gõ dấu.")
    )
    pasted = RowsTextField(
        _l("Dán danh sách từ Excel"),
        longest=60_000,
        rows=4,
        description=_l("Chép cả bảng, kể cả dòng tên cột như “Thành tích”, “Xếp loại”."),
    )
    leave = _LeaveField(
        _l("Trong hồ sơ mà không có trong danh sách vừa dán"),
        description=_l("Đánh dấu người cần bỏ khỏi hồ sơ."),
    )
    sheet = SheetField()
    same = _SamePart(SameForAll, _l("Giống nhau cho tất cả"))

    # What only this page works with: no answers of the dossier.
    AIDS = ("leave", "sheet", "same")

    def offer(self, choices: Any, row: str | None) -> None:
        self.people.offer([(one.key, one.name) for one in choices["people"]])
        self.groups.offer([(one.key, one.name) for one in choices["groups"]])
        self.leave.offer([*((one.key, one.name) for one in choices["people"] + choices["groups"])])
        self.award = choices["award"]
        for field in (self.people, self.groups):
            field.data = [key for key in field.data or [] if key not in self.leave.data]

    def stored(self) -> dict[str, Any]:
        """Return what the draft keeps: who leaves the list is simply not in it."""
        kept = super().stored()
        return {name: value for name, value in kept.items() if name != "leave" and (name != "same" or value)}

    def understood(self) -> dict[str, Any]:
        """Return who is nominated, and nothing of what this page works with."""
        return {name: value for name, value in super().understood().items() if name not in self.AIDS}

    def validate(self, extra_validators: Any = None) -> bool:
        ok = super().validate(extra_validators)
        if not (self.people.data or self.groups.data):
            self.people.errors = [*self.people.errors, str(_l("Chọn ít nhất một người hoặc một tập thể"))]
            ok = False
        if self.pasted.data:
            self.pasted.errors = [
                *self.pasted.errors,
                str(_l("Còn dòng dán từ Excel chưa đọc xong. Bấm “Đọc danh sách”, hoặc xóa các dòng này")),
            ]
            ok = False
        return ok
