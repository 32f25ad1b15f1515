"""What states are called on pages: tone and sign of the mark, words; one table for dossiers and papers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

#: State of a dossier or paper → (tone, sign, words). Only the words that are shown are looked up.
STATES = {
    "draft": ("n", "ring", _l("Bản nháp")),
    "sent": ("b", "send", _l("Đã trình, chưa mở")),
    "in_review": ("b", "half", _l("Đang thẩm định")),
    "committee": ("b", "half", _l("Chờ Ban Thường vụ")),
    "paper": ("a", "paper", _l("Chờ văn bản")),
    "answer": ("a", "note", _l("Chờ đơn vị trả lời")),
    "returned": ("a", "return", _l("Cần bổ sung")),
    "amending": ("a", "return", _l("Đang sửa để trình lại")),
    "resubmitted": ("b", "send", _l("Gửi lại sau khi sửa")),
    "approved": ("j", "done", _l("Đã duyệt")),
    "deciding": ("a", "seal", _l("Chờ quyết định")),
    "rejected": ("r", "stop", _l("Không đồng ý")),
    "withdrawn": ("n", "ring", _l("Đã rút")),
    "numbered": ("b", "half", _l("Đã cấp số, đang tạo tệp")),
    "issued": ("j", "seal", _l("Đã phát hành")),
    "in_force": ("j", "seal", _l("Còn hiệu lực")),
    "replaced": ("n", "return", _l("Đã bị thay")),
    "recalled": ("r", "stop", _l("Đã thu hồi")),
    "cancelled": ("r", "stop", _l("Đã hủy")),
    "attached": ("j", "done", _l("Đã đính kèm")),
    "missing": ("n", "ring", _l("Chưa có")),
    "open": ("j", "done", _l("Đang mở")),
    "closed": ("n", "ring", _l("Đợt chưa mở")),
}
