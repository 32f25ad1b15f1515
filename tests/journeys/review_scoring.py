"""The reviewed unions' part of 2025: the cycle opens, three chairs score themselves in two sittings, papers go out."""

from __future__ import annotations

from datetime import date, timedelta

from tests.journeys.review_year import FIRST, OFFICE, TITLE, UNIONS, Union, Year, issue, type_part
from tests.support.stage import Person

BEFORE = date(2025, 11, 4)
#: Union → what the machine says of its own review before it is sent: rule and figures (annual reviews, §14.3).
SAID = {
    "CS01": ("Quy tắc RV08",),
    "CS08": ("Quy tắc RV14", "nhiều nhất 4 (10/12 × 5)"),
    "CS05": ("Quy tắc RV14", "nhiều nhất 2,5 (6/12 × 5)"),
}
PAPERS = (
    "Biên bản họp xét tự đánh giá",
    "Báo cáo tổng kết",
    "Tờ trình đề nghị công nhận xếp loại",
)


def open_the_cycle(tale: Year) -> None:
    """The sector union's office opens the cycle of 2025, on a phone."""
    tale.give_passwords()
    office = tale.person(OFFICE)
    office.open("/xep-loai/")
    office.follow("Mở kỳ mới")
    for name, text in {
        "title": TITLE,
        "guidance": tale.guidance,
        "opens_on": "14/10/2025",
        "deadline_on": "20/11/2025",
    }.items():
        office.page.locator(f'main [name="{name}"]').fill(text)
    office.page.locator("#confirmed").check()
    office.look("y01-new-cycle")
    office.press("Mở kỳ cho các công đoàn cơ sở")
    office.sees("Các công đoàn cơ sở (12)")
    office.look("y01-cycle-opened")
    tale.begin_the_others()


def score_in_a_first_sitting(tale: Year) -> None:
    """On one evening in November all three begin: the unit, the figures of the year, the first two groups."""
    tale.stage.register_until(BEFORE)
    tale.stage.at(FIRST, 19)
    for union in UNIONS:
        chair, typed = tale.person(union.chair), tale.typed(union)
        chair.open("/xep-loai/")
        chair.press("Lập hồ sơ tự đánh giá")
        tale.codes[union.unit] = chair.page.url.rsplit("/", 1)[1]
        chair.follow("Làm tiếp: Đơn vị, bảng điểm")
        for place in ("unit", "year", "scores/g1", "scores/g2"):
            _type(tale, union, chair, place, typed[place])
        chair.open(f"/ho-so/{tale.codes[union.unit]}")
        chair.sees("Xong 2 trong 4")
        assert "chỗ cần sửa" not in chair.text(), "what nobody has opened is not wrong"
        chair.look("y02-after-the-first-sitting")


def _type(tale: Year, union: Union, chair: Person, place: str, typed: dict) -> None:
    assert chair.page.url.endswith(f"/phan/{place}"), chair.page.url
    type_part(chair, typed)
    name = place.replace("/", "-")
    chair.look(f"y02-{name}")
    if union.unit == "CS08":
        chair.reach()
    chair.press("Lưu và")


def finish_and_send(tale: Year) -> None:
    """Each on its own day: the rest of the cards, the meeting, report, proposal; sent, found complete, numbered."""
    for union in UNIONS:
        tale.stage.at(union.sent)
        _finish(tale, union)
        _found_complete(tale, union)
        _issue_papers(tale, union)
    tale.others_until(UNIONS[-1].sent + timedelta(days=3))


def _finish(tale: Year, union: Union) -> None:
    chair, typed = tale.person(union.chair), tale.typed(union)
    chair.open(f"/ho-so/{tale.codes[union.unit]}")
    chair.follow("Làm tiếp: ")
    for place in ("scores/g3", "scores/g4", "meeting", "report", "proposal", "attachments"):
        _type(tale, union, chair, place, typed[place])
    chair.sees("Máy kiểm tra: 0 lỗi")
    for words in SAID[union.unit]:
        chair.sees(words)
    chair.look(f"y03-check-{union.unit}")
    chair.page.locator("#confirmed").check()
    chair.press("Trình Công đoàn ngành Y tế tỉnh Sông Lam")
    chair.sees("Đã trình Công đoàn ngành Y tế tỉnh Sông Lam")


def _found_complete(tale: Year, union: Union) -> None:
    office = tale.person(OFFICE)
    office.open("/viec")
    office.follow("Tự đánh giá", office.page.locator("article", has_text=tale.codes[union.unit]))
    office.press("Nhận hồ sơ")
    office.sees(f"{union.own}/100")
    office.decide("Đồng ý, chuyển Thẩm định")


def _issue_papers(tale: Year, union: Union) -> None:
    """Minutes, report, proposal, with the next numbers of the union's own register; the figures stand in them."""
    issuer, row = tale.person(union.issuer), tale.told(union)
    found = []
    for title, number in zip(PAPERS, union.numbers, strict=True):
        issuer.open(f"/ho-so/{tale.codes[union.unit]}")
        issuer.follow(f"Xem và phát hành {title}")
        found.append(issue(issuer, number))
    (minutes,), (report,), (proposal, sheet) = found
    votes = " ".join(map(str, row["meeting"]["rank"]))
    assert f"tự chấm {union.own} điểm" in minutes and f"nhiệm vụ {votes} " in minutes, minutes
    year = row["year"]
    for figure in (
        f"({year['trained']}/{year['officers']})",
        f"{year['minutes']}/12",
        f"{year['dues_collected']:,}".replace(",", "."),
        str(row["staff"]),
    ):
        assert figure in report, (figure, report)
    assert union.own in proposal and union.own in sheet
