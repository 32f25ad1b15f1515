"""Errors of the approval engine, named after the broken rule.

Every error that a person may meet carries ``message`` (the Vietnamese msgid) and ``params`` for it; pages
translate. Developers' errors (a bad definition, a history that cannot be folded) speak English.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

#: Why a command is refused: reason code -> msgid.
REASONS: dict[str, str] = {
    "unknown_command": "Không có thao tác này.",
    "status": "Ở trạng thái hiện tại, hồ sơ không nhận thao tác này.",
    "seat": "Thao tác này thuộc về chức vụ khác.",
    "unit": "Thao tác này thuộc về đơn vị khác.",
    "author": "Người lập hoặc trình hồ sơ không xét hồ sơ của chính mình.",
    "interested": "Người được đề nghị trong hồ sơ không tham gia xét hồ sơ này.",
    "recused": "Đồng chí đã xin không tham gia xét hồ sơ này.",
    "replaced": "Việc này đã chuyển cho người khác.",
    "distinct": "Người đã xét ở bước trước không xét ở bước này.",
    "decided": "Đồng chí đã có ý kiến ở bước này.",
    "office_used": "Chức vụ này đã có ý kiến ở bước này.",
    "papers": "Còn chờ đơn vị ban hành văn bản của lần trình này.",
    "papers_not_wanted": "Bước này không cần văn bản của đơn vị, hoặc đã có người cho ý kiến.",
    "paper_kind": "Loại văn bản này không thuộc bước hiện tại.",
    "paper_order": "Cần ban hành văn bản đứng trước đã.",
    "received": "Hồ sơ đã được nhận.",
    "touched": "Cấp trên đã nhận hồ sơ nên không rút lại để sửa được; hãy dùng «Sửa và trình lại».",
    "not_touched": "Hồ sơ chưa được nhận: hãy thu hồi về để sửa.",
    "decision_issued": "Đã ban hành quyết định, hồ sơ không sửa được nữa.",
    "short": "Bước này không đủ người xét, cần phân công thêm.",
    "ballot_open": "Chưa đủ phiếu để kiểm.",
    "ballot_closed": "Bước này không có phiếu chờ kiểm.",
    "not_escalated": "Bước này chưa quá hạn để cấp trên nhận thay.",
    "escalated": "Đã báo cấp phụ trách.",
    "answering": "Bước này chờ đơn vị trả lời, không phải bước xét.",
    "not_eligible": "Người được chuyển không thể xét hồ sơ này.",
    "resting": "Đang có quyền chủ tịch làm thay. Hết thời hạn đó đồng chí lại xử lý.",
    "not_covered": "Việc giao làm thay không gồm loại hồ sơ này.",
    "giver_barred": "Người giao làm thay đã lập, đã xét hoặc có tên trong hồ sơ này, nên không ai xét thay người đó.",
    "lent": "Việc được giao làm thay không chuyển tiếp cho người khác.",
    "outside": "Chỉ những người xét hồ sơ ghi chú nội bộ.",
    "not_asked": "Không có câu hỏi nào ở hồ sơ này chờ đồng chí trả lời.",
    "ask_oneself": "Chọn người khác: đồng chí không hỏi ý kiến chính mình.",
    "ask_outside": "Chọn người đang giữ chức vụ trong đơn vị xét hồ sơ.",
    "ask_barred": "Người này đã lập, được đề nghị trong hồ sơ, hoặc đã xin không tham gia xét. Chọn người khác.",
    "ask_again": "Người này đã được hỏi và chưa trả lời.",
    "built_on": "Không còn ý kiến nào rút lại được: việc tiếp theo đã bắt đầu.",
    "not_own_decision": "Chỉ người vừa ghi ý kiến rút lại được ý kiến đó.",
    "too_late": "Đã quá thời gian được rút lại ý kiến.",
}

#: Why a delegation is refused: reason code of `delegations.faults` -> msgid.
DELEGATION_REASONS: dict[str, str] = {
    "receiver_office": "Chọn người đang giữ chức vụ trong đơn vị.",
    "oneself": "Không giao cho chính mình được. Chọn người khác.",
    "receiver_deputy": "Ký thay (KT.) chỉ giao cho cấp phó.",
    "receiver_by_order": "Ký thừa lệnh (TL.) chỉ giao cho trưởng ban, chánh văn phòng của đơn vị.",
    "acting_is_head": "Người này đang là chủ tịch.",
    "receiver_term": "Người nhận không giữ chức vụ này suốt thời hạn (%(term)s).",
    "giver_missing": "Chọn người giao.",
    "giver_term": "Người giao không giữ chức chủ tịch suốt thời hạn này. Ghi ngày kết thúc trong nhiệm kỳ.",
    "giver_not_head": "Chỉ chủ tịch, hoặc quyền chủ tịch, giao được việc ký.",
    "chain": "Người được giao ký không giao lại cho người khác được.",
    "end_mandate": "Ủy quyền phải có ngày kết thúc.",
    "end_acting": "Ghi ngày kết thúc, hoặc số quyết định giao quyền chủ tịch.",
    "end_before_start": "Ngày kết thúc ở trước ngày bắt đầu.",
    "past": "Thời hạn này đã qua.",
    "covers_mandate": "Ủy quyền phải nêu rõ loại văn bản. Chọn ít nhất một loại.",
    "paper_mandate": "Ủy quyền phải bằng văn bản. Ghi số giấy ủy quyền.",
    "paper_date": "Ghi ngày của văn bản giao.",
    "paper_later": "Văn bản giao có ngày sau ngày bắt đầu.",
    "two_acting": "Thời gian này đã có quyền chủ tịch: đ/c %(name)s (%(term)s).",
    "recorder": "Người nhận không tự ghi việc giao cho mình. Chủ tịch hoặc công đoàn cấp trên ghi.",
    "ends_itself": "Việc giao này tự hết vào ngày %(last)s. Chọn ngày trước đó.",
    "signed_since": "Văn bản %(number)s ngày %(day)s đã ký theo việc giao này. Chọn ngày sau đó.",
    "twice": "Đ/c %(name)s đã được giao việc này (%(term)s).",
    "two_deciding": "Thời gian này đã giao đ/c %(name)s xử lý thay (%(term)s). Chấm dứt việc giao đó trước.",
    "end_decide": "Ghi ngày kết thúc. Hôm sau chủ tịch xử lý lại.",
    "by_order_decides": "Thừa lệnh (TL.) chỉ để ký. Chọn hình thức khác để giao xử lý hồ sơ.",
    "decided_since": "Ngày %(day)s đã xử lý hồ sơ %(code)s theo việc giao này. Chọn hôm nay hoặc ngày sau đó.",
}


class WorkflowError(Exception):
    """Base of everything this room raises; ``message`` is a msgid, ``params`` fill it."""

    message = "Thao tác không thực hiện được."

    def __init__(self, detail: str = "", **params: Any) -> None:
        self.params: dict[str, Any] = params
        super().__init__(detail or f"{type(self).__name__}: {params}")


class DefinitionError(WorkflowError):
    """A chain that may not be loaded; ``place`` says where in the TOML, ``reason`` what is wrong."""

    message = "Quy trình có lỗi ở %(place)s: %(reason)s"

    def __init__(self, place: str, reason: str) -> None:
        self.place, self.reason = place, reason
        super().__init__(f"{place}: {reason}", place=place, reason=reason)


class CorruptHistory(WorkflowError):
    """The entries cannot be folded: a gap, an unknown kind, another definition. ``seq`` names the entry."""

    message = "Nhật ký hồ sơ không liền mạch ở dòng %(seq)s."

    def __init__(self, seq: int, reason: str) -> None:
        self.seq, self.reason = seq, reason
        super().__init__(f"entry {seq}: {reason}", seq=seq, reason=reason)


class StaleCommand(WorkflowError):
    """The page was older than the dossier: ``seq`` is the newest number, ``missed`` the entries since."""

    message = "Hồ sơ vừa thay đổi, hãy xem lại rồi làm tiếp."

    def __init__(self, seq: int, missed: Sequence[Any] = ()) -> None:
        self.seq, self.missed = seq, tuple(missed)
        super().__init__(f"the dossier is at entry {seq}", seq=seq)


class NotAllowed(WorkflowError):
    """The actor may not give this command now; ``reason`` is a key of ``REASONS``."""

    def __init__(self, command: str, status: str | None, reason: str) -> None:
        self.command, self.status, self.reason = command, status, reason
        self.message = REASONS[reason]
        super().__init__(f"{command} in {status}: {reason}", command=command, status=status)


class CommentRequired(WorkflowError):
    """The step asks for a reason with this command."""

    message = "Cần ghi rõ lý do."

    def __init__(self, command: str, step: str | None) -> None:
        self.command, self.step = command, step
        super().__init__(f"{command} at {step} needs a comment", command=command, step=step)


class AlreadyDone(WorkflowError):
    """A paper of this kind is already issued for the revision: a new one must name the one it replaces."""

    message = "Văn bản này đã ban hành cho lần trình hiện tại; bản mới phải ghi rõ thay bản nào."

    def __init__(self, what: str, revision: int) -> None:
        self.what, self.revision = what, revision
        super().__init__(f"{what} of revision {revision} exists", what=what, revision=revision)


class OnceReused(WorkflowError):
    """A once key that belongs to another person's command came back."""

    message = "Khóa chống gửi trùng đã được dùng cho thao tác khác. Hãy tải lại trang."

    def __init__(self, once: str) -> None:
        self.once = once
        super().__init__(f"once key {once!r} belongs to another command", once=once)


class BadPayload(WorkflowError):
    """What came with the command cannot be used; ``field`` names the member, ``reason`` why."""

    message = "Thiếu hoặc sai dữ liệu «%(field)s»."

    def __init__(self, command: str, field: str, reason: str) -> None:
        self.command, self.field, self.reason = command, field, reason
        super().__init__(f"{command}.{field}: {reason}", field=field, reason=reason)


class AnswerMissing(WorkflowError):
    """A step is chosen by an answer that the submission does not give, or gives in another type."""

    message = "Chưa có câu trả lời «%(field)s» để chọn các bước xét duyệt."

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(f"no answer {field!r}", field=field)


class ScopeUnresolved(WorkflowError):
    """No unit is known for the scope of a step that applies."""

    message = "Chưa xác định được đơn vị xét ở bước «%(step)s»."

    def __init__(self, step: str, scope: str) -> None:
        self.step, self.scope = step, scope
        super().__init__(f"step {step}: no unit for {scope}", step=step, scope=scope)
