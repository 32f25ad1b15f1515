"""Everybody at every door: the visitors, the objects of each stage, and what a request changed."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Engine

from extensions import clock, db
from services import accounts
from tests.support import province as road
from tests.support import tree
from tests.support.visits import PASSWORD

PEOPLE = ("chair", "secretary", "sister", "reviewer", "seat1", "clerk", "admin")
NOBODY = "nobody"

WRITES = re.compile(
    r"^\s*(?:WITH\b.*\b)?(?:INSERT|UPDATE|DELETE|REPLACE|MERGE|CREATE|ALTER|DROP|TRUNCATE)\b",
    re.IGNORECASE | re.DOTALL,
)

# What no object is called.
UNKNOWN = ("KT-2020-99999", 999_999)

# Order matters: each stage goes on from the one before.
STAGES = ("draft", "sent", "checked", "decided")


@dataclass
class Crowd:
    """A province at one stage of a dossier, and a signed-in client for each person."""

    made: road.Province
    stage: str
    clients: dict[str, FlaskClient] = field(default_factory=dict)
    objects: dict[str, list[Any]] = field(default_factory=dict)


def gather(app: Flask, stage: str, invite: Callable[[road.Province], tuple[str, ...]] | None = None) -> Crowd:
    """Lead a new province to a stage and sign everybody in; `invite` adds people and returns their names."""
    made, guests = road.build(app), ()
    with app.app_context():
        if invite is not None:
            guests = invite(made)
            db.session.commit()
    road.accounts_for(made, *guests)
    with app.app_context():
        made.people["admin"] = tree.person("Hứa Văn Quang")
        tree.office(made.people["admin"], made.units["sector"], "admin", title="Quản trị")
        db.session.commit()
        accounts.create(made.people["admin"], "admin", password=PASSWORD)
    crowd = Crowd(made, stage)
    with app.app_context():
        _walk(made, stage)
        crowd.objects = _objects(made)
    for name in (*PEOPLE, *guests):
        client = app.test_client()
        answer = client.post("/dang-nhap", data={"identity": name, "password": PASSWORD, "shared": ""})
        assert answer.status_code == 302, answer.text
        crowd.clients[name] = client
    crowd.clients[NOBODY] = app.test_client()
    return crowd


def _walk(made: road.Province, stage: str) -> None:
    from services import attachments, rounds

    goal = STAGES.index(stage)
    road.type_all(made, ["dung", "long"], ("group",))
    attachments.add(
        made.code, b"%PDF-1.4\n%%EOF\n", "giay.pdf", purpose="other", subject="", who=made.who("chair")
    )
    if goal >= 1:
        road.send(made)
        road.act(made, "reviewer", "receive")
    if goal >= 2:
        road.act(made, "reviewer", "approve")
        road.issue(made, "award_minutes")
        road.issue(made, "award_proposal")
        road.finish_papers()
    if goal >= 3:
        road.act(made, "seat1", "approve")
        road.act(made, "seat2", "approve")
        page = rounds.decision_page(made.matter_id, [made.code], who=made.who("clerk"))
        sent = {"once": "decision", "dated_on": None, "reason": "", "seen_hash": page.prepared.seen_hash}
        rounds.issue_decision(made.matter_id, [made.code], who=made.who("clerk"), **sent)
        road.finish_papers()


def _objects(made: road.Province) -> dict[str, list[Any]]:
    """Return for each argument of an address the values that exist, and where it names something one unknown."""
    from models import Attachment, Paper

    papers = db.session.scalars(db.select(Paper.id).order_by(Paper.id)).all()
    return {
        "code": [made.code, UNKNOWN[0]],
        "part": ["round", "results"],
        "row": [made.key("dung")],
        "kind": ["award_proposal"],
        "name": ["recall"],
        "fmt": ["docx"],
        "matter_id": [made.matter_id, UNKNOWN[1]],
        "unit_id": [made.units["own"], made.units["sector"], UNKNOWN[1]],
        "year": [clock.today().year],
        "paper_id": [*papers, UNKNOWN[1]],
        "part_no": [1],
        "no": [1],
        "batch_id": [UNKNOWN[1]],
        "row_no": [1],
        "mark": ["7K3M-9QWX-2HTP"],
        "attachment_id": [db.session.scalar(db.select(Attachment.id)), UNKNOWN[1]],
        "seen_hash": ["0" * 64],
        "key": ["no-such-key"],
        "which": ["di", "den"],
        "entry_id": [_lines(made.units["own"]), UNKNOWN[1]],
        "delegation_id": [_mandate(made), UNKNOWN[1]],
        **{name: [UNKNOWN[1]] for name in ("delegate_id", "row_id", "task_id")},  # there is no event here
        "joint_id": [_asked(made), UNKNOWN[1]],
        "to": ["take_back"],
        "group": ["cho-xu-ly", "theo-doi"],
        "message": ["returned"],
        "sheet": ["ho-so", "da-xu-ly", "tim", "dot-khen-thuong", "in-hang-loat"],
        "unit_sheet": ["doan-vien", "chuc-vu", "tien-do", "tai-khoan", "tin-da-gui"],
        "matter_sheet": ["khen-thuong", "dai-bieu"],
        "deed": ["close", "found", "coordinate"],
        "office_id": [_secretary(made), UNKNOWN[1]],
        "act_id": [_marked(made), UNKNOWN[1]],
        **_council(made),
        "move": ["kiem-phieu"],
        "account_id": [_account(made.people["secretary"]), UNKNOWN[1]],
        "person_id": [made.people["bich"], UNKNOWN[1]],
        **{name: [UNKNOWN[1]] for name in ("key_id", "session_id")},  # one's own only: test_my_account.py
        "change": ["tat"],
        "purpose": ["enter"],
        **_lists(made),
        "talk": ["say"],
        "turn": ["back"],
        "bulk_id": [_run(made), UNKNOWN[1]],
    }


def _council(made: road.Province) -> dict[str, list[Any]]:
    """Found a council of the sector union with its chair, its reviewer and its clerk; return its arguments.

    It has no sitting: who comes to one stands in tests/web/test_council_pages.py.
    """
    from models import CouncilMember
    from services import councils
    from services.who import Who

    today, people = clock.today(), made.people
    council_id = councils.set_up(
        made.units["sector"],
        who=Who(people["head"]),
        name="Hội đồng Thi đua - Khen thưởng",
        decision_no="12/QĐ-CĐN",
        decision_on=today,
        valid_from=today,
        valid_to=None,
        quorum_kind="share",
        quorum_num=2,
        quorum_den=3,
        parts={people["head"]: "chair", people["reviewer"]: "secretary", people["seat2"]: "member"},
    )
    member = db.session.scalar(db.select(CouncilMember.id).filter_by(council_id=council_id))
    unknown = UNKNOWN[1]
    return {"council_id": [council_id, unknown], "member_id": [member, unknown], "sitting_id": [unknown]}


def _account(person_id: int) -> int:
    """Return the id of somebody's account."""
    from models import Account

    return db.session.scalar(db.select(Account.id).where(Account.person_id == person_id))


