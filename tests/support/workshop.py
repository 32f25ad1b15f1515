"""The demonstration workshop of 15/04/2025 planned by real commands: a sector union, its twelve units, their people."""

from __future__ import annotations

import itertools
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask import Flask

from extensions import ZONE, clock, db
from tests.support import tree

ONCE = itertools.count(1)
TITLE = "Hội thảo “Nâng cao chất lượng hoạt động công đoàn cơ sở ngành Y tế năm 2025”"
DAY = date(2025, 4, 15)
CALLED = (12, 9, 6, 6, 5, 7, 8, 8, 7, 5, 5, 6)
UNITS = (
    "Bệnh viện Đa khoa tỉnh",
    "Bệnh viện Sản - Nhi",
    "Bệnh viện Y học cổ truyền",
    "Bệnh viện Phổi",
    "Bệnh viện Tâm thần",
    "Trung tâm Kiểm soát bệnh tật",
    "Bệnh viện Đa khoa huyện A",
    "Trung tâm Y tế huyện B",
    "Trung tâm Y tế huyện C",
    "Trường Cao đẳng Y tế",
    "Văn phòng Sở Y tế",
    "Công ty cổ phần Bệnh viện Hồng Phúc",
)
PEOPLE = (
    ("head", "Đinh Thu Hạnh", "chair", "Chủ tịch"),
    ("head", "", "committee_member", "Ủy viên Ban Thường vụ"),
    ("deputy", "Lương Quốc Bảo", "vice_chair", "Phó Chủ tịch"),
    ("deputy", "", "committee_member", "Ủy viên Ban Thường vụ"),
    ("third", "Tạ Minh Châu", "committee_member", "Ủy viên Ban Thường vụ"),
    ("writer", "Mạc Thị Lan Chi", "reviewer", "Chuyên viên"),
    ("money", "Quách Thu Thủy", "accountant", "Kế toán"),
    ("clerk", "Khuất Thị Vân", "clerk", "Văn thư"),
)


def at(day: int, month: int, hour: int = 9) -> AbstractContextManager[Any]:
    """Let it be an hour of a day of 2025."""
    return clock.at(datetime(2025, month, day, hour, tzinfo=ZONE))


@dataclass
class Workshop:
    """Ids of units and people by name, the event's matter, the code of its plan."""

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
        """Return the key of a person in forms."""
        return f"p{self.people[name]}"


def build(app: Flask) -> Workshop:
    """Write the federation, the sector union with its officers, twelve units with a chair each, and the norms."""
    import reference
    from models import UnitName, UnitSymbol
    from services import event_norms

    made = Workshop(app)
    with app.app_context():
        above = tree.unit("Liên đoàn Lao động tỉnh Sông Lam", "province")
        sector = tree.unit("Công đoàn ngành Y tế tỉnh Sông Lam", "sector", above)
        made.units = {"above": above, "sector": sector}
        for no, name in enumerate(UNITS, start=1):
            made.units[f"u{no}"] = tree.unit(f"Công đoàn cơ sở {name}", "grassroots", sector)
            made.people[f"chair{no}"] = tree.person(f"Nguyễn Văn Số {no}")
            tree.office(made.people[f"chair{no}"], made.units[f"u{no}"], "chair", title="Chủ tịch")
        for name, full, role, title in PEOPLE:
            if full:
                made.people[name] = tree.person(full)
            tree.office(made.people[name], sector, role, title=title)
        made.people["boss"] = tree.person("Lục Thị Hòa")
        tree.office(made.people["boss"], above, "committee_member", title="Phó Chủ tịch")
        for row in db.session.query(UnitName).filter(UnitName.unit_id.in_([sector, above])):
            row.collective = "Ban Thường vụ"
        db.session.query(UnitSymbol).filter(UnitSymbol.unit_id == sector).one().symbol = "CĐN"
        norms = reference.load("demo/event_norms.toml")["norm"]
        rules = reference.load("demo/event_rules.toml")["rule"]
        db.session.add(event_norms.setting("song_lam", "district", norms, rules))
        db.session.commit()
    return made


def people_rows() -> str:
    """The list of the 84 delegates as Excel would copy it; three of the company's have no salary of the budget."""
    rows = ["Họ và tên\tChức vụ\tĐơn vị\tGiới tính\tHưởng lương"]
    for no, (unit, called) in enumerate(zip(UNITS, CALLED, strict=True), start=1):
        for place in range(1, called + 1):
            name = f"Nguyễn Văn Số {no}" if place == 1 else f"Trần Thị Số {no} Thứ {place}"
            post = "Chủ tịch" if place == 1 else "Ủy viên Ban Chấp hành"
            salaried = "Không" if no == 12 and place > 3 else "Có"
            rows.append("\t".join((name, post, f"Công đoàn cơ sở {unit}", "Nam", salaried)))
    return "\n".join(rows)


