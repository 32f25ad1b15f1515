"""Twenty-five people nominated from the hospital's own list, and the list sent again after a return.

The sheet is the hospital's: columns in its own order, names decomposed (NFD, as a Mac writes them), no template. What
Excel puts on the clipboard for such a sheet is pasted; cells that have their own field are fetched one by one.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from benchmarks.by_hand_event import CHAIR, go_on, label, send
from benchmarks.by_hand_ready import REVIEWER
from benchmarks.person import Person, Seats

NAMES = (
    "Lê Văn Anh", "Lê Văn Ánh", "Bùi Văn Anh", "Lê Văn Ân", "Trần Thị Ánh", "Bùi Văn Đạt", "Lê Thị Hòa",
    "Lê Thị Hoan", "Phạm Thị Hoà", "Lê Thị Hương", "Lê Thị Hường", "Đỗ Thị Kim Hường", "Lê Thị Hưởng",
    "Phạm Văn Ô", "Phạm Văn Ơ", "Phạm Thị Ơn", "Trần Minh Tuân", "Đỗ Văn Ý", "Nguyễn Thị Yến",
    "Cao Thị Bích Phương", "Lê An", "Trần Thị An", "Bùi Minh Đức", "H'Mai Niê", "Ma Khánh Chiến",
)  # fmt: skip
TWICE, MEMBER, NEXT = "Nguyễn Thị Yến", "Lê Văn Ân", "Phạm Thị Oanh"
DEEDS = (
    "Vận động {n} đoàn viên hiến máu tình nguyện",
    "Thăm hỏi {n} lượt đoàn viên ốm đau, khó khăn",
    "Trực chống dịch {n} ca, được người bệnh gửi thư khen",
    "Hướng dẫn {n} điều dưỡng mới vào nghề",
)
REASON = "có thành tích xuất sắc trong phong trào thi đua lao động giỏi năm nay"
VOTES = 11


def nomination(seats: Seats) -> None:
    """Nominate, be sent back, send again with one name changed."""
    chair = seats.at(CHAIR, "25 people")
    code = _nominate(chair)
    between = seats.at(REVIEWER, "reviewer between")
    _send_back(between, code)
    _again(seats.at(CHAIR, "list again"), code)


def _deed(name: str) -> str:
    return DEEDS[len(name) % len(DEEDS)].format(n=5 + sum(map(ord, name)) % 20)


def _sheet(names: tuple[str, ...]) -> str:
    """Return what the clipboard holds after the table was marked and copied."""
    lines = ["TT\tKhoa, phòng\tHọ và tên\tNăm sinh\tThành tích"]
    for no, name in enumerate(names, start=1):
        decomposed = unicodedata.normalize("NFD", name)
        lines.append(f"{no}\tKhoa số {no % 9 + 1}\t{decomposed}\t{1975 + no}\t{_deed(name)}")
    return "\n".join(lines)


def _nominate(chair: Person) -> str:
    page = chair.page
    chair.press(page.get_by_role("button", name="Đề nghị khen thưởng").first)
    code = page.url.rsplit("/", 1)[1]
    chair.press(page.locator("main .tk-bar .btn-primary").first)
    chair.type(label(chair, "Lý do đề nghị"), REASON)
    go_on(chair)
    _read(chair, NAMES)
    go_on(chair)
    chair.mark("all 25 read from the list and kept")
    chair.note("every deed of the sheet is fetched again, one page a person: the pasted rows only give names")
    while "/phan/results/" in page.url:
        _tell(chair)
    chair.mark("the deeds of all 25 told")
    _meet(chair)
    go_on(chair)
    go_on(chair)
    send(chair)
    return code


def _read(chair: Person, names: tuple[str, ...]) -> None:
    """Paste the list, have it read, say which of two namesakes is meant."""
    page = chair.page
    folded = page.locator("details:not([open]) > summary", has_text="Dán danh sách")
    if folded.count():
        chair.press(folded.first, leads=False)
    chair.carry(page.locator("textarea[name=pasted]"), _sheet(names), opened=True)
    chair.press(page.get_by_role("button", name="Đọc danh sách"))
    asked = page.locator("select[name^=row-]")
    chair.note("of two namesakes neither department nor year of birth is told; others stand between them")
    for at in range(asked.count()):
        chair.choose(asked.nth(at), TWICE)
    if asked.count():
        chair.press(page.get_by_role("button", name="Đọc danh sách"))
    got = page.locator("input[name=people]:checked").count()
    if got < len(names):
        raise RuntimeError(f"{got} of {len(names)} people were understood")


def _tell(chair: Person) -> None:
    """The page of one person."""
    page = chair.page
    name = " ".join(page.locator("main h1").first.inner_text().split())
    chair.choose(label(chair, "Xếp loại năm nay"), "Hoàn thành xuất sắc nhiệm vụ")
    chair.carry(label(chair, "Tóm tắt thành tích"), _deed(name))
    chair.carry(label(chair, "Thành tích trong năm"), _deed(name), fetched=False)
    for group, answer in (
        ("Đã đăng ký thi đua đầu năm", "Có"),
        ("Kỷ luật, xử phạt trong năm", "Không có"),
        ("Đang bị xem xét", "Không"),
    ):
        chair.tick(_group(chair, group).get_by_label(answer, exact=True))
        if group == "Đã đăng ký thi đua đầu năm":
            chair.type(label(chair, "Số ngày nghỉ trong năm"), "0")
    for used in _group(chair, "Đã dùng để xét", whole=True).all():
        if used.is_visible():
            chair.tick(used.get_by_label("Chưa dùng"))
    go_on(chair)


def _group(chair: Person, words: str, *, whole: bool = False) -> Any:
    found = chair.page.locator("main").get_by_role("radiogroup", name=re.compile(rf"^\s*{words}"))
    return found if whole else found.first


def _meet(chair: Person) -> None:
    """The meeting: everybody for everybody, who sits in the committee without a vote about themselves."""
    from extensions import clock

    for name, text in (
        ("Ngày họp", f"{clock.today():%d/%m/%Y}"),
        ("Bắt đầu lúc", "14h"),
        ("Kết thúc lúc", "15h30"),
        ("Địa điểm", "Phòng giao ban tầng 2"),
    ):
        chair.type(label(chair, name), text)
    _vote(chair)


def _vote(chair: Person) -> None:
    ballots = chair.page.locator("fieldset", has=chair.page.locator("input[name$=-disagree]"))
    chair.note("two numbers a person are typed though nobody was against anybody")
    for ballot in ballots.all():
        agree = ballot.locator("input[name$=-agree]")
        if agree.input_value():
            continue
        own = MEMBER in ballot.locator("legend").first.inner_text()
        chair.type(agree, str(VOTES - own))
        chair.type(ballot.locator("input[name$=-disagree]"), "0")
        if own:
            chair.tick(ballot.get_by_label("Không bỏ phiếu về mình"))


def _send_back(reviewer: Person, code: str) -> None:
    page = reviewer.page
    page.goto(f"{reviewer.url}/ho-so/{code}")
    reviewer.press(page.get_by_role("button", name="Nhận hồ sơ"))
    reviewer.tick(page.locator("#y-kien").get_by_label("Trả lại để bổ sung", exact=True).first)
    reviewer.type(page.locator("#comment"), f"{MEMBER} đang bị xem xét kỷ luật, đề nghị thay người.")
    reviewer.press(page.locator("#y-kien button.btn-primary"))


def _again(chair: Person, code: str) -> None:
    """The hospital has sent the list anew, with another person in one row."""
    page = chair.page
    chair.press(page.get_by_role("link", name="Mở để sửa").first)
    chair.press(page.locator("main").get_by_role("link", name="Người được đề nghị").first)
    _read(chair, tuple(NEXT if name == MEMBER else name for name in NAMES))
    chair.note("a list pasted anew only adds: who is no longer in it is looked for and unticked by hand")
    chair.type(page.locator("main input[type=search]"), "le van an")
    chair.untick(label(chair, MEMBER))
    go_on(chair)
    if "/phan/results/" in page.url and NEXT not in page.locator("main h1").first.inner_text():
        chair.note("after the list the first of 25 pages opens, not the one of the person who is new")
        chair.press(page.locator(".tk-crumb a").first)
        chair.press(page.locator("main").get_by_role("link", name=NEXT).first)
    _tell(chair)
    if "/phan/meeting" not in page.url:
        page.goto(f"{chair.url}/ho-so/{code}/phan/meeting")
        chair.count.presses += 2
    _vote(chair)
    go_on(chair)
    go_on(chair)
    send(chair)
