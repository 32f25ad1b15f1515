"""Sending one file: what it is, whom it is about."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from forms.base import BaseForm
from forms.fields import ChoiceField, FileField, RadioChoiceField
from forms.validators import Required

ENDINGS = ("pdf", "jpg", "jpeg", "png", "heic", "docx", "xlsx")


PURPOSES = {
    "report": _l("Báo cáo thành tích đã ký"),
    "evidence": _l("Minh chứng (quyết định sáng kiến, xác nhận …)"),
    "minutes": _l("Bản chụp biên bản"),
    "opinion": _l("Ý kiến của cấp ủy, thủ trưởng đơn vị"),
    "photo": _l("Ảnh đưa tin"),
    "voucher": _l("Chứng từ chi"),
    "other": _l("Giấy tờ khác"),
}


ABOUT = {"item": _l("Của tiêu chí")}


class UploadForm(BaseForm):
    """One file for the dossier."""

    purpose = RadioChoiceField(_l("Tệp này là"), [Required()], choices=PURPOSES.items(), default="evidence")
    subject = ChoiceField(_l("Của ai"), blank=_l("Cả hồ sơ"), validate_choice=False)
    file = FileField(
        _l("Tệp"),
        [Required()],
        endings=ENDINGS,
        description=_l("Ảnh, PDF, Word hoặc Excel, tối đa 10 MB. Trên điện thoại có thể chụp ngay."),
    )

    def offer(
        self, purposes: Iterable[str], subjects: Iterable[tuple[str, str]], about: str = ""
    ) -> UploadForm:
        """Set what a file can be (keys of PURPOSES) and whom it can be about: (key, name). Returns the form.

        `about`: a key of ABOUT, where files are about something else than people.
        """
        if about:
            self.subject.label.text = ABOUT[about]
        self.purpose.offer([(one, PURPOSES[one]) for one in purposes])
        self.subject.offer(subjects)
        return self
