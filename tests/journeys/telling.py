"""The story of being told: what one chooses, what an administrator writes, what comes at once and in the morning."""

from __future__ import annotations

from datetime import date, datetime

from extensions import ZONE, clock
from tests.support.applications import opened
from tests.support.stage import Stage
from vietnamese.dates import parse_date

WAITS = "KT-2026-00006"  # of the demonstration: with the reviewer of the sector union
WORDS = "Mời sửa %(code)s"
AT_ONCE, MORNING, NONE = "Gửi thư ngay", "Gộp vào thư buổi sáng", "Không gửi thư, chỉ báo trong máy"


def story(stage: Stage) -> None:
    """Walk the whole story."""
    choose_how(stage)
    write_the_words(stage)
    a_return_arrives(stage)
    the_morning_brings_the_rest(stage, _sent_back(stage))
    see_the_log(stage)


def choose_how(stage: Stage) -> None:
    """The reviewer on the phone: a wrong number is refused beside its field, the choice is kept."""
    person = stage("P04")
    person.open("/toi")
    person.follow("Báo tin: thư, số điện thoại")
    person.fill("Số điện thoại", "09")
    person.choose("Kết quả hồ sơ đã gửi", NONE)
    person.press("Ghi cách nhận tin")
    person.refused("Số điện thoại", "Nhập dạng 0912 345 678")
    person.look("81-how-to-be-told-refused")
    person.fill("Số điện thoại", "0912 345 678")
    person.press("Ghi cách nhận tin")
    person.sees("Đã ghi cách nhận tin của đồng chí.")
    kept = person.page.get_by_role("radiogroup", name="Kết quả hồ sơ đã gửi").get_by_label(NONE, exact=True)
    assert kept.is_checked()
    person.look("82-how-to-be-told")
    person.reach()


def write_the_words(stage: Stage) -> None:
    """The administrator writes a subject: a name that the message does not have is refused, then seen, then kept."""
    person = stage("P26")
    person.open("/don-vi")
    person.follow("Lời của tin báo")
    person.look("83-texts")
    person.follow("Hồ sơ bị trả lại")
    person.fill("Tiêu đề", "Mời sửa %(mã)s")
    person.press("Xem thử")
    person.refused("Tiêu đề", "không có trong tin này")
    person.fill("Tiêu đề", WORDS)
    person.press("Xem thử")
    person.sees("Mời sửa XL-2026-00042", person.page.locator("#xem-thu"))
    person.look("84-text-seen-first")
    person.press("Ghi lời này")
    person.sees("Đã ghi lời mới.")
    person.look("85-text-written")


def a_return_arrives(stage: Stage) -> None:
    """A return reaches the unit's chair as a mail at once, with what was said, who said it and until when."""
    person = stage("P04")
    person.open(f"/ho-so/{WAITS}")
    person.press("Nhận hồ sơ")
    person.fill("Lý do, ý kiến", "Thiếu biên bản họp có chữ ký.")
    person.decide("Trả lại để bổ sung")
    stage.mail.until(lambda: stage.mail.to("p11@songlam.example"))
    (message,) = stage.mail.to("p11@songlam.example")
    plain, page = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert f"Mời sửa {WAITS}" in str(message["Subject"])
    for words in ("Thiếu biên bản họp có chữ ký.", "Mạc Thị Lan Chi", "Hạn gửi lại: "):
        assert words in plain and words in page


def _sent_back(stage: Stage) -> date:
    """Return until when the dossier that was returned has to be sent again, as the mail says."""
    (message,) = stage.mail.to("p11@songlam.example")
    plain = message.get_body(("plain",)).get_content()
    said = next(line for line in plain.splitlines() if line.startswith("Hạn gửi lại: "))
    return parse_date(said.removeprefix("Hạn gửi lại: ").strip("."))


def the_morning_brings_the_rest(stage: Stage, due_on: date) -> None:
    """On the due day `flask sweep` reminds and gathers; run again it does nothing more."""
    morning = datetime(due_on.year, due_on.month, due_on.day, 7, 45, tzinfo=ZONE)
    from jobs.worker import drain

    with opened(stage.server.database, **stage.mail.settings()) as app, clock.at(morning):
        first, second = (app.test_cli_runner().invoke(args=["sweep"]) for _no in range(2))
        assert first.exit_code == second.exit_code == 0, first.output + second.output
        assert "digests made: 0" not in first.output
        assert "digests made: 0" in second.output and "dossiers reminded of: 0" in second.output
        drain(app)
    received = stage.mail.to("p11@songlam.example")
    assert len(received) == 2
    words = received[1].get_body(("plain",)).get_content()
    assert f"{WAITS}: hạn hôm nay" in str(received[1]["Subject"]) + words
    assert "Mã niêm phong nhật ký" in words


def see_the_log(stage: Stage) -> None:
    """The reviewer sees what came and how; the administrator sees kinds and states of the unit, no words."""
    person = stage("P04")
    person.open("/thong-bao")
    person.look("86-notices")
    person.follow("Tin đã nhận")
    person.look("87-log")
    keeper = stage("P26")
    keeper.open("/don-vi")
    keeper.follow("Tin đã gửi cho cán bộ")
    assert "Đã gửi thư" in keeper.text()
    assert WAITS not in keeper.text()
    keeper.look("88-log-of-the-unit")
