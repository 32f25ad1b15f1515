"""Twenty-five people nominated from the hospital's own list, and the list sent again after a return.

The sheet is the hospital's: columns in its own order, names decomposed (NFD, as a Mac writes them), no template. What
Excel puts on the clipboard for such a sheet is pasted: deed and rating of everybody, one deed on two lines, one rating
left out. What the hospital's sheet does not say (registered, days away, discipline, open cases) is answered there.
What a page lacks after that is told on the nominee's own page, cell by cell.
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
TWO_LINES, REST = "Đỗ Văn Ý", "Được giám đốc biểu dương"
UNRATED = "Lê Thị Hoan"
RATING = "Hoàn thành xuất sắc nhiệm vụ"
SAME = (
    "Tất cả đã đăng ký thi đua",
    "Không ai nghỉ ngày nào",
    "Không ai bị kỷ luật",
    "Không ai đang bị xem xét",
    "Sáng kiến, đề tài của mọi người chưa dùng",
)
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
    lines = ["TT\tKhoa, phòng\tHọ và tên\tNăm sinh\tThành tích\tXếp loại\tGhi chú"]
    for no, name in enumerate(names, start=1):
        decomposed = unicodedata.normalize("NFD", name)
        deed = f'"{_deed(name)}\n{REST}"' if name == TWO_LINES else _deed(name)
        rating = "" if name == UNRATED else "HTXSNV"
        lines.append(f"{no}\tKhoa số {no % 9 + 1}\t{decomposed}\t{1975 + no}\t{deed}\t{rating}\t")
    return "\n".join(lines)


def _nominate(chair: Person) -> str:
    page = chair.page
    chair.press(page.get_by_role("button", name="Đề nghị khen thưởng").first)
    code = page.url.rsplit("/", 1)[1]
    chair.press(page.locator("main .tk-bar .btn-primary").first)
    chair.type(label(chair, "Lý do đề nghị"), REASON)
    go_on(chair)
    _read(chair, NAMES)
    chair.mark("all 25 read from the list")
    chair.study(page.locator("section", has=page.locator("#h-cards")))
    _same_for_all(chair)
    go_on(chair)
    chair.mark("what was read looked over, kept")
    told = 0
    while "/phan/results/" in page.url:
        _tell(chair)
        told += 1
    chair.mark(f"the deeds of all 25 told, {told} of them on their own page")
    _meet(chair)
    chair.mark("the meeting and its votes told")
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
    for at in range(asked.count()):
        chair.choose(asked.nth(at), TWICE)
    if asked.count():
        chair.press(page.get_by_role("button", name="Đọc danh sách"))
    got = page.locator("input[name=people]:checked").count()
    if got < len(names):
        raise RuntimeError(f"{got} of {len(names)} people were understood")


def _same_for_all(chair: Person) -> None:
    """What is the same for everybody is said once, each answer read and ticked."""
    for words in SAME:
        chair.tick(chair.page.locator("main").get_by_label(words))


def _tell(chair: Person) -> None:
    """The page of one person: what is still open there."""
    page = chair.page
    name = " ".join(page.locator("main h1").first.inner_text().split())
    if not label(chair, "Xếp loại năm nay").input_value():
        chair.choose(label(chair, "Xếp loại năm nay"), RATING)
    for at, words in enumerate(("Tóm tắt thành tích", "Thành tích trong năm")):
        if not label(chair, words).input_value():
            chair.carry(label(chair, words), _deed(name), fetched=not at)
    for group, answer in (
        ("Đã đăng ký thi đua đầu năm", "Có"),
        ("Kỷ luật, xử phạt trong năm", "Không có"),
        ("Đang bị xem xét", "Không"),
    ):
        if not _group(chair, group).locator("input:checked").count():
            chair.tick(_group(chair, group).get_by_label(answer, exact=True))
    if not label(chair, "Số ngày nghỉ trong năm").input_value():
        chair.type(label(chair, "Số ngày nghỉ trong năm"), "0")
    for used in _group(chair, "Đã dùng để xét", whole=True).all():
        if used.is_visible() and not used.locator("input:checked").count():
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
    _vote(chair, whole=True)


def _vote(chair: Person, *, whole: bool) -> None:
    """Everybody for everybody: said once, looked over where much was written."""
    ballots = chair.page.locator("fieldset", has=chair.page.locator("input[name$=-disagree]"))
    away = chair.page.get_by_label("Ủy viên được đề nghị không bỏ phiếu")
    if away.count():
        chair.tick(away)
    chair.press(chair.page.get_by_role("button", name="Tất cả phiếu đồng ý"))
    if whole:
        chair.study(chair.page.locator("#votes"))
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
    gone = page.get_by_role("group", name="Trong hồ sơ mà không có")
    chair.tick(gone.get_by_label(MEMBER))
    chair.study(page.locator("section", has=page.locator("#h-cards")))
    _same_for_all(chair)
    go_on(chair)
    if "/phan/results/" in page.url:
        _tell(chair)
    if "/phan/meeting" not in page.url:
        page.goto(f"{chair.url}/ho-so/{code}/phan/meeting")
        chair.count.presses += 2
    _vote(chair, whole=False)
    go_on(chair)
    go_on(chair)
    send(chair)
