"""Deciding, as reviewers do it at the browser: notes pinned to answers, a colleague asked, taken back, many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.stage import Person, Stage

REVIEWER, COLLEAGUE = "P04", "P25"
SECRET = "Quỹ tương trợ cần xem lại sổ."
PINNED = "Ghi rõ số quyết định công nhận."


def decide_and_take_back(stage: Stage) -> None:
    """Play the story on the demonstration's dossier that has just come in."""
    reviewer = stage(REVIEWER)
    reviewer.open("/viec")
    waiting = reviewer.page.locator("#h-wait").locator("..").locator("h3 a").first
    address = waiting.get_attribute("href")
    reviewer.go(waiting)
    reviewer.press("Nhận hồ sơ")
    _note_inside(reviewer)
    _ask(stage, reviewer, address)
    _pin(reviewer)
    reviewer.decide("")
    reviewer.sees("Đã trả lại để bổ sung")
    reviewer.sees("rút lại được tới")
    reviewer.look("decide-just-now")
    reviewer.open(address)
    reviewer.press("Rút lại ý kiến")
    reviewer.sees("Đã rút lại ý kiến")
    reviewer.look("decide-taken-back")
    _many(reviewer, address.rsplit("/", 1)[1])


def _note_inside(reviewer: Person) -> None:
    """A note among those who judge; an empty one is refused beside its field."""
    reviewer.unfold("Viết ghi chú")
    reviewer.press("Ghi chú", reviewer.page.locator("#trao-doi form[action$='/say']"))
    reviewer.refused("Ghi chú", "Nhập ghi chú", control="#say-text")
    reviewer.write(reviewer.page.locator("#say-text"), SECRET)
    reviewer.press("Ghi chú", reviewer.page.locator("#trao-doi form[action$='/say']"))
    reviewer.sees(SECRET)


def _ask(stage: Stage, reviewer: Person, address: str) -> None:
    """A colleague is asked, finds the question on the first page, answers; the asker reads it on the dossier."""
    reviewer.unfold("Hỏi ý kiến đồng nghiệp")
    reviewer.pick(reviewer.page.locator("#ask-person"), label=_option(reviewer, "Khuất Thị Vân"))
    reviewer.write(reviewer.page.locator("#ask-text"), "Mức thưởng này đúng chưa?")
    reviewer.press("Gửi câu hỏi")
    reviewer.sees("Đã gửi câu hỏi")
    reviewer.look("decide-asked")
    colleague = stage(COLLEAGUE)
    colleague.open("/viec")
    colleague.go(colleague.page.locator(f'main a[href="{address}"]').first)
    colleague.write(colleague.page.locator("#answer-text"), "Đúng mức của đợt.")
    colleague.look("decide-question")
    colleague.press("Gửi ý kiến")
    reviewer.open(address)
    reviewer.sees("Đúng mức của đợt.")


def _option(person: Person, name: str) -> str:
    found = person.page.locator("#ask-person option", has_text=name).first
    return found.inner_text().strip()


def _ready_sentence(reviewer: Person) -> None:
    """The sentence chosen last stands in the reason, whatever the arrows have passed over."""
    ready = reviewer.field("Câu soạn sẵn")
    reviewer.pick(ready, index=2)
    sentence = ready.locator("option").nth(2).get_attribute("value")
    assert reviewer.page.locator("#comment").input_value() == sentence


def _pin(reviewer: Person) -> None:
    """A note to one answer: what was typed before stays, the place is chosen by itself; room for more notes."""
    if reviewer.scripted:
        _ready_sentence(reviewer)
    reviewer.write(reviewer.page.locator("#comment"), "Gần đủ.")
    details = reviewer.page.locator("#tung-o details").first
    reviewer.touch(details.locator("summary"))
    button = details.locator("[data-pin]").first
    place = button.get_attribute("data-pin")
    (reviewer.touch if reviewer.scripted else reviewer.go)(button)
    assert reviewer.page.locator("#comment").input_value() == "Gần đủ."
    box = reviewer.page.locator(f'[data-pinned="{place}"]')
    assert box.locator("input").input_value() == place
    text = box.locator("textarea")
    reviewer.write(text, PINNED)
    rows = reviewer.page.locator("select[name^=notes-][name$=-field]").count()
    reviewer.press("Thêm ghi chú")
    assert reviewer.page.locator("select[name^=notes-][name$=-field]").count() == rows + 1
    assert reviewer.page.locator(f'[data-pinned="{place}"] textarea').input_value() == PINNED
    reviewer.look("decide-pinned")


def _many(reviewer: Person, code: str) -> None:
    """All that wait on one page, one opinion, each result told, one press back."""
    reviewer.open("/xet-nhieu?tat-ca=1")
    reviewer.sees(code)
    reviewer.press("Ghi ý kiến cho các hồ sơ đã chọn")
    reviewer.refused("Ý kiến", "Chọn một ý kiến", control="#choice")
    reviewer.look("decide-many")
    reviewer.choose("Ý kiến", "Đồng ý")
    reviewer.press("Ghi ý kiến cho các hồ sơ đã chọn")
    reviewer.sees("Đã ghi ý kiến (")
    reviewer.look("decide-many-told")
    reviewer.press("Rút lại cả lượt")
    reviewer.sees("Đã rút lại (")
