"""The reviews of 2025 on the stage: who does what for which union, how they come in, how they type what is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import pypdfium2

from extensions import ZONE, clock
from tests.support.past_stage import PastStage
from tests.support.stage import Person
from vietnamese.dates import screen_date
from vietnamese.numbers import decimal_comma

OPENED, FIRST, VERIFIED, ANSWERED = (
    date(2025, 10, 14),
    date(2025, 11, 5),
    date(2025, 12, 2),
    date(2025, 12, 4),
)
COMMITTEE, DECIDED, NOTICED = date(2025, 12, 12), date(2025, 12, 15), date(2025, 12, 18)
OFFICE, CLERK, READER = "P04", "P25", "P05"
TITLE = "Đánh giá, xếp loại công đoàn cơ sở năm 2025"
PASSWORD = "sáu con thuyền ra khơi"
#: People of the story who have no card at the demonstration's door.
WITHOUT_CARD = ("P14", "P17")
#: Seconds that a page waits for a paper: a server that has just started, on a crowded machine, reads its fonts first.
PATIENCE = 240
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Union:
    """One of the three unions: who scores, who issues, the second verifier, who votes; days, numbers, totals."""

    unit: str
    chair: str
    issuer: str
    second: str
    seats: tuple[str, str]
    sent: date
    numbers: tuple[str, str, str]
    own: str
    verified: str
    rank: str
    decided: str


#: In the order in which they are sent (annual reviews, §14.3).
UNIONS = (
    Union(
        *("CS01", "P09", "P10", "P03", ("P01", "P02"), date(2025, 11, 7)),
        ("17/BB-CĐCS", "18/BC-CĐCS", "19/TTr-CĐCS"),
        *("99", "97", "HTXS", "Hoàn thành xuất sắc nhiệm vụ"),
    ),
    Union(
        *("CS08", "P17", "P17", "P02", ("P01", "P03"), date(2025, 11, 10)),
        ("09/BB-CĐCS", "10/BC-CĐCS", "11/TTr-CĐCS"),
        *("94,5", "89,5", "HTT", "Hoàn thành tốt nhiệm vụ"),
    ),
    Union(
        *("CS05", "P14", "P14", "P03", ("P01", "P02"), date(2025, 11, 18)),
        ("01/BB-CĐCS", "02/BC-CĐCS", "03/TTr-CĐCS"),
        *("71,5", "65,5", "HT", "Hoàn thành nhiệm vụ"),
    ),
)


@dataclass
class Year:
    """The story on its stage: the dossiers of the three unions by unit, and the replay of the other eight."""

    stage: PastStage
    codes: dict[str, str] = field(default_factory=dict)
    matter_id: int = 0
    replay: Any = None
    acts: list[dict[str, Any]] = field(default_factory=list)
    pieces: int = 0

    def __post_init__(self) -> None:
        self.stage.server.settings["RENDER_WAIT_SECONDS"] = PATIENCE

    def person(self, code: str) -> Person:
        """Return somebody signed in: by a card, or by name and password; they wait as long as a paper is laid out."""
        if code in self.stage.people:
            return self.stage(code)
        if code not in WITHOUT_CARD:
            person = self.stage(code)
            person.page.set_default_timeout((PATIENCE + 30) * 1000)
            return person
        person = self.stage.people[code] = self.stage.newcomer()
        person.page.set_default_timeout((PATIENCE + 30) * 1000)
        person.open("/dang-nhap")
        person.page.locator('main [name="identity"]').fill(code.lower())
        person.page.locator('main [name="password"]').fill(PASSWORD)
        person.press("Đăng nhập")
        return person

    @contextmanager
    def at_a_desk(self, *codes: str) -> Iterator[list[Person]]:
        """Let people work at a screen of 1280 px for a while."""
        usual = self.stage.view
        self.stage.view = "desk"
        try:
            yield [self.person(code) for code in codes]
        finally:
            self.stage.view = usual

    def give_passwords(self) -> None:
        """The administrator's part: who has no card gets a password."""
        from services import accounts

        with self.stage.inside():
            for code in WITHOUT_CARD:
                accounts.set_password(accounts.by_identity(code.lower()).account_id, PASSWORD)

    def begin_the_others(self) -> None:
        """Make the replay of the other eight unions' reviews ready, in the cycle that was opened on the stage."""
        from cli.demo import answers_of
        from models import Matter, Unit
        from models import Person as Somebody
        from services import demo_reviews
        from services.demo_replay import Replay
        from services.demo_rows import Codes

        with self.stage.inside():
            units = {one.code: one.id for one in Unit.query.all() if one.code}
            people = {one.code: one.id for one in Somebody.query.all() if one.code}
            self.matter_id = Matter.query.filter_by(title=TITLE).one().id
        self.replay = Replay(Codes(units, people), answers_of, OPENED)
        self.replay.matters[demo_reviews.CYCLE] = self.matter_id
        ours = {one.unit for one in UNIONS}
        self.acts = [one for one in demo_reviews.story()["act"] if one.get("dossier", "CS01") not in ours]

    def others_until(self, day: date) -> None:
        """Let the other eight unions and those above them do all that they did before a day, by services."""
        from services import demo_reviews

        end = datetime.combine(day, time(0), ZONE)
        now = [one for one in self.acts if self.replay.when(one["at"]) < end]
        self.acts = [one for one in self.acts if one not in now]
        self.pieces += 1
        planned = demo_reviews.story()["dossier"]
        with self.stage.inside():
            self.replay.play(f"others-{self.pieces}", {"dossier": planned, "act": now})

    def typed(self, union: Union) -> dict[str, Any]:
        """Return {place: what is typed there} of a union's review, as the demonstration's data tell it."""
        from services import demo_reviews

        day = datetime.combine(union.sent, time(8), ZONE)
        with self.stage.inside(), clock.at(day):
            return demo_reviews.parts(self.replay, union.unit, union.sent)

    @property
    def guidance(self) -> str:
        """The act of the upper union that papers of the cycle cite."""
        from services import demo_rows

        return demo_rows.story("reviews_2025")["cycle"]["guidance"]

    def told(self, union: Union) -> dict[str, Any]:
        """Return the demonstration's row of a union."""
        from services import demo_reviews

        return demo_reviews.told(union.unit).row

    def scores(self, union: Union) -> dict[str, dict[str, str]]:
        """Return {item: row of review_scores.csv} of a union."""
        from services import demo_reviews

        return demo_reviews.told(union.unit).points

    def short_name(self, union: Union) -> str:
        """Return what a union is called for short."""
        from services import units

        with self.stage.inside():
            return units.short_name_of(self.replay.codes.units[union.unit], COMMITTEE)


