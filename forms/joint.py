"""Forms of papers that two units issue together: the text, the partner's answer, a lone move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from forms.base import BaseForm, OnceMixin, VersionMixin
from forms.fields import ChoiceField, LongTextField, RadioChoiceField
from forms.validators import Required

Signers = Sequence[tuple[str, str, str]]


class MoveForm(VersionMixin, BaseForm):
    """A lone button, with the version of the paper that the page showed."""


class JointForm(OnceMixin, VersionMixin, BaseForm):
    """A paper of two units: its kind, the other unit, what it says."""

    kind = ChoiceField(_l("Loại văn bản"), [Required(_l("Chọn loại văn bản"))])
    partner = ChoiceField(
        _l("Đơn vị cùng ban hành"),
        [Required(_l("Chọn đơn vị cùng ban hành"))],
        description=_l("Đơn vị này xác nhận rồi mới cấp số được; văn bản có số của cả hai đơn vị."),
    )
    subject = LongTextField(
        _l("Trích yếu"),
        [Required(_l("Nhập trích yếu nội dung"))],
        longest=500,
        rows=2,
        description=_l("Ví dụ: Phối hợp tổ chức tọa đàm trao đổi kinh nghiệm hoạt động công đoàn năm 2026"),
    )
    bases = LongTextField(
        _l("Căn cứ"),
        longest=5000,
        rows=3,
        description=_l("Mỗi căn cứ một dòng, bắt đầu bằng “Căn cứ”. Dấu câu do phần mềm ghi."),
    )
    body = LongTextField(
        _l("Nội dung"),
        [Required(_l("Nhập nội dung văn bản"))],
        longest=20000,
        rows=16,
        description=_l(
            "Mỗi đoạn một dòng. Dòng mở đầu trước, rồi “I. Mục đích, yêu cầu”, “1. …”, “a) …”, “- …”; "
            "số thứ tự do phần mềm đánh lại."
        ),
    )
    recipients = LongTextField(
        _l("Nơi nhận"),
        [Required(_l("Nhập nơi nhận"))],
        longest=3000,
        rows=3,
        description=_l("Mỗi nơi một dòng, không ghi gạch đầu dòng và “Lưu: VT”."),
    )
    signer = RadioChoiceField(_l("Người ký của đơn vị"), validate_choice=False)

    def offer(self, kinds: Mapping[str, str], partners: Sequence[tuple[int, str]], signers: Signers) -> None:
        """Set what may be chosen."""
        self.kind.offer([(code, _words(title)) for code, title in kinds.items()])
        self.partner.offer(partners)
        _offer_signers(self.signer, signers)

    def given(self) -> dict[str, Any]:
        """Return the arguments of the services that write it down, without `once` and `version`."""
        names = ("kind", "subject", "bases", "body", "recipients")
        return {
            "partner_id": int(self.partner.data),
            "signer": self.signer.data or "",
            "answers": {name: self[name].data or "" for name in names},
        }


class AnswerForm(VersionMixin, BaseForm):
    """The partner's answer: agree and say who signs, or return with a reason."""

    choice = RadioChoiceField(
        _l("Ý kiến"),
        [Required(_l("Chọn đồng ý hoặc trả lại"))],
        choices=[("agree", _l("Đồng ý cùng ban hành")), ("return", _l("Trả lại để sửa"))],
    )
    signer = RadioChoiceField(_l("Người ký của đơn vị"), validate_choice=False)
    note = LongTextField(_l("Chỗ cần sửa"), longest=1000, rows=3, description=_l("Chỉ điền khi trả lại."))

    def offer(self, signers: Signers) -> None:
        """Set who may sign."""
        _offer_signers(self.signer, signers)

    def given(self) -> dict[str, Any]:
        """Return the arguments of the service that writes it down."""
        return {
            "version": self.version.data,
            "agree": self.choice.data == "agree",
            "signer": self.signer.data or "",
            "note": self.note.data or "",
        }


def _words(title: str) -> Any:
    return _l(title)


def _offer_signers(field: RadioChoiceField, signers: Signers) -> None:
    """The one proposed first is chosen where nobody was."""
    field.offer([(key, name) for key, name, _form in signers])
    if not field.data and signers:
        field.process_data(signers[0][0])
