"""Forms of printing in bulk: which files, on which paper; and a list of people typed or sent as a file."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from forms.base import BaseForm, OnceMixin
from forms.fields import (
    ChoiceField,
    DateField,
    FileField,
    LongTextField,
    ManyField,
    RadioChoiceField,
    RowsTextField,
    TextField,
)
from forms.validators import Required

FARTHEST = 20  # mm


def _millimetres(text: str | None) -> float | None:
    """Return «1,5» or «-2» as a number; None for what is none, or too far."""
    try:
        value = float((text or "0").strip().replace(",", ".").replace("−", "-"))
    except ValueError:
        return None
    return value if -FARTHEST <= value <= FARTHEST else None


class PrintForm(OnceMixin, BaseForm):
    """Which files are made besides the one for the printer, and whether the paper has a border already."""

    formats = ManyField(
        _l("Tệp riêng cho từng người"),
        choices=[("pdf", _l("PDF từng người")), ("docx", _l("Word từng người"))],
        description=_l("Luôn có một tệp PDF chung để in. Chọn thêm nếu cần gửi riêng hoặc sửa tay."),
    )
    paper = RadioChoiceField(
        _l("In lên"),
        [Required()],
        choices=[
            ("plain", _l("Giấy trắng: in cả khung")),
            ("stock", _l("Phôi in sẵn: chỉ in phần điền")),
            ("framed", _l("Phôi chỉ có khung: in tất cả các dòng chữ")),
        ],
        default="plain",
    )
    logo = FileField(
        _l("Biểu trưng của đơn vị"),
        endings=("png", "jpg", "jpeg"),
        most_bytes=2_000_000,
        description=_l(
            "In ở giữa, phía trên Quốc hiệu. Ảnh PNG hoặc JPEG, tối đa 2 MB; không có thì để trống."
        ),
    )
    dx = TextField(
        _l("Dịch sang phải (mm)"), longest=6, description=_l("Chỉ với phôi in sẵn. Ví dụ: 1,5 hoặc -2")
    )
    dy = TextField(_l("Dịch xuống dưới (mm)"), longest=6)

    def validate(self, **more: Any) -> bool:
        """Check the offsets besides the fields."""
        good = super().validate(**more)
        for field in (self.dx, self.dy):
            if _millimetres(field.data) is None:
                self.refuse(_l("Nhập số milimét từ -20 đến 20"), at=field.name)
                good = False
        return good

    def sent(self) -> dict[str, Any]:
        """Return the arguments of `batches.start`."""
        stock = None
        if self.paper.data != "plain":
            offsets = {"dx": _millimetres(self.dx.data), "dy": _millimetres(self.dy.data)}
            stock = {**offsets, "headings": self.paper.data == "framed"}
        logo = self.logo.data.read() if self.logo.data and getattr(self.logo.data, "filename", "") else None
        return {"once": self.once.data, "formats": self.formats.data or [], "stock": stock, "logo": logo}


class ListForm(PrintForm):
    """A list of people who all get the same certificate."""

    kind = ChoiceField(_l("Loại giấy"), [Required()])
    title = TextField(
        _l("Danh hiệu"),
        longest=200,
        description=_l("Chỉ với giấy chứng nhận danh hiệu. Ví dụ: Đoàn viên công đoàn xuất sắc"),
    )
    course = TextField(
        _l("Tên lớp tập huấn"),
        longest=300,
        description=_l(
            "Chỉ với giấy chứng nhận tập huấn. Ví dụ: Tập huấn nghiệp vụ cán bộ công đoàn năm 2026"
        ),
    )
    first_day = DateField(_l("Tập huấn từ ngày"), description=_l("Ví dụ: 18/09/2026"))
    last_day = DateField(_l("đến ngày"))
    merit = TextField(
        _l("Thành tích ghi trên giấy"),
        longest=400,
        description=_l("Ví dụ: Đã có thành tích xuất sắc trong hoạt động công đoàn năm 2026"),
    )
    authority = LongTextField(
        _l("Thẩm quyền ký"), [Required()], longest=400, rows=2, description=_l("Xuống dòng ở chỗ muốn ngắt.")
    )
    place = TextField(_l("Địa danh"), [Required()], longest=100)
    dated_on = DateField(_l("Ngày ghi trên giấy"), [Required()], description=_l("Ví dụ: 20/11/2026"))
    signer_lines = LongTextField(
        _l("Chức vụ người ký"),
        [Required()],
        longest=300,
        rows=2,
        description=_l("Ví dụ: TM. BAN THƯỜNG VỤ, xuống dòng, CHỦ TỊCH"),
    )
    signer_name = TextField(_l("Họ tên người ký"), [Required()], longest=100)
    pasted = RowsTextField(
        _l("Danh sách"),
        rows=8,
        description=_l("Dán từ Excel: Họ và tên, Chức vụ và đơn vị, Số vào sổ. Mỗi người một dòng."),
    )
    file = FileField(
        _l("hoặc gửi tệp danh sách"),
        endings=("xlsx", "csv"),
        description=_l("Excel (.xlsx) hoặc CSV dạng UTF-8, dòng đầu là tên cột."),
    )

    def propose(self, **proposed: str) -> None:
        """Fill fields of an empty form."""
        for name, value in proposed.items():
            self[name].process_data(value)

    def shared(self) -> dict[str, Any]:
        """Return what all certificates say, as plain values; what the kind does not have is left out by the service."""
        day = self.dated_on.data
        return {
            "authority": self.authority.data,
            "title": self.title.data or None,
            "course": self.course.data or None,
            "from": self.first_day.data.isoformat() if self.first_day.data else None,
            "until": self.last_day.data.isoformat() if self.last_day.data else None,
            "merit": self.merit.data or None,
            "place": self.place.data,
            "date": day.isoformat(),
            "year": day.year,
            "signature": {
                "lines": [line.strip() for line in self.signer_lines.data.splitlines() if line.strip()],
                "name": self.signer_name.data,
            },
        }

    def listed(self) -> dict[str, Any]:
        """Return the arguments of `batches.of_list`."""
        sent = self.file.data
        file = (sent.filename, sent.read()) if sent and getattr(sent, "filename", "") else None
        return {"kind": self.kind.data, "shared": self.shared(), "text": self.pasted.data or "", "file": file}