def slot(start: str, end: str, content: str, kind: str, who: str = "") -> dict[str, Any]:
    """One row of the programme as the form keeps it."""
    return {"session": "", "start": start, "end": end, "content": content, "kind": kind, "who": who}


def cost(item: str, content: str, unit: str, quantity: int, price: int, **more: Any) -> dict[str, Any]:
    """One line of the estimate as the form keeps it."""
    line = {"item": item, "content": content, "unit": unit, "quantity": quantity, "times": 1, "price": price}
    return line | {"basis": "Quy chế chi tiêu nội bộ", "payee": "", "approver": "", "exception": "", **more}


def guest(name: str, post: str, body: str, rank: str, topic: str = "") -> dict[str, Any]:
    """One guest as the form keeps it."""
    return {
        "address": "Đồng chí",
        "name": name,
        "post": post,
        "body": body,
        "rank": rank,
        "topic": topic,
        "salaried": "yes",
    }


def parts(made: Workshop, meal: int = 150_000) -> dict[str, Any]:
    """What is typed in the seven parts; `meal` is the price of a meal for those without a salary."""
    quota = {"chairs": 1, "vice_chairs": "", "inspectors": ""}
    return {
        "plan": {
            "title": TITLE,
            "ordinal": "",
            "in_programme": "yes",
            "unplanned_reason": "",
            "bases": ["luat_cong_doan_2012", "dieu_le_cdvn"],
            "extra_bases": "Chương trình công tác năm 2025 của Công đoàn ngành Y tế tỉnh Sông Lam",
            "need": "",
            "aims": "Trao đổi kinh nghiệm, đề xuất giải pháp nâng cao chất lượng hoạt động.\nTổng hợp kiến nghị.",
            "demands": "Tham luận bám sát thực tiễn, có số liệu.",
            "contents": "Đổi mới nội dung hoạt động\nThực hiện dân chủ ở cơ sở",
            "questions": "Khó khăn lớn nhất của cán bộ công đoàn kiêm nhiệm là gì?",
        },
        "who": {
            "who": "chủ tịch, phó chủ tịch, ủy viên Ban Chấp hành công đoàn cơ sở",
            "quotas": {
                f"u{made.units[f'u{no}']}": {"called": called, **quota}
                for no, called in enumerate(CALLED, start=1)
            },
            "guests": [
                guest("Phùng Đức Minh", "Phó Giám đốc Sở Y tế", "department", "vice_chair"),
                guest(
                    "Lục Thị Hòa",
                    "Phó Chủ tịch Liên đoàn Lao động tỉnh Sông Lam",
                    "union_province",
                    "vice_chair",
                    "phát biểu chỉ đạo Hội thảo",
                ),
                guest("Âu Văn Quyết", "Chánh Văn phòng Sở Y tế", "department", "head"),
                guest("Khúc Thị Lệ", "Trưởng phòng Tổ chức Sở Y tế", "department", "head"),
                guest("Viên Đình Tư", "Giám đốc Bệnh viện Đa khoa tỉnh", "host", "chair"),
                guest("Trà Thị Nguyệt", "Phó Giám đốc Bệnh viện Đa khoa tỉnh", "host", "vice_chair"),
            ],
            "staff": 5,
            "bring": "Tham luận (bản in và bản điện tử)",
            "reply_by": "2025-04-10",
            "list_closed_on": "2025-04-10",
            "contact": "đồng chí Mạc Thị Lan Chi, Văn phòng Công đoàn ngành",
            "people": people_rows(),
        },
        "when": {
            "mode": "in_person",
            "first_day": DAY.isoformat(),
            "last_day": "",
            "sessions": [{"day": "", "start": "07:30", "end": "11:30", "title": "Buổi sáng"}],
            "hall": "Hội trường Bệnh viện Đa khoa tỉnh",
            "seats": 120,
            "locality": "district",
            "link": "",
            "link_places": "",
            "points": [],
            "clash": "no",
            "clash_title": "",
            "clash_shared": "",
        },
        "programme": {
            "chairs": [made.key("head"), made.key("deputy")],
            "secretary": made.key("writer"),
            "rows": [
                slot("07:30", "08:00", "Đón tiếp đại biểu, điểm danh", "other", "Ban Tổ chức"),
                slot("08:00", "08:10", "Tuyên bố lý do, giới thiệu đại biểu", "opening", "Mạc Thị Lan Chi"),
                slot("08:10", "08:25", "Báo cáo đề dẫn", "lecture", "Đinh Thu Hạnh"),
                slot("08:25", "09:25", "Trình bày tham luận", "paper", "Đại diện các công đoàn cơ sở"),
                slot("09:25", "09:40", "Giải lao", "break"),
                slot("09:40", "10:40", "Thảo luận theo nhóm vấn đề", "discussion", "Đoàn chủ tọa"),
                slot("10:40", "11:10", "Phát biểu chỉ đạo", "remarks", "Đ/c Lục Thị Hòa"),
                slot("11:10", "11:30", "Tổng kết, bế mạc", "closing", "Đinh Thu Hạnh"),
            ],
        },
        "budget": {
            "spends": "yes",
            "source": "nguồn tài chính công đoàn năm 2025 của Công đoàn ngành Y tế tỉnh Sông Lam",
            "lines": [
                cost("tea_break", "Giải khát giữa giờ", "người", 95, 20_000),
                cost("documents", "Tài liệu, văn phòng phẩm", "bộ", 90, 20_000),
                cost("backdrop", "Maket, trang trí", "bộ", 1, 1_500_000, basis="Theo hóa đơn"),
                cost("presented_paper", "Bồi dưỡng tham luận trình bày", "bài", 6, 300_000),
                cost(
                    "speaker",
                    "Đề dẫn, báo cáo viên",
                    "buổi",
                    1,
                    600_000,
                    payee=made.key("head"),
                    approver=made.key("deputy"),
                ),
                cost("service", "Phục vụ, âm thanh", "người", 4, 150_000),
                cost("meal_unsalaried", "Hỗ trợ tiền ăn khách không hưởng lương", "người", 3, meal),
                cost("news", "Chụp ảnh, tin bài", "gói", 1, 300_000),
            ],
        },
        "commissions": {
            "asks": "yes",
            "due": "2025-04-04",
            "rows": [
                {"unit": f"u{made.units[unit]}", "title": f"Tham luận số {no}"}
                for no, unit in enumerate(("u1", "u2", "u3", "u7", "u8", "u10"), start=1)
            ],
        },
        "assignment": {
            "rows": [
                {
                    "text": "Gửi công văn triệu tập, giấy mời",
                    "owner": "Văn phòng",
                    "product": "Công văn, giấy mời",
                    "due": "2025-03-31",
                },
                {
                    "text": "Chuẩn bị hội trường, âm thanh, maket",
                    "owner": "CĐCS Bệnh viện Đa khoa tỉnh",
                    "product": "",
                    "due": "2025-04-14",
                },
            ],
            "recipients": "Ban Thường vụ Liên đoàn Lao động tỉnh (để báo cáo)\nCác công đoàn cơ sở trực thuộc",
        },
    }


