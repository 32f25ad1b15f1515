"""Forms of an event's plan: the short way (three parts) and the full one (seven), and of creating an event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from forms.base import PartForm, walk
from forms.event_rows import (
    IN_PRINT,
    LINK,
    MOST_PERSONS,
    GuestForm,
    PointForm,
    QuotaForm,
    SessionForm,
)
from forms.fields import (
    YES_NO,
    CountField,
    DateField,
    LongTextField,
    ManyField,
    PartField,
    RadioChoiceField,
    RowsField,
    RowsTextField,
    TextField,
    TimeField,
)
from forms.parts import DossierPart, provide
from forms.validators import Required, RequiredWhen
from vietnamese.dates import screen_date

CODE = "event_plan"
MOST_GUESTS, MOST_SESSIONS, MOST_POINTS = 60, 12, 60

MODES = [
    ("in_person", _l("Trực tiếp")),
    ("online", _l("Trực tuyến")),
    ("mixed", _l("Trực tiếp kết hợp trực tuyến")),
]
LOCALITIES = [
    ("city", _l("Quận của thành phố trực thuộc Trung ương")),
    ("district", _l("Thành phố, thị xã, huyện thuộc tỉnh")),
    ("commune", _l("Do cấp xã tổ chức")),
]


class EventPart(DossierPart):
    """A part whose rows are told what they may offer."""

    def offer(self, choices: Mapping[str, Any], row: str | None) -> None:
        """Hand the choices to every row of every list."""
        self.known = choices
        for field in self:
            for entry in getattr(field, "entries", ()):
                if hasattr(entry.form, "offer"):
                    entry.form.offer(choices)

    def validate(self, extra_validators: Any = None) -> bool:
        """No text but the link's own field holds the address of a meeting: all of them are printed."""
        ok = super().validate(extra_validators)
        for field in walk(self):
            printed = getattr(field, "kind", "") in ("text", "long") and field.short_name != "link"
            if printed and isinstance(field.data, str) and not field.errors and LINK.search(field.data):
                ok = self.wrong(field, IN_PRINT)
        return ok

    def wrong(self, field: Any, words: Any) -> bool:
        """Add an error found between fields; returns False."""
        field.errors = [*field.errors, str(words)]
        return False


class ShortPlanPart(EventPart):
    """What and why, of a small meeting."""

    title = TextField(
        _l("Tên sự kiện"),
        [Required()],
        longest=250,
        description=_l("In trong mọi văn bản. Ví dụ: Hội nghị sơ kết 6 tháng đầu năm 2026"),
    )
    aims = LongTextField(
        _l("Mục đích"),
        [Required()],
        longest=3000,
        rows=3,
        description=_l("Mỗi dòng một ý, in thành gạch đầu dòng."),
    )
    contents = LongTextField(
        _l("Nội dung"),
        [Required()],
        longest=3000,
        rows=4,
        description=_l("Mỗi dòng một nội dung, một nhóm vấn đề."),
    )

    @classmethod
    def prefill(cls, choices: Mapping[str, Any], row: str | None) -> dict[str, Any]:
        return {"title": choices["title"]}


class PlanPart(ShortPlanPart):
    """Purpose, grounds, topics and questions."""

    ordinal = CountField(
        _l("Lần thứ"), lowest=1, highest=200, description=_l("Sự kiện tổ chức nhiều lần: lần này là lần mấy.")
    )
    in_programme = RadioChoiceField(
        _l("Có trong chương trình công tác của đơn vị"), [Required()], choices=YES_NO
    )
    unplanned_reason = TextField(
        _l("Lý do phát sinh"),
        [
            RequiredWhen(
                "in_programme",
                "no",
                said=_l("(bắt buộc khi ngoài chương trình)"),
                message=_l("Ghi lý do phát sinh ngoài chương trình công tác"),
            )
        ],
        longest=300,
        description=_l("Chỉ điền khi không có trong chương trình công tác."),
    )
    bases = ManyField(
        _l("Căn cứ in trong văn bản"),
        description=_l("Các văn bản còn hiệu lực hôm nay. Bỏ dấu ở văn bản không dùng."),
    )
    extra_bases = LongTextField(
        _l("Căn cứ khác"),
        longest=1500,
        rows=3,
        description=_l("Mỗi dòng một căn cứ. Ví dụ: Chương trình công tác năm 2026 của Công đoàn ngành"),
    )
    need = LongTextField(
        _l("Sự cần thiết"),
        longest=3000,
        rows=3,
        description=_l("In trong Tờ trình khi cấp trên cùng duyệt. Hai ba câu là đủ."),
    )
    demands = LongTextField(_l("Yêu cầu"), longest=3000, rows=3, description=_l("Mỗi dòng một yêu cầu."))
    questions = LongTextField(
        _l("Câu hỏi gợi ý thảo luận"), longest=3000, rows=3, description=_l("Mỗi dòng một câu hỏi.")
    )

    @classmethod
    def prefill(cls, choices: Mapping[str, Any], row: str | None) -> dict[str, Any]:
        return {"title": choices["title"], "bases": [code for code, _text in choices["bases"]]}

    def offer(self, choices: Mapping[str, Any], row: str | None) -> None:
        super().offer(choices, row)
        self.bases.offer(choices["bases"])

    def validate(self, extra_validators: Any = None) -> bool:
        ok = super().validate(extra_validators)
        if not self.bases.data and not self.extra_bases.data:
            ok = self.wrong(self.bases, _l("Chọn hoặc ghi ít nhất một căn cứ"))
        return ok


