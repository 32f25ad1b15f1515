"""The upper union's part of 2025: two verifiers, the answers, the committee, one decision, notices, an appeal."""

from __future__ import annotations

from datetime import date

from tests.journeys.review_year import (
    ANSWERED,
    CLERK,
    COMMITTEE,
    DECIDED,
    NOTICED,
    OFFICE,
    READER,
    TITLE,
    UNIONS,
    VERIFIED,
    Union,
    Year,
    issue,
    points,
    words,
)
from tests.support.stage import Person

DISAGREED = date(2025, 12, 22)
#: Union → what the machine warns of until a visit and a second reader are recorded (rules RV08, RV07).
WARNED = {
    "CS01": (
        "Tự chấm 99 điểm (từ 98 điểm).",
        "Tiêu chí 4.1: tự chấm 2, thẩm định 1 trên tối đa 2, chênh 50%.",
    ),
    "CS05": ("Tiêu chí 1.2: tự chấm 4, thẩm định 2 trên tối đa 5, chênh 40%.",),
    "CS08": (),
}
#: Union → how the cycle's page says what bound it (annual reviews, §14.1).
BOUND = {
    "CĐCS Bệnh viện Sản - Nhi": "93,0 điểm, đủ điều kiện HTXS nhưng hết chỉ tiêu (1/9 đơn vị).",
    "CĐCS Trung tâm Y tế huyện B": "89,5 điểm: xếp HTT theo điểm thẩm định.",
    "CĐCS Văn phòng Sở Y tế": "Không xếp loại: chưa đủ thời gian hoạt động hoặc đã kết thúc.",
}


def verify(tale: Year) -> None:
    """Two people at their desks verify all thirty items of three unions; what hinders is told at its field."""
    tale.others_until(VERIFIED)
    tale.stage.at(VERIFIED)
    for union in UNIONS:
        with tale.at_a_desk(OFFICE, union.second) as (first, second):
            _verify(tale, union, first)
            _verify_again(tale, union, second)


def _verify(tale: Year, union: Union, first: Person) -> None:
    row, scores = tale.told(union), tale.scores(union)
    first.open(f"/ho-so/{tale.codes[union.unit]}")
    first.follow("Mở phiếu thẩm định")
    for item, line in scores.items():
        _put(first, f"i{item.replace('.', '_')}-verified", points(line["verified"]))
    _put(first, "held_on", "2/12/2025")
    _put(first, "begins", "8:00")
    _put(first, "ends", "10:40")
    _put(first, "place", "Trụ sở công đoàn cơ sở")
    _put(first, "good", "Chăm lo đoàn viên kịp thời; hồ sơ gửi đúng hạn.")
    _put(first, "fix", "\n".join(line["reason"] for line in scores.values() if line["reason"]))
    first.page.locator(f'main [name="rank"][value="{row["asked"]}"]').check()
    first.press("Chuyển thẩm định lần hai")
    first.sees("mà chưa nêu lý do")
    for item, line in scores.items():
        if line["reason"]:
            _put(first, f"i{item.replace('.', '_')}-reason", line["reason"])
    if union.unit == "CS08":
        first.press("Chuyển thẩm định lần hai")
        first.refused("Mức đề nghị", "thiếu 0,5 điểm để xếp HTXS (từ 90, không làm tròn)", "#rank")
    else:
        first.press("Lưu, làm tiếp sau")
    for warning in WARNED[union.unit]:
        first.sees(warning)
    first.look(f"y04-half-way-{union.unit}")
    first.page.locator(f'main [name="rank"][value="{row["verified"]}"]').check()
    if "visited_on" in row:
        _put(first, "visited_on", "1/12/2025")
    if "second_reader" in row:
        reader = first.page.locator('main [name="second_reader"]')
        reader.select_option(str(tale.replay.codes.people[READER]))
    first.press("Lưu, làm tiếp sau")
    first.sees(f"{union.verified}/100")
    first.unfold("điều đạt")
    for warning in WARNED[union.unit]:
        assert warning not in first.text(), warning
    first.look(f"y04-verified-{union.unit}")
    first.press("Chuyển thẩm định lần hai")
    first.sees("Đã chuyển kết quả thẩm định.")


def _put(person: Person, name: str, text: str) -> None:
    person.page.locator(f'main [name="{name}"]').fill(text)


