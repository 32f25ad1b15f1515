"""What the states of dossiers and papers are called: one table of message ids, for pages, lists and Excel."""

from __future__ import annotations

from rules.finding import N_

#: State of a dossier or paper → its words (message id). Tone and sign on pages: `blueprints/states.py`.
STATES = {
    "draft": N_("Bản nháp"),
    "sent": N_("Đã trình, chưa mở"),
    "in_review": N_("Đang thẩm định"),
    "committee": N_("Chờ Ban Thường vụ"),
    "paper": N_("Chờ văn bản"),
    "answer": N_("Chờ đơn vị trả lời"),
    "returned": N_("Cần bổ sung"),
    "amending": N_("Đang sửa để trình lại"),
    "resubmitted": N_("Gửi lại sau khi sửa"),
    "approved": N_("Đã duyệt"),
    "deciding": N_("Chờ quyết định"),
    "numbering": N_("Chờ cấp số"),
    "rejected": N_("Không đồng ý"),
    "withdrawn": N_("Đã rút"),
    "numbered": N_("Đã cấp số, đang tạo tệp"),
    "issued": N_("Đã phát hành"),
    "in_force": N_("Còn hiệu lực"),
    "replaced": N_("Đã bị thay"),
    "recalled": N_("Đã thu hồi"),
    "cancelled": N_("Đã hủy"),
    "attached": N_("Đã đính kèm"),
    "missing": N_("Chưa có"),
    "open": N_("Đang mở"),
    "closed": N_("Đợt chưa mở"),
}