def open_event(made: Workshop, **more: Any) -> None:
    """Let the writer create the event."""
    from services import events

    asked = {"kind": "workshop", "title": TITLE, "first_day": DAY, "path": "full", **more}
    made.matter_id = events.open_event(who=made.who("writer"), **asked)
    made.code = events.plan_code(made.matter_id)


def type_all(made: Workshop, typed: dict[str, Any], who: str = "writer") -> None:
    """Save every part."""
    from services import dossiers

    for place, value in typed.items():
        dossiers.save_part(made.code, place, value, who=made.who(who), version=None)


def read(made: Workshop, who: str = "writer") -> Any:
    """Read the draft through its forms, as the pages do."""
    from blueprints import reading
    from services import dossier_views

    with made.app.test_request_context():
        return reading.read(dossier_views.view(made.code, made.who(who)))


def send(made: Workshop, who: str = "writer") -> int:
    """Submit what is typed; returns the revision."""
    from services import dossiers

    found = read(made, who)
    assert not found.assembly.problems, found.assembly.problems
    return dossiers.submit(
        made.code,
        who=made.who(who),
        seen=found.view.seq,
        once=f"send-{next(ONCE)}",
        version=found.view.draft_version,
        answers=found.assembly.answers,
    )


def act(made: Workshop, who: str, name: str = "approve", **payload: Any) -> None:
    """Let a person give a command, from a fresh page."""
    from services import dossier_views, dossiers

    seen = dossier_views.view(made.code, made.who(who)).seq
    dossiers.act(made.code, name, who=made.who(who), seen=seen, once=f"act-{next(ONCE)}", payload=payload)


def issue_plan(made: Workshop, who: str = "clerk") -> int:
    """Issue the plan with its estimate; returns the paper's id."""
    from services import dossier_papers

    page = dossier_papers.issue_page(made.code, "event_plan", who=made.who(who))
    assert page.prepared.faults == (), page.prepared.faults
    return dossier_papers.issue(
        made.code,
        "event_plan",
        who=made.who(who),
        once=f"issue-{next(ONCE)}",
        dated_on=None,
        reason="",
        seen_hash=page.prepared.seen_hash,
    )


def issue_later(made: Workshop, kind: str, who: str = "clerk") -> int:
    """Issue the summons or the invitations; returns the paper's id."""
    from services import event_issuing

    page = event_issuing.page(made.matter_id, kind, who=made.who(who))
    assert page.prepared.faults == (), page.prepared.faults
    return event_issuing.issue(
        made.matter_id,
        kind,
        who=made.who(who),
        once=f"issue-{next(ONCE)}",
        dated_on=None,
        reason="",
        seen_hash=page.prepared.seen_hash,
    )
