"""RV18–RV20, RV32, RV40, OV02: meeting, order of acts, separation of duties, terms, late changes of criteria."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from rules.reviews_facts import CommitteeMeeting, ReviewPapers, Roles, Vote
from tests.rules.review_samples import GOOD, SENT, SHIPPED, cycle, found, levels, told


def met(total, present, *votes):
    return replace(SENT, meeting=CommitteeMeeting(total, present, votes))


@pytest.mark.parametrize(
    ("total", "present", "rank", "expected"),
    [
        (11, 11, (11, 0, 0), []),
        (7, 7, (6, 0, 1), []),
        (7, 5, (5, 0, 0), []),
        (9, 6, (6, 0, 0), []),
        (9, 5, (5, 0, 0), ["block"]),
        (8, 8, (4, 4, 0), ["block"]),
        (8, 8, (5, 3, 0), []),
        (7, 7, (6, 0, 0), ["block"]),
        (7, 7, (6, 1, 1), ["block"]),
        (7, 8, (8, 0, 0), ["block"]),
        (7, 7, (8, -1, 0), ["block"]),
        (None, 7, (7, 0, 0), ["ask"]),
        (7, None, (7, 0, 0), ["ask", "ask"]),
        (7, 7, (None, 0, 0), ["ask"]),
        (7, 7, (6, None, None), []),
    ],
)
def test_rv18_quorum_majority_and_sums(total, present, rank, expected):
    assert levels("RV18", met(total, present, Vote("rank", *rank))) == expected


def test_rv18_no_vote_and_contested_items():
    assert levels("RV18", met(7, 7)) == ["ask"] and levels("RV18", replace(SENT, meeting=None)) == [
        "ask",
        "ask",
    ]
    contested = met(7, 7, Vote("rank", 7, 0, 0), Vote("2.2", 3, 3, 0))
    (finding,) = found("RV18", contested)
    assert finding.field == "meeting.votes.2_2" and "tiêu chí 2.2: cộng 6 phiếu, có 7 người" in told(finding)
    # Sums are arithmetic and block; quorum and majority wait for a confirmation.
    assert levels("RV18", contested, SHIPPED) == ["block"]
    assert levels("RV18", met(9, 5, Vote("rank", 2, 3, 0)), SHIPPED) == ["warn", "warn"]


@pytest.mark.parametrize(
    ("minutes", "approved", "proposal", "fields"),
    [
        (5, 5, 7, []),
        (7, 7, 7, []),
        (8, 8, 7, ["papers.proposal_on"]),
        (6, 5, 7, ["papers.approved_on"]),
        (8, 5, 7, ["papers.proposal_on", "papers.approved_on"]),
        (None, 5, 7, []),
        (5, None, None, []),
    ],
)
def test_rv19_meeting_then_approval_then_proposal(minutes, approved, proposal, fields):
    days = [None if day is None else date(2025, 11, day) for day in (approved, minutes, proposal)]
    said = found("RV19", replace(SENT, papers=ReviewPapers(*days)))
    assert [each.field for each in said] == fields and all(each.blocks for each in said)


def acting(**roles):
    return replace(GOOD, roles=replace(GOOD.roles, **roles))


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ({}, []),
        ({"of_unit": {"P06": "officer"}}, []),
        ({"of_unit": {"P03": "member"}}, [("P03", "roles.verifiers")]),
        ({"of_unit": {"P03": "officer"}}, [("P03", "roles.verifiers")]),
        ({"of_unit": {"P03": "former_officer"}}, [("P03", "roles.verifiers")]),
        ({"of_unit": {"P02": "officer"}}, [("P02", "roles.deciders")]),
        ({"of_unit": {"P07": "officer"}, "signer": "P07"}, [("P07", "roles.signer")]),
        ({"author": "P04"}, [("P04", "roles.verifiers")]),
        ({"signer": "P03"}, [("P03", "roles.verifiers")]),
        ({"deciders": ("P01", "P03")}, [("P03", "roles.verifiers")]),
    ],
)
def test_rv20_nobody_acts_on_the_own_union_or_twice(roles, expected):
    said = found("RV20", acting(**roles))
    assert [(each.subject, each.field) for each in said] == expected and all(each.blocks for each in said)


def test_rv20_vi_thi_ngoc_anh_cannot_verify_unit_2():
    facts = acting(verifiers=("P04", "P06"), of_unit={"P06": "officer"})
    assert "cán bộ công đoàn của đơn vị được xét" in told(found("RV20", facts)[0])


def test_rv20_asks_once_the_file_is_with_the_verifiers():
    assert levels("RV20", acting(verifiers=None)) == ["ask"] and levels("RV20", acting(of_unit=None)) == [
        "ask"
    ]
    assert levels("RV20", replace(SENT, roles=Roles())) == []


@pytest.mark.parametrize(
    ("term", "named", "expected"),
    [
        ("2023-2028", {"Tờ trình": "2023-2028"}, []),
        ("2023-2028", {"Tờ trình": "2023 – 2028"}, []),
        ("2023-2028", {"Tờ trình": "2025-2030", "Báo cáo": "2023-2028"}, ["block"]),
        ("2023-2028", {}, []),
        (None, {"Tờ trình": "2023-2028"}, ["ask"]),
        (None, {}, []),
    ],
)
def test_rv32_one_term_in_all_papers(term, named, expected):
    facts = replace(SENT, unit=replace(SENT.unit, term=term), papers=replace(SENT.papers, terms=named))
    assert levels("RV32", facts) == expected


@pytest.mark.parametrize(("changed", "expected"), [(-1, []), (0, []), (1, ["block"]), (None, [])])
def test_rv40_criteria_stay_once_somebody_has_submitted(changed, expected):
    first = datetime(2025, 11, 7, 2, 30, tzinfo=UTC)
    at = () if changed is None else (first + timedelta(seconds=changed),)
    assert levels("RV40", cycle(criteria_changed_at=at)) == expected
    assert levels("RV40", cycle(criteria_changed_at=at, first_submitted_at=None)) == []


def test_rv40_says_the_days_of_vietnam():
    late = cycle(criteria_changed_at=(datetime(2025, 11, 9, 18, 0, tzinfo=UTC),))
    assert told(found("RV40", late)[0]).startswith(
        "Bảng điểm đổi ngày 10/11/2025, sau khi đã có đơn vị trình ngày 07/11/2025."
    )


def test_ov02_what_the_minutes_need():
    bare = replace(SENT, meeting=None, papers=ReviewPapers(), asked=None)
    assert [each.field for each in found("OV02", bare)] == [
        "meeting.members_total",
        "meeting.present",
        "meeting.votes.rank",
        "papers.minutes_on",
        "asked",
    ]
    assert found("OV02", SENT) == []
