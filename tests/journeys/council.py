"""The story of a council: seven members, four present and refused, the fifth comes, a secret vote, the minutes."""

from __future__ import annotations

from tests.support.stage import Person, Stage

NAME = "Hội đồng Thi đua - Khen thưởng Công đoàn ngành Y tế tỉnh Sông Lam"

#: The seven of the sector union by the words of their office: part.
PARTS = (
    (", Chủ tịch", "Chủ tịch Hội đồng"),
    (", Phó Chủ tịch", "Phó Chủ tịch Hội đồng"),
    ("Chuyên viên tổng hợp", "Thư ký Hội đồng"),
)

CHAIR, SECRETARY = "P01", "P04"
#: Who is on a journey.
AWAY = ("Vi Thị Ngọc Ánh", "Khuất Thị Vân")
PRESENT = ("P01", "P02", "P03", "P04", "P05")


def walk(stage: Stage) -> None:
    """Lead a council from its decision to its minutes."""
    with stage.pictured("council"):
        _found(stage)
        _charge(stage)
        at = _call(stage)
        _presence(stage, at)
        _vote(stage, at)
        _minutes(stage, at)


def _found(stage: Stage) -> None:
    """The chair writes the council down; a quorum above the seats comes back at its field."""
    chair = stage(CHAIR)
    chair.open("/don-vi")
    chair.follow("Hội đồng", chair.page.locator("main"))
    chair.follow("Ghi Hội đồng mới")
    chair.fill("Tên Hội đồng", NAME)
    chair.fill("Số quyết định thành lập", "12/QĐ-CĐN")
    chair.fill("Ngày quyết định", "05/01/2026")
    chair.fill("Hoạt động từ ngày", "05/01/2026")
    seats = chair.page.locator("select[name^=seat_]")
    for number in range(seats.count()):
        seat = seats.nth(number)
        label = chair.page.locator(f"label[for='{seat.get_attribute('id')}']").inner_text()
        part = next((part for words, part in PARTS if words in label), "Ủy viên")
        chair.pick(seat, label=part)
    assert seats.count() == 7
    chair.choose("Họp được khi có mặt", "Một số ủy viên nhất định")
    chair.fill("Số phần, hoặc số ủy viên", "9")
    chair.press("Ghi Hội đồng")
    chair.refused("Số phần, hoặc số ủy viên", "Cần 9 người có mặt, nhưng Hội đồng chỉ có 7 ủy viên.")
    chair.look("council-01-wrong")
    chair.choose("Họp được khi có mặt", "Một phần tổng số ủy viên")
    chair.fill("Số phần, hoặc số ủy viên", "2")
    chair.press("Ghi Hội đồng")
    chair.sees("Đã ghi Hội đồng.")
    chair.look("council-02")


def _charge(stage: Stage) -> None:
    """The round goes through the council."""
    chair = stage(CHAIR)
    chair.open("/khen-thuong/dot")
    chair.follow("Giấy khen của Công đoàn ngành Y tế năm 2026")
    chair.follow("Giao Hội đồng xét")
    chair.pick(chair.field("Hội đồng xét trước"), label=NAME)
    chair.look("council-03-charge")
    chair.press("Ghi lại")
    chair.sees("Đã ghi Hội đồng xét đợt này.")


def _call(stage: Stage) -> str:
    """The secretary calls a sitting over the dossiers that wait; return its address."""
    secretary = stage(SECRETARY)
    secretary.open("/hoi-dong")
    secretary.follow("Hội đồng Thi đua", secretary.page.locator("main"))
    secretary.follow("Mở phiên họp")
    secretary.fill("Bắt đầu lúc", "0:05")
    secretary.fill("Địa điểm", "Phòng họp tầng 2")
    secretary.look("council-04-call")
    secretary.press("Mở phiên họp")
    secretary.sees("Có mặt 0/7, cần ít nhất 5")
    return secretary.address


def _presence(stage: Stage, at: str) -> None:
    """Four of seven are refused in words with both figures; the fifth comes, and the ballot opens."""
    secretary = stage(SECRETARY)
    here = secretary.page.locator("input[name^=here_][type=checkbox]")
    labels = [
        secretary.page.locator(f"label[for='{here.nth(n).get_attribute('id')}']").inner_text()
        for n in range(here.count())
    ]
    own = [n for n, label in enumerate(labels) if not any(name in label for name in AWAY)]
    assert len(own) == 5, labels
    for number in own[:4]:
        secretary.tick(here.nth(number))
    secretary.press("Ghi người có mặt")
    secretary.press("Mở phiếu bầu kín")
    secretary.sees("Có mặt 4/7 ủy viên, cần ít nhất 5: chưa bỏ phiếu được.")
    secretary.look("council-05-four")
    secretary.open(at)
    secretary.tick(secretary.page.locator("input[name^=here_][type=checkbox]").nth(own[4]))
    secretary.press("Ghi người có mặt")
    secretary.press("Mở phiếu bầu kín")
    secretary.sees("0/5 người có mặt đã bỏ phiếu")


def _vote(stage: Stage, at: str) -> None:
    """Each votes on the own phone; how many have voted is shown, what they chose is not."""
    for number, code in enumerate(PRESENT):
        member = stage(code)
        member.open("/viec")
        member.follow("Bỏ phiếu kín", member.page.locator("main"))
        cases = member.page.locator("main fieldset[id^=vote_]")
        for case in range(cases.count()):
            against = case == cases.count() - 1 and number > 1
            member.tick(cases.nth(case).get_by_label("Không đồng ý" if against else "Đồng ý", exact=True))
        if number == 0:
            member.look("council-06-ballot")
        member.press("Bỏ phiếu")
        member.sees("Đã bỏ phiếu. Không ai xem được đồng chí chọn gì.")
        if number < 4:
            member.sees(f"{number + 1}/5 người có mặt đã bỏ phiếu")
            assert "%" not in member.text(".tk-rows")


def _minutes(stage: Stage, at: str) -> None:
    """The result stands for each case; the minutes take it over, number and all."""
    secretary = stage(SECRETARY)
    secretary.open(at)
    secretary.sees("5/7 (71,4%)")
    secretary.sees("2/7 (28,6%)")
    secretary.look("council-07-result")
    secretary.follow("Xem và phát hành Biên bản")
    secretary.press("Cấp số và phát hành")
    _files(secretary)


def _files(person: Person) -> None:
    """Wait for the files of the minutes: Word and PDF."""
    person.until(lambda: person.page.get_by_role("link", name="Tải PDF").count() == 1)
    person.look("council-08-minutes")
    for kind, start in (("PDF", b"%PDF-"), ("Word", b"PK\x03\x04")):
        link = person.page.get_by_role("link", name=f"Tải {kind}").first
        assert person.take(link).content.startswith(start)