def _lists(made: road.Province) -> dict[str, list[Any]]:
    """Let the unit's chair bring in a list and send another that waits; return their ids."""
    from services import import_writing, imports

    unit_id, who = made.units["own"], made.who("chair")
    sent = [
        imports.stage(
            unit_id, "people", f"Mã;Họ và tên;Ngày vào làm\nA{no};An Bình;2/3/2020".encode(), "a.csv", who=who
        )
        for no in (1, 2)
    ]
    seen = imports.considered(unit_id, sent[0], who=who).seen
    run_id = import_writing.write(unit_id, sent[0], who=who, seen=seen)
    found = {"staged_id": [sent[1], UNKNOWN[1]], "run_id": [run_id, UNKNOWN[1]]}
    return {**found, "what": ["doan-vien", "chuc-vu", "khen-thuong", "don-vi"]}


def _run(made: road.Province) -> int:
    """Write down that the reviewer judged the dossier among many; return the run's id."""
    from models import BulkDecision, BulkItem, Dossier

    run = BulkDecision(person_id=made.people["reviewer"], choice="approve", once="0" * 32, at=clock())
    db.session.add(run)
    db.session.flush()
    dossier_id = db.session.scalar(db.select(Dossier.id).where(Dossier.code == made.code))
    db.session.add(BulkItem(bulk_id=run.id, dossier_id=dossier_id, no=1, seen=0, state="refused", params={}))
    db.session.commit()
    return run.id