def _verify_again(tale: Year, union: Union, second: Person) -> None:
    """The second one reads what the first has given: every point stands in its field."""
    second.open(f"/ho-so/{tale.codes[union.unit]}")
    second.follow("Mở phiếu thẩm định")
    for item, line in tale.scores(union).items():
        control = second.page.locator(f'main [name="i{item.replace(".", "_")}-verified"]')
        assert control.input_value() == points(line["verified"]), item
    second.press("Chuyển đơn vị trả lời")


def answer(tale: Year) -> None:
    """Two unions agree; the one that lacks half a point keeps its opinion and leaves it to the committee."""
    tale.others_until(ANSWERED)
    tale.stage.at(ANSWERED, 9)
    for union in UNIONS:
        chair = tale.person(union.chair)
        changed = [item for item, line in tale.scores(union).items() if line["own"] != line["verified"]]
        chair.open(f"/ho-so/{tale.codes[union.unit]}")
        chair.follow("Xem kết quả thẩm định và trả lời")
        chair.sees(f"Tiêu chí có điểm khác tự chấm ({len(changed)})")
        if union.unit == "CS08":
            _put(chair, "i1_2", "Danh mục công khai đã bổ sung ngày 28/11/2025.")
            chair.choose("Đơn vị trả lời", "Còn ý kiến khác, đề nghị Ban Thường vụ xem xét")
        else:
            chair.choose("Đơn vị trả lời", "Nhất trí với kết quả thẩm định")
        chair.look(f"y05-answer-{union.unit}")
        chair.press("Gửi ý kiến của đơn vị")
        chair.sees("Đã gửi ý kiến của đơn vị.")


def decide(tale: Year) -> None:
    """Each dossier by itself: two of three; who verified it has no say, and may not even send one."""
    tale.others_until(COMMITTEE)
    tale.stage.at(COMMITTEE, 14)
    for union in UNIONS:
        with tale.at_a_desk(union.second, *union.seats) as (recused, *seats):
            recused.open(f"/ho-so/{tale.codes[union.unit]}")
            assert recused.page.locator("#y-kien").count() == 0
            recused.sees("Đồng chí không xét hồ sơ này")
            recused.look("y06-recused")
            for no, seat in enumerate(seats):
                seat.open(f"/ho-so/{tale.codes[union.unit]}")
                if no == 0:
                    seat.look(f"y06-committee-{union.unit}")
                if no == 0 and union.unit == "CS08":
                    seat.sees("Danh mục công khai đã bổ sung ngày 28/11/2025.")
                seat.decide("Đồng ý")
                seat.sees("Đã ghi ý kiến đồng ý.")


def recognise(tale: Year) -> None:
    """One decision for the round: nine reach «tốt» or better, one place, 93,0 falls out, 89,5 is not 90."""
    from services.demo_reviews import REPLACED

    tale.others_until(DECIDED)
    tale.stage.register_until(date(2025, 12, 14), REPLACED)
    tale.stage.at(DECIDED, 9)
    with tale.at_a_desk(CLERK) as (clerk,):
        clerk.open("/viec")
        clerk.follow(TITLE, clerk.page.locator("section[aria-labelledby=h-cycles]"))
        clerk.sees("HTXS tối đa 1 đơn vị: 20% × 9 đơn vị xếp loại HTT trở lên = 1,8.")
        for name, said in BOUND.items():
            assert said in _line(clerk, name), _line(clerk, name)
        for union in UNIONS:
            line = _line(clerk, tale.short_name(union))
            assert union.decided in line and union.verified in line, line
        assert clerk.page.locator("input[name=codes]:checked").count() == 11
        clerk.look("y07-cycle")
        clerk.press("Lập Quyết định công nhận cho các hồ sơ đã chọn")
        (decision,) = issue(clerk, "45/QĐ-CĐN", "y07-decision")
    assert "ngày 15 tháng 12 năm 2025" in decision
    assert "Căn cứ Biên bản số 44/BB-CĐN ngày 12 tháng 12 năm 2025" in decision
    assert "kết quả đánh giá, xếp loại năm 2025 của 11 công đoàn cơ sở" in decision
    for counted in (
        "Hoàn thành xuất sắc nhiệm vụ: 01 công đoàn cơ sở",
        "Hoàn thành tốt nhiệm vụ: 08 công đoàn cơ sở",
        "Hoàn thành nhiệm vụ: 02 công đoàn cơ sở",
        "Tổng cộng: 11 công đoàn cơ sở 2.155",
    ):
        assert counted in decision, decision
    annex = decision[decision.index("Danh sách".upper()) :] if "DANH SÁCH" in decision else decision
    for name, own, verified in (
        ("CĐCS Bệnh viện Đa khoa tỉnh", "99", "97"),
        ("CĐCS Bệnh viện Sản - Nhi", "96", "93"),
        ("CĐCS Trung tâm Y tế huyện B", "94,5", "89,5"),
        ("CĐCS Bệnh viện Tâm thần", "71,5", "65,5"),
    ):
        row = annex[annex.index(name) :][:200]
        assert own in row and verified in row, row