def type_part(person: Person, typed: dict[str, Any], prefix: str = "") -> None:
    """Type what is told into the controls with these names; what the page has ticked already stays."""
    main = person.page.locator("main")
    for name, value in typed.items():
        if isinstance(value, dict):
            type_part(person, value, f"{prefix}{name}-")
        elif value is not None and value is not False and value != "" and not isinstance(value, list):
            control = main.locator(f'[name="{prefix}{name}"]:not([type=hidden])')
            kind = control.first.evaluate("control => control.type")
            if kind == "radio":
                main.locator(f'[name="{prefix}{name}"][value="{value}"]').check()
            elif kind == "select-one":
                control.select_option(value)
            else:
                control.fill(_shown(name, value))


def _shown(name: str, value: Any) -> str:
    """A value as somebody types it: points with a comma, days as day/month/year."""
    if name == "own":
        return decimal_comma(value, 1, trim=True)
    text = str(value)
    return screen_date(date.fromisoformat(text)) if ISO.fullmatch(text) else text


def points(tenths: str) -> str:
    """Return points as somebody types them."""
    return decimal_comma(int(tenths), 1, trim=True)


def words(pdf: bytes) -> str:
    """Return the text of a PDF, its lines run together."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return re.sub(r"[\s\u2060]+", " ", " ".join(pages))


def issue(person: Person, number: str, name: str = "") -> list[str]:
    """Number and issue the paper on the page; wait for its files; return the words of each part's PDF."""
    person.sees(f"Số dự kiến: {number}")
    person.press("Cấp số và phát hành")
    person.sees(number)
    person.until(lambda: person.page.get_by_role("link", name="Tải PDF").count(), seconds=PATIENCE)
    if name:
        person.look(name)
    links = person.page.get_by_role("link", name="Tải PDF").all()
    return [words(person.take(link).content) for link in links]