class _Invited:
    """What is asked about those who come, whichever the way."""

    who = LongTextField(
        _l("Thành phần"),
        [Required()],
        longest=400,
        rows=2,
        description=_l("In trong văn bản. Ví dụ: chủ tịch, phó chủ tịch, ủy viên Ban Chấp hành"),
    )
    contact = TextField(
        _l("Đầu mối liên hệ"),
        longest=200,
        description=_l("Ví dụ: đồng chí Nguyễn Thị Lan, Văn phòng Công đoàn ngành"),
    )


class WhoPart(_Invited, EventPart):
    """Quotas by unit and office, guests in the order of protocol, the list pasted from Excel."""

    guests = RowsField(PartField(GuestForm), _l("Khách mời"), max_entries=MOST_GUESTS, min_entries=1)
    staff = CountField(
        _l("Ban Tổ chức, phục vụ"),
        [Required()],
        highest=1000,
        description=_l("Số người ngoài đại biểu và khách. Không có thì ghi 0."),
    )
    bring = LongTextField(
        _l("Đại biểu chuẩn bị, mang theo"), longest=1500, rows=2, description=_l("Mỗi dòng một việc.")
    )
    reply_by = DateField(_l("Hạn trả lời của khách"), description=_l("Ví dụ: 10/04/2026"))
    list_closed_on = DateField(_l("Hạn gửi danh sách đại biểu"), description=_l("Ví dụ: 10/04/2026"))
    people = RowsTextField(
        _l("Danh sách đại biểu, dán từ Excel"),
        longest=60_000,
        rows=6,
        description=_l(
            "Chép các cột Họ và tên, Chức vụ, Đơn vị (có thể thêm Giới tính, Hưởng lương) rồi dán vào đây. Chưa có "
            "danh sách thì để trống, bổ sung sau."
        ),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        ok = super().validate(extra_validators)
        for fault in self.known["read_people"](self.people.data or "").faults:
            ok = self.wrong(self.people, gettext(fault.message, **fault.params))
        return all([ok, self._quotas()])

    def _quotas(self) -> bool:
        if "quotas" not in self:
            return True
        ok, called = True, 0
        first = self.known["first_day"]
        closed = {key: (name, day) for key, name, day in self.known["units"] if day}
        for part in self.quotas.form:
            number = part.form.called
            called += number.data or 0
            name, day = closed.get(part.short_name, ("", None))
            if number.data and day and first and day <= first:
                words = _l(
                    "%(unit)s giải thể ngày %(day)s, không triệu tập được", unit=name, day=screen_date(day)
                )
                ok = self.wrong(number, words)
        if not called and not any(part.form.called.errors for part in self.quotas.form):
            first_part = next(iter(self.quotas.form))
            ok = self.wrong(first_part.form.called, _l("Ghi số đại biểu của ít nhất một đơn vị"))
        return ok


def who_part(choices: Mapping[str, Any], row: str | None) -> type[DossierPart]:
    """Return the form of those who come, with the quota of every unit that may be called, under its key."""
    if not choices["units"]:
        return WhoPart
    rows = {
        key: PartField(type("Quota", (QuotaForm,), {"caption": name}), name)
        for key, name, _closed in choices["units"]
    }
    quotas = type("Quotas", (PartForm,), rows)
    return type("WhoOfUnits", (WhoPart,), {"quotas": PartField(quotas, _l("Số đại biểu của từng đơn vị"))})


class _Held:
    """When, where and how, whichever the way."""

    mode = RadioChoiceField(_l("Hình thức"), [Required()], choices=MODES)
    first_day = DateField(_l("Ngày tổ chức"), [Required()], description=_l("Ví dụ: 15/04/2026"))
    hall = TextField(
        _l("Địa điểm"),
        [Required()],
        longest=250,
        description=_l("Họp trực tuyến thì ghi điểm cầu trung tâm. Ví dụ: Hội trường Bệnh viện Đa khoa tỉnh"),
    )
    seats = CountField(_l("Số chỗ ngồi"), highest=MOST_PERSONS)
    link = TextField(
        _l("Đường liên kết phòng họp"),
        longest=500,
        description=_l("Chỉ gửi riêng cho người được triệu tập, không in trong văn bản nào."),
    )
    locality = RadioChoiceField(
        _l("Nơi tổ chức"), [Required()], choices=LOCALITIES, description=_l("Để áp định mức chi.")
    )

    def _online(self) -> bool:
        """An event online has a link (EV08 asks for points and keepers as well)."""
        if self.mode.data in ("online", "mixed") and not self.link.data:
            return self.wrong(self.link, _l("Họp trực tuyến thì phải có đường liên kết phòng họp"))
        return True

    @classmethod
    def prefill(cls, choices: Mapping[str, Any], row: str | None) -> dict[str, Any]:
        return {
            "mode": "in_person",
            "first_day": choices["first_day"].isoformat(),
            "locality": choices["locality"],
        }


class WhenPart(_Held, EventPart):
    """Days and sessions, the hall with its seats, the link with its connection points."""

    last_day = DateField(_l("Đến hết ngày"), description=_l("Chỉ điền khi kéo dài nhiều ngày."))
    sessions = RowsField(PartField(SessionForm), _l("Các buổi"), max_entries=MOST_SESSIONS, min_entries=1)
    link_places = CountField(_l("Đường truyền cho bao nhiêu kết nối"), highest=MOST_PERSONS)
    points = RowsField(PartField(PointForm), _l("Điểm cầu"), max_entries=MOST_POINTS, min_entries=1)
    clash = RadioChoiceField(
        _l("Cấp trên có sự kiện trùng ngày"), choices=YES_NO, description=_l("Hỏi lịch của cấp trên.")
    )
    clash_title = TextField(_l("Tên sự kiện trùng ngày"), longest=200)
    clash_shared = CountField(_l("Số đại biểu phải dự cả hai nơi"), highest=MOST_PERSONS)

    def validate(self, extra_validators: Any = None) -> bool:
        ok = super().validate(extra_validators)
        return all([ok, self._days(), self._online(), self._sessions()])

    def _days(self) -> bool:
        first, last = self.first_day.data, self.last_day.data
        if first and last and last < first:
            return self.wrong(self.last_day, _l("Ngày kết thúc phải từ ngày bắt đầu trở đi"))
        return True

    def _sessions(self) -> bool:
        rows = [entry.form for entry in self.sessions.entries if not entry.form.blank]
        if not rows:
            return self.wrong(self.sessions.entries[0].form.start, _l("Ghi giờ của ít nhất một buổi"))
        ok = True
        for row in rows:
            if row.start.data and row.end.data and row.end.data <= row.start.data:
                ok = self.wrong(row.end, _l("Giờ kết thúc phải sau giờ bắt đầu"))
        return ok


class ShortWhenPart(_Held, _Invited, EventPart):
    """Who, when and where of a small meeting, on one page."""

    called = CountField(_l("Số người dự"), [Required()], highest=MOST_PERSONS)
    start = TimeField(_l("Từ"), [Required()], description=_l("Ví dụ: 14h00"))
    end = TimeField(_l("Đến"), [Required()], description=_l("Ví dụ: 16h30"))

    def validate(self, extra_validators: Any = None) -> bool:
        ok = super().validate(extra_validators)
        if self.start.data and self.end.data and self.end.data <= self.start.data:
            ok = self.wrong(self.end, _l("Giờ kết thúc phải sau giờ bắt đầu"))
        seats, called = self.seats.data, self.called.data
        if self.mode.data != "online" and None not in (seats, called) and called > seats:
            words = _l("Nơi họp có %(seats)s chỗ, mời %(called)s người", seats=seats, called=called)
            ok = self.wrong(self.seats, words)
        return all([ok, self._online()])


def by_path(full: Any, short: Any) -> Any:
    """Return a maker that takes the form of the way the event goes."""

    def make(choices: Mapping[str, Any], row: str | None) -> type[DossierPart]:
        found = short if choices["path"] == "short" else full
        return found if isinstance(found, type) else found(choices, row)

    return make


provide(CODE, "plan", by_path(PlanPart, ShortPlanPart))
provide(CODE, "who", who_part)
provide(CODE, "when", by_path(WhenPart, ShortWhenPart))
