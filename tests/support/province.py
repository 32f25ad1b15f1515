"""A small province whose people walk the road of a nomination by real commands, and the walk itself."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flask import Flask

from extensions import clock, db
from tests.support import tree

ONCE = itertools.count(1)


@dataclass
class Province:
    """Ids of units and people by name, the open round, the dossier being walked."""

    app: Flask
    units: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    matter_id: int = 0
    code: str = ""

    def who(self, name: str) -> Any:
        """Return the `Who` of a person."""
        from services.who import Who

        return Who(self.people[name])

    def key(self, name: str) -> str:
        """Return the nominee's key of a person."""
        return f"p{self.people[name]}"


def build(app: Flask) -> Province:
    """Write the province: federation, sector union, a hospital's union with its people, its sister."""
    from models import AwardRound, Matter, UnitFigure, UnitName

    made = Province(app)
    with app.app_context():
        above = tree.unit("Liên đoàn Lao động tỉnh Sông Lam", "province")
        sector = tree.unit("Công đoàn ngành Y tế tỉnh Sông Lam", "sector", above)
        own = tree.unit("Công đoàn cơ sở Bệnh viện Đa khoa tỉnh", "grassroots", sector)
        sister = tree.unit("Công đoàn cơ sở Bệnh viện Phổi", "grassroots", sector)
        group = tree.unit("Tổ Công đoàn Khoa Nội", "group", own)
        made.units = {"above": above, "sector": sector, "own": own, "sister": sister, "group": group}
        seats = [
            ("chair", "Doãn Trung Kiên", own, "chair", "Chủ tịch"),
            ("secretary", "Cù Thị Mai", own, "secretary", "Thư ký"),
            ("sister", "Nghiêm Thị Hà", sister, "chair", "Chủ tịch"),
            ("reviewer", "Mạc Thị Lan Chi", sector, "reviewer", "Chuyên viên"),
            ("head", "Đinh Thu Hạnh", sector, "chair", "Chủ tịch"),
            ("seat1", "Tạ Minh Châu", sector, "committee_member", "Ủy viên Ban Thường vụ"),
            ("seat2", "Lương Quốc Bảo", sector, "committee_member", "Ủy viên Ban Thường vụ"),
            ("seat3", "Quách Thu Thủy", sector, "committee_member", "Ủy viên Ban Thường vụ"),
            ("clerk", "Khuất Thị Vân", sector, "clerk", "Văn thư"),
        ]
        for name, full, unit_id, role, title in seats:
            made.people[name] = tree.person(full)
            tree.office(made.people[name], unit_id, role, title=title)
        for name, full in (("dung", "Kiều Thị Dung"), ("long", "Phí Đức Long"), ("bich", "Ứng Thị Bích")):
            made.people[name] = tree.person(full)
            tree.member(made.people[name], own, date(2020, 1, 1))
        tree.member(made.people["chair"], own, date(2015, 1, 1))
        today = clock.today()
        db.session.add(UnitFigure(unit_id=own, as_of=today, members=23, women=15))
        for name in db.session.query(UnitName).filter(UnitName.unit_id.in_([sector, above])):
            name.collective = "Ban Thường vụ"
        matter = Matter(
            procedure="award_nomination",
            unit_id=sector,
            title=f"Giấy khen của Công đoàn ngành Y tế năm {today.year}",
            year=today.year,
            opens_on=today - timedelta(days=10),
            deadline_on=today + timedelta(days=20),
            created_at=clock(),
        )
        db.session.add(matter)
        db.session.flush()
        round_ = AwardRound(
            matter_id=matter.id,
            award="giay_khen_ctt",
            cut_off=today,
            quota_kind="share",
            quota_num=15,
            quota_den=100,
            purse="nguồn tài chính công đoàn",
            bonus_person=710_000,
            bonus_collective=1_410_000,
        )
        db.session.add(round_)
        made.matter_id = matter.id
        db.session.commit()
    return made


def results(**more: Any) -> dict[str, Any]:
    """Return what is typed about a person."""
    return {
        "rating": "HTXS",
        "registered": "yes",
        "absent_days": 0,
        "discipline": "none",
        "open_case": "no",
        "results": "Vận động 12 đoàn viên hiến máu, tổ chức 3 buổi thăm hỏi.",
        "summary": "Dẫn đầu phong trào thi đua khối nội.",
        "initiatives": [],
        "report": "made",
        **more,
    }


