"""The chair's part of the road: from the list of awards to the button «Trình …»."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from PIL import Image

from extensions import clock
from tests.support.stage import Person
from vietnamese.dates import screen_date

if TYPE_CHECKING:
    from tests.journeys.tale import Tale

REASON = "có thành tích xuất sắc, dẫn đầu phong trào thi đua"
SUMMARY = "Dẫn đầu phong trào thi đua khối nội."
RESULTS = "Vận động 12 đoàn viên hiến máu, tổ chức 3 buổi thăm hỏi, quỹ xã hội đạt 18.500.000 đồng."
PLACE = "Phòng họp tầng 2"
PASTED = "STT\tHọ và tên\tChức vụ\n1\t{name}\tPhó Trưởng phòng\n2\tle thi hoa\tKỹ thuật viên\n"


def open_dossier(tale: Tale) -> None:
    """From the first page to the catalogue of awards, and into the open round."""
    chair, cast = tale.stage(tale.cast.chair), tale.cast
    chair.look("02-first-page-of-the-chair")
    chair.follow("Các danh hiệu, hình thức khen thưởng")
    if not tale.brief:
        chair.sees("Đợt chưa mở")
        chair.look("03-awards")
    chair.press("Lập hồ sơ đề nghị", chair.page.locator("article", has_text=cast.round))
    tale.code = chair.page.url.rsplit("/", 1)[1]
    chair.sees("Chưa mở")
    chair.look("04-tasks-at-first")


def tell_reason(tale: Tale) -> None:
    """The first part: what is wrong is told beside the field, what is typed is kept, seen on the sheet."""
    chair = tale.stage(tale.cast.chair)
    chair.follow("Làm tiếp: Đợt xét và căn cứ")
    if not tale.brief:
        chair.look("05-round")
        chair.fill("Lý do đề nghị", "")
        chair.press("Lưu và sang phần 2")
        chair.refused("Lý do đề nghị", "Nhập lý do đề nghị")
        chair.look("05-round-wrong")
        _refused_page_is_there_again(chair)
        chair.fill("Lý do đề nghị", REASON)
        _seen_on_the_sheet(chair)
        _kept_over_going_back(chair, tale.address)
    chair.fill("Lý do đề nghị", REASON)
    chair.press("Lưu và sang phần 2")


def _refused_page_is_there_again(chair: Person) -> None:
    """«Back» to a page that was refused shows it again, not an error of the browser."""
    with chair.page.expect_navigation():
        chair.page.locator(".tk-crumb a").click()
    chair.page.go_back(wait_until="load")
    chair.refused("Lý do đề nghị", "Nhập lý do đề nghị")


def _seen_on_the_sheet(chair: Person) -> None:
    """The sheet follows the typing; without a script at the button; on phones the paper is one press away."""
    if chair.stage.view == "phone":
        chair.saved()
        assert chair.take(chair.page.get_by_role("link", name="Xem bản in")).content.startswith(b"%PDF")
        return
    sheet = chair.page.frame_locator("iframe[name=sheet]").last
    if not chair.scripted:
        sheet.get_by_text(
            "TỜ TRÌNH"
        ).first.wait_for()  # a sheet that is still on its way would come after the new one
        button = chair.button("Xem trước", chair.page.locator("aside"))
        button.scroll_into_view_if_needed()  # what is pressed while the page still moves under the hand is lost
        button.hover()
        button.click()
    sheet.get_by_text(REASON).wait_for()
    chair.look("05-round-with-sheet")


def _kept_over_going_back(chair: Person, address: str) -> None:
    """Whoever leaves in the middle finds everything again."""
    if chair.scripted:
        chair.saved()
        chair.page.go_back(wait_until="domcontentloaded")
    else:
        chair.press("Lưu nháp, về hồ sơ")
    chair.open(f"{address}/phan/round")
    assert chair.field("Lý do đề nghị").input_value() == REASON


def choose_nominees(tale: Tale) -> None:
    """Found without marks, ticked in the list, read from Excel's rows; a group of the unit."""
    chair, cast = tale.stage(tale.cast.chair), tale.cast
    first, *others = cast.people
    if not tale.brief:
        chair.press("Lưu và sang phần 3")
        chair.refused("Cá nhân", "Chọn ít nhất một người hoặc một tập thể")
        chair.look("06-nominees-none")
    _find(chair, first)
    chair.look("06-nominees-found")
    chair.page.get_by_label(first).first.check()
    chair.reach()
    if others:
        _paste(chair, others[0])
    if cast.group:
        chair.page.get_by_label(cast.group, exact=True).check()
    chair.press("Lưu và sang phần 3")


def _find(chair: Person, name: str) -> None:
    """Look for somebody without marks: nobody else remains in the list."""
    from vietnamese.text import search_key

    chair.page.locator("main input[type=search]").fill(search_key(name))
    if not chair.scripted:
        chair.press("Tìm")
    shown = chair.page.locator(".tk-pick > li:visible")
    assert shown.locator("[data-name]").all_inner_texts() == [name]


def _paste(chair: Person, name: str) -> None:
    """Rows from Excel: who is understood is ticked, who is not is asked."""
    chair.unfold("Dán danh sách từ Excel")
    chair.fill("Dán danh sách từ Excel", PASTED.format(name=name))
    chair.press("Đọc danh sách")
    chair.sees("Đọc được 1 dòng, 1 dòng chưa hiểu")
    chair.look("06-nominees-pasted")
    chair.page.get_by_label("le thi hoa").select_option(label="Bỏ dòng này")
    chair.press("Đọc danh sách")
    assert chair.page.get_by_label(name).first.is_checked()


