"""Entries: the past-tense record that a command leaves. A dossier's history is its entries, append-only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

#: Every kind of entry and what it says. ``voted`` stands for a secret vote; ``step_closed`` for its end or
#: the end of an open vote; ``undone`` for a decision that was taken back by who made it.
KINDS: dict[str, str] = {
    "drafted": "Lập hồ sơ",
    "submitted": "Trình",
    "received": "Nhận hồ sơ",
    "approved": "Đồng ý",
    "returned": "Trả lại để bổ sung",
    "rejected": "Không đồng ý",
    "voted": "Đã bỏ phiếu kín",
    "step_closed": "Kết thúc bước",
    "recused": "Xin không tham gia xét",
    "recalled": "Thu hồi để sửa",
    "withdrawn": "Rút hồ sơ",
    "amended": "Sửa và trình lại",
    "paper_issued": "Ban hành văn bản",
    "paper_replaced": "Thay văn bản",
    "paper_recalled": "Thu hồi văn bản",
    "reassigned": "Chuyển người xét",
    "taken_over": "Nhận xét thay",
    "reminded": "Nhắc việc",
    "escalated": "Báo cấp phụ trách",
    "moved": "Chuyển đơn vị giải quyết",
    "noted": "Ghi chú",
    "remarked": "Ghi chú nội bộ",
    "opinion_asked": "Hỏi ý kiến",
    "opinion_given": "Trả lời ý kiến",
    "undone": "Rút lại ý kiến vừa ghi",
}

#: What those who judge write among themselves: never shown to the unit whose dossier it is, in no form. Their
#: payloads say ``internal`` as well, for whoever sees entries without this table.
INTERNAL = frozenset({"remarked", "opinion_asked", "opinion_given"})


@dataclass(frozen=True)
class Entry:
    """One line of the history.

    ``seq`` counts from 1 without gaps; ``at`` is an aware UTC instant; ``person_id`` is None for the system;
    ``seat`` is ``{"office_id", "role", "unit_id", "delegation_id"}``; ``payload`` is JSON-able and carries
    ``once`` (the command's key) in the first entry of each command.
    """

    seq: int
    kind: str
    at: datetime
    person_id: int | None
    seat: Mapping[str, Any] = field(default_factory=dict)
    payload: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The entry as plain JSON values; ``at`` in ISO 8601 with offset +00:00."""
        return {
            "seq": self.seq,
            "kind": self.kind,
            "at": self.at.astimezone(UTC).isoformat(),
            "person_id": self.person_id,
            "seat": dict(self.seat),
            "payload": dict(self.payload),
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Entry:
        """The entry of ``as_json``; raises KeyError or ValueError on another shape."""
        return cls(
            seq=row["seq"],
            kind=row["kind"],
            at=datetime.fromisoformat(row["at"]).astimezone(UTC),
            person_id=row["person_id"],
            seat=dict(row["seat"]),
            payload=dict(row["payload"]),
        )
