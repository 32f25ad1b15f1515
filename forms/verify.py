"""Files that are sent to be looked at: by the checker of forms, by the public page of papers, beside a paper."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from forms.base import BaseForm
from forms.fields import FileField
from forms.validators import Required

CHECKED = ("pdf", "docx")
ISSUED = ("pdf", "docx", "jpg", "jpeg", "png")
SCANNED = ("pdf", "jpg", "jpeg", "png")


class _OneFile(BaseForm):
    """A form whose one matter is a file."""

    @property
    def status(self) -> int:
        """The status of a page that comes back: 413 where the file is too large, 422 for other errors, else 200."""
        if not self.errors and not self.form_errors:
            return 200
        sent = self.file.data
        if not sent:
            return 422
        sent.stream.seek(0, 2)
        return 413 if sent.stream.tell() > self.file.most_bytes else 422


class PaperFileForm(_OneFile):
    """A paper whose form is to be checked."""

    file = FileField(
        _l("Tệp văn bản"),
        [Required()],
        endings=CHECKED,
        description=_l("PDF hoặc Word (.docx), tối đa 10 MB. Tệp chỉ được đọc rồi bỏ, không lưu lại."),
    )


class CompareForm(_OneFile):
    """A file that is compared with what was issued."""

    file = FileField(
        _l("Tệp đã nhận"),
        [Required()],
        endings=ISSUED,
        description=_l("Máy chỉ tính mã SHA-256 của tệp rồi so với bản đã phát hành. Tệp không bị giữ lại."),
    )


class SignedScanForm(_OneFile):
    """The scan of the signed paper."""

    file = FileField(
        _l("Bản đã ký"),
        [Required()],
        endings=SCANNED,
        description=_l("Bản quét hoặc ảnh chụp văn bản đã ký, đóng dấu: PDF, JPEG hoặc PNG, tối đa 10 MB."),
    )
