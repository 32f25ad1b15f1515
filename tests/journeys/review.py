"""The reviewer's part of the road: received, read with its findings, returned with notes, found complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.stage import Person

if TYPE_CHECKING:
    from tests.journeys.tale import Tale

NOTES = {
    "{person}: Tóm tắt thành tích": "Ghi rõ số người, số buổi.",
    "Họp Ban Chấp hành, bỏ phiếu: Địa điểm": "Ghi rõ phòng họp.",
}
MENDED = "Vận động 12 người hiến máu, tổ chức 3 buổi thăm hỏi."
ANSWER = "Đã ghi số người, số buổi."
ROOM = "Phòng họp số 3, tầng 2"


def _arrived(tale: Tale, name: str) -> Person:
    """The reviewer finds the dossier among the waiting ones and receives it."""
    reviewer = tale.stage(tale.cast.reviewer)
    reviewer.open("/viec")
    card = reviewer.page.locator("article", has_text=tale.code)
    reviewer.look(f"{name}-first-page-of-the-reviewer")
    reviewer.follow("Đề nghị tặng", card)
    reviewer.look(f"{name}-arrived")
    reviewer.press("Nhận hồ sơ")
    return reviewer


def return_with_notes(tale: Tale) -> None:
    """Nothing said is refused at the field; two notes go to two fields; nothing is numbered yet."""
    reviewer = _arrived(tale, "20")
    reviewer.sees("Máy kiểm tra: 0 lỗi")
    reviewer.sees("Số để trống đến khi phát hành")
    reviewer.look("21-reviewing")
    reviewer.reach()
    reviewer.decide("")
    reviewer.refused("Ý kiến", "Chọn ý kiến", control="#choice")
    reviewer.look("21-reviewing-nothing-chosen")
    reviewer.decide("Trả lại để bổ sung")
    reviewer.refused("Lý do, ý kiến", "Ghi chỗ cần sửa, để đơn vị biết phải làm gì")
    reviewer.look("21-reviewing-nothing-said")
    for number, (place, text) in enumerate(NOTES.items()):
        field = reviewer.page.locator(f"[name=notes-{number}-field]")
        field.select_option(label=place.format(person=tale.cast.people[0]))
        reviewer.page.locator(f"[name=notes-{number}-text]").fill(text)
    reviewer.decide("Trả lại để bổ sung")
    reviewer.sees("Đã trả lại để bổ sung, đơn vị đã được báo.")


def mend_and_send_again(tale: Tale) -> None:
    """The chair finds both notes beside their fields, mends, answers, and sends again."""
    chair, cast = tale.stage(tale.cast.chair), tale.cast
    chair.open("/viec")
    for text in NOTES.values():
        chair.sees(f"“{text}”")
    chair.look("22-first-page-returned")
    chair.follow("Mở để sửa")
    assert chair.text().count("1 ghi chú") == len(NOTES)
    chair.look("22-tasks-returned")
    chair.follow(f"Sửa: {cast.people[0]}")
    _mend(chair, "Tóm tắt thành tích", MENDED, *NOTES.values())
    chair.look("22-note-at-its-field")
    chair.press("Lưu và")
    chair.open(tale.address)
    chair.follow("Sửa: Họp Ban Chấp hành")
    _mend(chair, "Địa điểm", ROOM, *reversed(NOTES.values()))
    chair.press("Lưu và kiểm tra")
    chair.open(tale.address)
    assert "ghi chú" not in chair.page.locator(".tk-task").all_inner_texts(), "every note was answered"
    chair.look("22-tasks-mended")
    chair.follow("Kiểm tra trước khi trình")
    chair.look("22-check-again")
    chair.field("Tôi đã xem lại").check()
    chair.press(f"Trình lại {cast.deciding}")


def _mend(chair: Person, label: str, text: str, note: str, elsewhere: str) -> None:
    """The note stands beside its own field, tied to it, and nowhere else on the page."""
    field = chair.field(label)
    assert note in chair.tied(field)
    assert elsewhere not in chair.text()
    field.fill(text)
    chair.fill("Trả lời ghi chú", ANSWER)
    chair.saved()


def approve(tale: Tale) -> None:
    """The reviewer sees exactly what changed since, with the answers, and finds it complete."""
    reviewer = _arrived(tale, "23")
    if not tale.brief:
        reviewer.sees("Đổi gì so với lần trình 1 (2 chỗ)")
        changed = reviewer.page.locator("section[aria-labelledby=h-diff]")
        assert set(changed.locator("ins").all_inner_texts()) == {MENDED, ROOM}
        assert changed.locator("tbody tr").count() == len(NOTES)
        assert changed.get_by_text(f"Trả lời ghi chú: “{ANSWER}”").count() == len(NOTES)
        reviewer.look("23-what-changed")
    reviewer.decide("Đồng ý, chuyển Ban Thường vụ xét")
    reviewer.sees("Đã ghi ý kiến đồng ý.")