def tell_results(tale: Tale) -> None:
    """One page a nominee, saved while typing; what the product knows already is there."""
    chair, cast = tale.stage(tale.cast.chair), tale.cast
    for number in range(len(cast.people) + bool(cast.group)):
        name = chair.text("h1")
        if number == 0 and not tale.brief:
            chair.look("07-results-of-a-group" if name == cast.group else "07-results")
            chair.press("Lưu và đi tiếp")
            chair.refused("Thành tích trong năm", "Nhập thành tích trong năm")
            chair.look("07-results-wrong")
        _tell(chair, group=name == cast.group)
        chair.look(f"07-results-{'group' if name == cast.group else 'person'}-filled")
        chair.press("Lưu và")
    assert chair.page.url.endswith("/phan/meeting"), chair.text()


def _tell(chair: Person, *, group: bool) -> None:
    """Fill the page of a nominee."""
    chair.field("Xếp loại năm nay").select_option(label="Hoàn thành xuất sắc nhiệm vụ")
    chair.fill("Tóm tắt thành tích", SUMMARY)
    chair.fill("Thành tích trong năm", RESULTS)
    chair.choose("Đã đăng ký thi đua đầu năm", "Có")
    if group:
        chair.fill("Số đoàn viên", "26")
        chair.fill("Trong đó nữ", "19")
        chair.choose("Đang có đơn thư", "Không")
    else:
        chair.fill("Số ngày nghỉ trong năm", "0")
        chair.choose("Kỷ luật, xử phạt trong năm", "Không có")
        chair.choose("Đang bị xem xét kỷ luật", "Không")
        for used in chair.page.get_by_role("radiogroup", name="Đã dùng để xét").all():
            if used.is_visible():
                used.get_by_label("Chưa dùng").check()
    chair.saved()


def tell_meeting(tale: Tale) -> None:
    """The meeting and its ballot: a day that does not exist, votes that do not add up, then the truth."""
    chair, cast = tale.stage(tale.cast.chair), tale.cast
    chair.fill("Bắt đầu lúc", "8:30")
    chair.fill("Kết thúc lúc", "10h")
    chair.fill("Địa điểm", PLACE)
    ballots = chair.page.locator("fieldset", has=chair.page.locator("input[name$=-disagree]"))
    voted = int(chair.field("Số phiếu thu về").input_value())
    assert ballots.count() == len(cast.people) + bool(cast.group)
    if not tale.brief:
        chair.fill("Ngày họp", "29/02/2025")
        _vote(ballots, voted - 1, cast.member)
        chair.press("Lưu và sang phần 5")
        chair.refused("Ngày họp", "Tháng 2 năm 2025 không có ngày 29")
        chair.sees(f"khác tổng {voted} phiếu hợp lệ")
        chair.look("08-meeting-wrong")
    chair.fill("Ngày họp", screen_date(clock.today()))
    _vote(ballots, voted, cast.member)
    chair.look("08-meeting")
    chair.reach()
    chair.press("Lưu và sang phần 5")


def _vote(ballots: Any, agreed: int, member: str) -> None:
    """Everybody agrees; who sits in the committee does not vote about themselves."""
    for ballot in ballots.all():
        own = bool(member) and member in ballot.locator("legend").first.inner_text()
        ballot.locator("input[name$=-agree]").fill(str(agreed - own))
        ballot.locator("input[name$=-disagree]").fill("0")
        if own:
            ballot.get_by_label("Không bỏ phiếu về mình").check()


def attach_a_picture(tale: Tale) -> None:
    """A picture goes with the dossier; what is no picture is refused at its field."""
    chair = tale.stage(tale.cast.chair)
    if tale.brief:
        chair.press("Lưu và kiểm tra")
        return
    _attach(chair, "ghi-chu.png", b"not a picture")
    chair.refused("Tệp", "Tệp này mở không được", control="#file")
    chair.look("09-attachments-wrong")
    picture = io.BytesIO()
    Image.new("RGB", (320, 200), (208, 224, 240)).save(picture, "PNG")
    _attach(chair, "Quyết định 212.png", picture.getvalue())
    chair.sees("Đã nhận tệp.")
    link = chair.page.get_by_role("link", name="Quyết định 212.png")
    assert chair.take(link).content == picture.getvalue()
    chair.look("09-attachments")
    chair.press("Lưu và kiểm tra")


def _attach(chair: Person, name: str, content: bytes) -> None:
    file = {"name": name, "mimeType": "image/png", "buffer": content}
    chair.page.set_input_files("#file", file)
    chair.press("Gửi tệp")


def send(tale: Tale) -> None:
    """Everything on one page, the findings, and the button that names who gets it."""
    chair, cast = tale.stage(tale.cast.chair), tale.cast
    button = f"Trình {cast.deciding}"
    if not tale.brief:
        chair.sees("Máy kiểm tra: 0 lỗi")
        chair.look("10-check")
        chair.press(button)
        chair.refused("Tôi đã xem lại", "Đánh dấu ô này sau khi đã xem lại")
        chair.look("10-check-wrong")
    chair.field("Tôi đã xem lại").check()
    chair.press(button)
    chair.sees(f"Đã trình {cast.deciding}")
    chair.look("11-sent")
    if not tale.brief:
        chair.open("/viec")
        chair.sees("Theo dõi: đã gửi, ai đang giữ")
        chair.sees(tale.code)
        chair.look("12-first-page-following")