def _line(person: Person, name: str) -> str:
    """Return the words of a union's line on the cycle's page."""
    return person.page.locator("tr", has_text=name).first.inner_text().replace("\u00a0", " ")


def tell_the_unions(tale: Year) -> None:
    """All notices in one step, each with its number; the roll-up report; minutes of one verification."""
    tale.others_until(NOTICED)
    tale.stage.at(NOTICED)
    with tale.at_a_desk(CLERK) as (clerk,):
        clerk.open(f"/xep-loai/ky/{tale.matter_id}")
        clerk.follow("Phát hành 11 thông báo kết quả")
        clerk.look("y08-notices")
        clerk.press("Cấp số và phát hành các thông báo đã chọn")
        clerk.sees("Đã cấp số 11 thông báo: 46/TB-CĐN")
        clerk.sees("Không còn đơn vị nào chờ thông báo.")
        clerk.follow("Về kỳ đánh giá")
        clerk.look("y08-cycle-told")
        clerk.follow("Lập Báo cáo tổng hợp gửi cấp trên")
        (report,) = issue(clerk, "57/BC-CĐN", "y08-summary")
        for said in (
            "Tổng số công đoàn cơ sở: 12; được xếp loại: 11",
            "01 công đoàn cơ sở xuất sắc trên 09 công đoàn cơ sở đạt từ mức hoàn thành tốt trở lên (không quá 20%)",
            "Ban Thường vụ Liên đoàn Lao động tỉnh Sông Lam",
        ):
            assert said in report, report
        clerk.open(f"/xep-loai/ky/{tale.matter_id}")
        clerk.follow("Lập Biên bản CĐCS Trung tâm Y tế huyện B")
        (minutes,) = issue(clerk, "58/BB-CĐN", "y08-verification-minutes")
    assert "Danh mục công khai đã bổ sung ngày 28/11/2025" in minutes, minutes
    assert "94,5" in minutes and "89,5" in minutes
    chair = tale.person("P17")
    chair.open("/xep-loai/")
    chair.sees("Hoàn thành tốt nhiệm vụ")
    chair.sees("Quyết định số 45/QĐ-CĐN ngày 15/12/2025")
    chair.look("y08-results")
    chair.open(f"/ho-so/{tale.codes['CS08']}")
    assert "89,5" in chair.text()


def appeal(tale: Year) -> None:
    """The union asks to look again within five working days; the office answers; the sheet says both."""
    tale.stage.at(DISAGREED)
    chair, path = tale.person("P17"), f"/xep-loai/ho-so/{tale.codes['CS08']}/phuc-tra"
    chair.open(path)
    chair.sees("25/12/2025")
    chair.field("Tiêu chí").select_option("1.2")
    chair.fill("Điểm đề nghị", "4,5")
    chair.fill("Lý do, minh chứng", "Danh mục công khai đã bổ sung ngày 28/11/2025.")
    chair.look("y09-appeal")
    chair.press("Gửi phiếu đề nghị phúc tra")
    chair.sees("Đã gửi.")
    office = tale.person(OFFICE)
    office.open(path)
    office.fill("Trả lời phúc tra", "Giữ nguyên 4 điểm: bổ sung sau ngày chốt hồ sơ 20/11/2025.")
    office.press("Trả lời")
    office.look("y09-answered")
    sheet = words(office.take(office.page.get_by_role("link", name="PDF").first).content)
    for said in ("48/TB-CĐN", "4,5", "Danh mục công khai đã bổ sung", "Giữ nguyên 4 điểm"):
        assert said in sheet, sheet
