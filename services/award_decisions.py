"""The decision of an award round over approved dossiers, and the list that goes with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from models import AwardRound, Dossier, Matter
from services import awards, dossier_views, paper_lists, units
from services.cases import case_of
from services.errors import Refused
from services.naming import award_name, cited, committee, nominated


def decided(dossier_id: int, revision_no: int) -> list[tuple[str, str]]:
    """Return (nominee key, merit) of the people and groups that a decision over this revision praises."""
    answers = dossier_views.snapshot(dossier_id, revision_no)["answers"]
    said = answers.get("results") or {}
    return [(key, (said.get(key) or {}).get("summary") or "") for key in awards.passed(answers)]


def build(matter: Matter, chosen: Sequence[Dossier], around: Any) -> dict[str, dict[str, Any]]:
    """Return {kind: values} of the decision and its list over the chosen dossiers.

    Each dossier's issued Tờ trình is cited. Errors: `Refused` when one of them has none that still stands.
    """
    round_ = awards.round_of(matter.id)
    rows = [row for dossier in chosen for row in _awarded(dossier, round_)]
    groups = [row for row in rows if row.pop("_kind") != "person"]
    persons = [row for row in rows if row not in groups]
    award = award_name(matter.id, around.unit_name)
    authority = f"{around.collective} {around.unit_name}"
    period = f"năm {matter.year}"
    common = around.common()
    return {
        "award_decision": {
            **common,
            "subject": f"Về việc tặng {award} {period}",
            "authority": f"{around.collective}\n{around.unit_name}".upper(),
            "bases": [
                f"Căn cứ {text}" if not text.startswith("Căn cứ") else text
                for _code, text in awards.bases(around.on)
            ],
            "proposals": [_proposal(dossier, around) for dossier in chosen],
            "award": award,
            "award_short": award.partition(" của ")[0],
            "merit": None,
            "period": period,
            "groups_count": len(groups),
            "persons_count": len(persons),
            "bonus": _bonus(round_, len(groups), len(persons)),
            "execution": _execution(around.unit_name),
            "signature": around.signature,
            "recipients": _recipients(matter.unit_id, around),
        },
        "award_decision_list": {
            **common,
            "subject": f"Tập thể, cá nhân được tặng {award} {period}",
            "authority": authority,
            "money": round_.bonus_person is not None or round_.bonus_collective is not None,
            "groups": groups,
            "persons": persons,
        },
    }


def _proposal(dossier: Dossier, around: Any) -> dict[str, Any]:
    paper = paper_lists.valid_of(dossier.id, "award_proposal")
    if paper is None or paper.revision_no != dossier.revision_no:
        raise Refused("Hồ sơ %(code)s chưa có Tờ trình của lần trình này.", code=dossier.code)
    return {"of": committee(dossier.unit_id, paper.dated_on), **cited(paper)}


def _awarded(dossier: Dossier, round_: AwardRound) -> Iterable[dict[str, Any]]:
    answers = dossier_views.snapshot(dossier.id, dossier.revision_no)["answers"]
    case, winners = case_of(dossier), set(awards.passed(answers))
    said = answers.get("results") or {}
    for one in awards.listed(case, answers):
        if one.key not in winners:
            continue
        person = one.kind == "person"
        named = nominated(one, said.get(one.key) or {})
        yield {
            "_kind": one.kind,
            "name": named["name"],
            "post": named["post"] if person else None,
            "unit": case.deciding_name if one.kind == "unit" else case.unit_name,
            "form": awards.title_of(round_.award).partition(" của ")[0],
            "amount": round_.bonus_person if person else round_.bonus_collective,
        }


def _bonus(round_: AwardRound, groups: int, persons: int) -> dict[str, Any] | None:
    """Prize money as the round has set it; sums of integers in đồng."""
    if round_.bonus_person is None and round_.bonus_collective is None:
        return None
    return {
        "group_each": round_.bonus_collective if groups else None,
        "person_each": round_.bonus_person if persons else None,
        "total": groups * (round_.bonus_collective or 0) + persons * (round_.bonus_person or 0),
        "source": round_.purse or "nguồn tài chính công đoàn",
    }


def _execution(unit_name: str) -> list[str]:
    return ["Văn phòng", f"kế toán {unit_name}", "Ban Chấp hành các công đoàn cơ sở có liên quan"]


def _recipients(unit_id: int, around: Any) -> list[str]:
    parent = units.parent_of(unit_id, around.on)
    above = [f"{units.name_of(parent, around.on)} (để báo cáo)"] if parent else []
    return [*above, f"Các ủy viên {around.collective}"]