def meeting(made: Province, nominees: list[str], **more: Any) -> dict[str, Any]:
    """Return what is typed about the committee's meeting; everybody agrees."""
    return {
        "held_on": clock.today().isoformat(),
        "starts": "08:30",
        "ends": "10:00",
        "place": "Phòng họp tầng 2",
        "chair": made.key("chair"),
        "secretary": made.key("secretary"),
        "members_total": 11,
        "present": 11,
        "absent": "",
        "discussion": "",
        "mode": "secret",
        "issued": 11,
        "collected": 11,
        "invalid": 0,
        "ballots": {key: {"agree": 11, "disagree": 0, "interested": "no"} for key in nominees},
        **more,
    }


def type_all(made: Province, names: list[str], groups: tuple[str, ...] = (), **parts: Any) -> None:
    """Open the dossier (once) and save every part, complete."""
    from services import awards, dossiers

    if not made.code:
        made.code = dossiers.open_dossier(made.matter_id, who=made.who("chair"))
    people = [made.key(name) for name in names]
    units = [f"u{made.units[name]}" for name in groups]
    typed: dict[str, Any] = {
        "round": {
            "bases": [code for code, _text in awards.bases(clock.today())],
            "extra_bases": "",
            "reason": "có thành tích xuất sắc trong hoạt động công đoàn",
        },
        "nominees": {"people": people, "groups": units, "pasted": ""},
        "meeting": meeting(made, [*people, *units]),
        "attachments": {"remark": ""},
    }
    typed |= {f"results/{key}": results() for key in people}
    group = {
        "rating": "HTXS",
        "members": 26,
        "women": 19,
        "registered": "yes",
        "open_case": "no",
        "report": "made",
    }
    texts = {"results": "Tổ đạt 96 điểm.", "summary": "Tổ dẫn đầu.", "score": "96 điểm"}
    typed |= {f"results/{key}": {**group, **texts} for key in units}
    for place, value in {**typed, **parts}.items():
        dossiers.save_part(made.code, place, value, who=made.who("chair"), version=None)


def send(made: Province) -> int:
    """Read the draft through its forms and submit it; returns the revision."""
    from blueprints import reading
    from services import dossier_views, dossiers

    view = dossier_views.view(made.code, made.who("chair"))
    with made.app.test_request_context():
        read = reading.read(view)
    assert not read.assembly.problems, read.assembly.problems
    return dossiers.submit(
        made.code,
        who=made.who("chair"),
        seen=view.seq,
        once=f"send-{next(ONCE)}",
        version=view.draft_version,
        answers=read.assembly.answers,
    )


def act(made: Province, who: str, name: str, **payload: Any) -> None:
    """Let a person give a command, from a fresh page."""
    from services import dossier_views, dossiers

    seen = dossier_views.view(made.code, made.who(who)).seq
    dossiers.act(made.code, name, who=made.who(who), seen=seen, once=f"act-{next(ONCE)}", payload=payload)


def issue(made: Province, kind: str, who: str = "secretary") -> int:
    """Issue one of the dossier's papers; returns the paper's id."""
    from services import dossier_papers

    page = dossier_papers.issue_page(made.code, kind, who=made.who(who))
    assert page.prepared.faults == (), page.prepared.faults
    return dossier_papers.issue(
        made.code,
        kind,
        who=made.who(who),
        once=f"issue-{next(ONCE)}",
        dated_on=None,
        reason="",
        seen_hash=page.prepared.seen_hash,
    )


def finish_papers() -> None:
    """Do what the workers do: make the files of every numbered paper."""
    from models import Paper
    from services import issuing

    for paper_id in db.session.scalars(db.select(Paper.id).where(Paper.state == "numbered")).all():
        issuing.complete(paper_id, timeout=60)


def accounts_for_one(made: Province, name: str) -> None:
    """Give one person an account: username `name`, password `visits.PASSWORD`."""
    from services import accounts
    from tests.support.visits import PASSWORD

    with made.app.app_context():
        accounts.create(made.people[name], name, password=PASSWORD)


def accounts_for(made: Province, *others: str) -> None:
    """Give the people with an office, and `others`, an account."""
    for name in ("chair", "secretary", "sister", "reviewer", "seat1", "seat2", "clerk", *others):
        accounts_for_one(made, name)
