"""Forms about standing in for a unit's head: a new delegation, its early end."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from forms.base import BaseForm
from forms.fields import (
    ChoiceField,
    DateField,
    FileField,
    LongTextField,
    ManyField,
    RadioChoiceField,
    TextField,
)
from forms.validators import Required
from forms.verify import SCANNED

#: kind → (words of the choice, a sentence about it)
KINDS = {
    "acting": (
        _l("Q. – quyền chủ tịch"),
        _l(
            "Ký và xử lý hồ sơ như chủ tịch trong thời gian chủ tịch vắng hoặc khuyết. Chủ tịch không ký, "
            "không xử lý trong thời gian đó."
        ),
    ),
    "deputy": (_l("KT. – ký thay"), _l("Giao cấp phó ký thay chủ tịch.")),
    "by_order": (_l("TL. – ký thừa lệnh"), _l("Giao trưởng ban, chánh văn phòng của đơn vị.")),
    "mandate": (
        _l("TUQ. – ký thừa ủy quyền"),
        _l("Bằng giấy ủy quyền, có ngày kết thúc, nêu rõ loại văn bản; không ủy quyền lại."),
    ),
}


class ScanForm(BaseForm):
    """A form that may take the signed paper along in its field `file`."""

    def sent(self) -> tuple[bytes, str] | None:
        """Return (content, name) of the file, None where none was sent."""
        return (self.file.data.read(), self.file.data.filename) if self.file.data else None

    def ask_again(self) -> None:
        """Say that a file must be chosen once more: what was typed comes back with the page, a file cannot."""
        if self.errors and self.file.data and not self.file.errors:
            self.file.errors = [str(_l("Chọn lại tệp này: trang còn chỗ phải sửa nên tệp chưa được giữ."))]


def _scan(label: Any, *validators: Any, later: bool = True) -> FileField:
    """The field of a signed paper; `later`: it may be sent another time."""
    about = (
        _l("Bản quét hoặc ảnh chụp: PDF, JPEG hoặc PNG, tối đa 10 MB. Chưa có thì gửi sau.")
        if later
        else _l("Bản quét hoặc ảnh chụp: PDF, JPEG hoặc PNG, tối đa 10 MB.")
    )
    return FileField(label, validators, endings=SCANNED, description=about)


class DelegationForm(ScanForm):
    """Who stands in for the head: in which form, given by whom, for how long, for which papers."""

    kind = RadioChoiceField(
        _l("Hình thức ký"),
        [Required(_l("Chọn hình thức ký"))],
        choices=[(kind, words) for kind, (words, _about) in KINDS.items()],
    )
    giver = ChoiceField(
        _l("Người giao"),
        description=_l("Chủ tịch, hoặc quyền chủ tịch. Với quyền chủ tịch: bỏ trống khi khuyết chủ tịch."),
    )
    receiver = ChoiceField(_l("Người nhận"), [Required(_l("Chọn người nhận"))])
    valid_from = DateField(
        _l("Từ ngày"), [Required(_l("Nhập ngày bắt đầu"))], description=_l("Ví dụ: 01/12/2026")
    )
    valid_to = DateField(
        _l("Đến hết ngày"),
        description=_l("TUQ. phải có ngày này; KT., TL. thường xuyên thì để trống. Hôm sau chủ tịch ký lại."),
    )
    covers = ManyField(
        _l("Chỉ các loại văn bản"), description=_l("Không chọn loại nào thì được ký mọi loại.")
    )
    paper_no = TextField(
        _l("Số giấy ủy quyền, quyết định"), longest=60, description=_l("TUQ. phải có. Ví dụ: 05/GUQ-CĐCS")
    )
    paper_on = DateField(_l("Ngày của văn bản đó"), description=_l("Ví dụ: 28/11/2026"))
    paper_by = TextField(_l("Nơi ban hành văn bản đó"), longest=200)
    file = _scan(_l("Bản đã ký của văn bản đó"))

    def offer(self, officers: Any, kinds: Any) -> None:
        """Set what may be chosen."""
        self.giver.offer(officers)
        self.receiver.offer(officers)
        self.covers.offer(kinds)

    def hints(self) -> dict[str, Any]:
        """Return the sentence under each form of signing."""
        return {kind: about for kind, (_words, about) in KINDS.items()}

    def given(self) -> dict[str, Any]:
        """Return the arguments of the service that writes it down."""
        plain = ("kind", "valid_from", "valid_to", "paper_on")
        texts = {name: self[name].data or "" for name in ("paper_no", "paper_by")}
        return (
            {name: self[name].data for name in plain}
            | texts
            | {
                "giver": int(self.giver.data) if self.giver.data else None,
                "receiver": int(self.receiver.data),
                "covers": self.covers.data or [],
            }
        )


#: what is handed over → (words of the choice, a sentence about it)
POWERS = {
    "decide": (
        _l("Xử lý hồ sơ"),
        _l("Mở, xét, cho ý kiến, trình những hồ sơ đang chờ chủ tịch. Chủ tịch vẫn ký văn bản."),
    ),
    "both": (
        _l("Xử lý hồ sơ và ký văn bản"),
        _l("Phó chủ tịch ký KT.; người khác ký TUQ. theo giấy ủy quyền có số."),
    ),
}


class HandOverForm(ScanForm):
    """Who handles what waits for the head, from when to when; what is rarely asked stands folded."""

    receiver = ChoiceField(_l("Giao cho"), [Required(_l("Chọn người làm thay"))])
    power = RadioChoiceField(
        _l("Giao việc gì"),
        [Required(_l("Chọn việc giao"))],
        choices=[(power, words) for power, (words, _about) in POWERS.items()],
    )
    valid_from = DateField(
        _l("Từ ngày"), [Required(_l("Nhập ngày bắt đầu"))], description=_l("Ví dụ: 01/12/2026")
    )
    valid_to = DateField(
        _l("Đến hết ngày"),
        [Required(_l("Nhập ngày kết thúc"))],
        description=_l("Hôm sau tự hết, chủ tịch xử lý lại. Ví dụ: 15/12/2026"),
    )
    handles = ManyField(
        _l("Chỉ các loại hồ sơ"), description=_l("Không chọn loại nào thì giao mọi hồ sơ chờ chủ tịch.")
    )
    paper_no = TextField(
        _l("Số giấy ủy quyền"),
        longest=60,
        description=_l("Ký TUQ. phải có; chỉ xử lý hồ sơ thì không bắt buộc. Ví dụ: 05/GUQ-CĐCS"),
    )
    paper_on = DateField(_l("Ngày của giấy ủy quyền"), description=_l("Ví dụ: 28/11/2026"))
    file = _scan(_l("Giấy ủy quyền đã ký"))
    covers = ManyField(_l("Ký các loại văn bản"), description=_l("Ký TUQ. phải chọn ít nhất một loại."))

    def offer(self, officers: Any, procedures: Any, kinds: Any) -> None:
        """Set what may be chosen."""
        self.receiver.offer(officers)
        self.handles.offer(procedures)
        self.covers.offer(kinds)

    def hints(self) -> dict[str, Any]:
        """Return the sentence under each choice of what is handed over."""
        return {power: about for power, (_words, about) in POWERS.items()}

    def given(self) -> dict[str, Any]:
        """Return the arguments of the service that writes it down."""
        plain = ("power", "valid_from", "valid_to", "paper_on")
        return {name: self[name].data for name in plain} | {
            "receiver": int(self.receiver.data),
            "handles": self.handles.data or [],
            "covers": self.covers.data or [],
            "paper_no": self.paper_no.data or "",
        }


class MandateFileForm(ScanForm):
    """The signed paper of a delegation that was recorded before."""

    file = _scan(_l("Bản đã ký"), Required(_l("Chọn tệp của văn bản đã ký")), later=False)


class EndForm(BaseForm):
    """The first day on which a delegation counts no more, and why."""

    on = DateField(
        _l("Hết hiệu lực từ ngày"),
        [Required(_l("Nhập ngày hết hiệu lực"))],
        description=_l("Từ ngày này không ký, không xử lý theo việc giao này nữa. Ví dụ: 15/12/2026"),
    )
    why = LongTextField(
        _l("Lý do"),
        [Required(_l("Nhập lý do"))],
        longest=500,
        rows=2,
        description=_l("Ví dụ: chủ tịch đã đi làm lại"),
    )

    def given(self) -> dict[str, Any]:
        """Return the arguments of the service that ends it."""
        return {"on": self.on.data, "why": self.why.data}
