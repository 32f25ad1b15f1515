"""The end of the road: the unit's papers in their order, two seats of three, one decision over all dossiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extensions import clock
from tests.support.stage import Person
from vietnamese.dates import screen_date

if TYPE_CHECKING:
    from tests.journeys.tale import Tale


def issue_own_papers(tale: Tale) -> None:
    """First the minutes, then the proposal with its list, each with the next number of the unit's register."""
    issuer = tale.stage(tale.cast.issuer)
    issuer.open(tale.address)
    issuer.look("30-papers-due")
    issuer.follow("Xem và phát hành Biên bản họp")
    if not tale.brief:
        _wrong_days(issuer)
    _issue(issuer, "01/BB-CĐCS", "31-minutes")
    issuer.open(tale.address)
    issuer.follow("Xem và phát hành Tờ trình")
    _issue(issuer, "02/TTr-CĐCS", "32-proposal", parts=2)
    issuer.open("/van-ban")
    numbers = issuer.page.locator("table.tk-rows tbody td:first-child").all_inner_texts()
    assert numbers == ["02/TTr-CĐCS", "01/BB-CĐCS"]
    issuer.look("33-register-of-the-unit")


def _wrong_days(issuer: Person) -> None:
    """A day that does not exist; an earlier day without its reason. Nothing is numbered."""
    issuer.look("31-issue")
    issuer.fill("Ngày của văn bản", "29/02/2025")
    issuer.press("Cấp số và phát hành")
    issuer.refused("Ngày của văn bản", "Tháng 2 năm 2025 không có ngày 29")
    issuer.look("31-issue-wrong")
    issuer.fill("Ngày của văn bản", screen_date(clock.today()))


def _issue(person: Person, number: str, name: str, parts: int = 1) -> None:
    """Number and issue; wait for the files; they are what the page says, and stay so."""
    person.sees(f"Số dự kiến: {number}")
    person.press("Cấp số và phát hành")
    person.sees(number)
    person.look(f"{name}-numbered")
    if person.scripted:  # the page opens again by itself
        person.page.get_by_role("link", name="Tải PDF").first.wait_for(timeout=60_000)
    person.until(lambda: person.page.get_by_role("link", name="Tải PDF").count() == parts)
    person.look(f"{name}-issued")
    hashes = ["".join(text.split()) for text in person.page.locator("p.font-monospace").all_inner_texts()]
    for kind, start in (("PDF", b"%PDF-"), ("Word", b"PK\x03\x04")):
        for link in person.page.get_by_role("link", name=f"Tải {kind}").all():
            first, again = person.take(link), person.take(link)
            assert first.content.startswith(start)
            assert first.content == again.content
            assert first.sha256 in hashes


def decide_in_two_seats(tale: Tale) -> None:
    """Two of three agree; the first alone decides nothing."""
    for number, code in enumerate(tale.cast.seats):
        member = tale.stage(code)
        member.open("/viec")
        member.follow("Đề nghị tặng", member.page.locator("article", has_text=tale.code))
        if number == 0:
            member.look("40-committee")
        member.decide("Đồng ý")
        member.sees("Đã ghi ý kiến đồng ý.")
        chair = tale.stage(tale.cast.chair)
        chair.open(tale.address)
        chair.sees("Đã duyệt" if number else "Chờ Ban Thường vụ")


def issue_the_decision(tale: Tale) -> None:
    """The clerk takes all approved dossiers of the round into one decision with its list."""
    clerk, cast = tale.stage(tale.cast.clerk), tale.cast
    clerk.open("/viec")
    clerk.look("41-first-page-of-the-clerk")
    clerk.follow(cast.round, clerk.page.locator("section[aria-labelledby=h-led]"))
    own = clerk.page.get_by_label(f"Chọn hồ sơ {tale.code}")
    assert own.is_checked()
    approved = clerk.page.locator("input[name=codes]").count()
    clerk.look("42-round")
    clerk.press("Lập Quyết định cho các hồ sơ đã chọn")
    clerk.look("43-decision")
    _issue(clerk, f"01/QĐ-{cast.symbol}", "44-decision", parts=2)
    assert clerk.page.locator("a[href*='/ho-so/']", has_text="KT-").count() >= approved
    clerk.open("/van-ban")
    assert f"01/QĐ-{cast.symbol}" in clerk.page.locator("table.tk-rows tbody").inner_text()
    clerk.look("45-register-of-the-deciding-union")