def _asked(made: road.Province) -> int:
    """Let the unit's chair send a joint paper to the sector union; return its id."""
    from services import joint_papers

    who, texts = made.who("chair"), ("subject", "bases", "body", "recipients")
    answers = {"kind": "KH", **dict.fromkeys(texts, "Phối hợp tổ chức tọa đàm")}
    said = {"partner_id": made.units["sector"], "signer": "", "answers": answers}
    joint_id = joint_papers.start(who=who, once="joint", **said)
    joint_papers.move(joint_id, "ask", who=who, version=1)
    return joint_id


def _secretary(made: road.Province) -> int:
    """Return the office of the unit's secretary."""
    from models import Office

    mine = db.select(Office.id).where(
        Office.person_id == made.people["secretary"], Office.unit_id == made.units["own"]
    )
    return db.session.scalar(mine)


def _marked(made: road.Province) -> int:
    """Let the sector union's administrator write down another place of the unit's papers; return the act's id."""
    from services import unit_acts
    from services.unit_work import Decision

    said = {"symbol": "", "place": "Sông Lam Thượng", "letterhead": ""}
    paper = Decision("07/QĐ-CĐN", clock.today(), "", clock.today() + timedelta(days=900))
    return unit_acts.record(
        made.units["own"], "mark", who=made.who("admin"), decision=paper, given=said, once="marked"
    )


def _mandate(made: road.Province) -> int:
    """Let the unit's chair give the secretary a mandate, with its signed paper; return its id."""
    from services import delegations, signed_scans, signing

    held, today = signing.held_in(made.units["own"]), clock.today()
    office = {one.person_id: one.office_id for one in held}
    return delegations.record(
        made.units["own"],
        who=made.who("chair"),
        kind="mandate",
        giver=office[made.people["chair"]],
        receiver=office[made.people["secretary"]],
        valid_from=today,
        valid_to=today,
        covers=["letter"],
        paper_no="05/GUQ-CĐCS",
        paper_on=today,
        scan=signed_scans.kept(b"%PDF-1.4\n%%EOF\n", "uy-quyen.pdf"),
    )


def _lines(unit_id: int) -> int:
    """Write one line into each register of the unit, with the same id; return it."""
    from models import IncomingEntry
    from services import registers

    said = {"kind": "Kế hoạch", "subject": "Sổ cũ"}
    entry_id = registers.import_entry(unit_id, "07/KH-CĐCS", date(2020, 3, 2), **said)
    arrived = {"year": 2020, "seq": 1, "arrived_on": date(2020, 3, 3), "author": "Nơi gửi"}
    db.session.add(IncomingEntry(id=entry_id, unit_id=unit_id, entered_at=clock(), **arrived, **said))
    db.session.commit()
    return entry_id


def addresses(app: Flask, crowd: Crowd, method: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Return (endpoint, address, arguments) of every rule that takes the method, with every object."""
    adapter = app.url_map.bind("localhost")
    return [
        (rule.endpoint, adapter.build(rule.endpoint, values), values)
        for rule in app.url_map.iter_rules()
        if method in rule.methods and not rule.endpoint.endswith("static")
        for values in _combinations(sorted(rule.arguments - set(rule.defaults or ())), crowd.objects)
    ]


def _combinations(names: list[str], objects: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """Yield every combination; an argument that the crowd does not know is an error: teach it."""
    if not names:
        yield {}
        return
    for value in objects[names[0]]:
        for rest in _combinations(names[1:], objects):
            yield {names[0]: value, **rest}


@contextmanager
def statements_that_write() -> Iterator[list[str]]:
    """Collect the statements inside the block that would change a row."""
    found: list[str] = []

    def look(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if WRITES.search(statement):
            found.append(statement)

    event.listen(Engine, "before_cursor_execute", look)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", look)


def fingerprint(app: Flask) -> dict[str, str]:
    """Return table → hash of all its rows."""
    marks = {}
    with app.app_context():
        for table in db.metadata.sorted_tables:
            rows = io.StringIO()
            for row in db.session.execute(db.select(table).order_by(*table.primary_key.columns)):
                rows.write(repr(tuple(row)))
            marks[table.name] = hashlib.sha256(rows.getvalue().encode()).hexdigest()
    return marks
