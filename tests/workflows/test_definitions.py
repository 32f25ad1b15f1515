"""Definitions that would trap a dossier are refused, with the place and the reason; shipped ones load."""

import tomllib

import pytest

from services.definitions import vocabulary
from tests.workflows.road import NOMINATION, SHIPPED, VOCABULARY
from workflows import render
from workflows.conditions import Condition, contradiction
from workflows.definition import load
from workflows.errors import DefinitionError

FIRST = """
[[step]]
key = "check"
title = "Thẩm định"
public_title = "Thẩm định"
role = "reviewer"
scope = "deciding_unit"
seats = 2
quorum = 1
due_days = 5
escalate_to = "chair"
"""
SECOND = FIRST.replace('"check"', '"committee"')
HEAD = """
code = "trial"
version = 1
title = "Thử"
applicant_roles = ["chair"]
paper_roles = ["chair"]
"""
GOOD = HEAD + FIRST + SECOND
WHEN = "when = [{ field = %s, operator = %s, value = %s }]\n"
DECISION = '[decision]\npapers = ["award_decision"]\nroles = ["clerk"]\nscope = "deciding_unit"\n'

#: What is wrong, the text, where it is said to be, what the reason must mention.
CHECK, COMMITTEE = "step 1 (check)", "step 2 (committee)"
REFUSED = [
    ("no TOML", "code = ", "file", "TOML"),
    ("missing code", GOOD.replace('code = "trial"', ""), "code", "missing"),
    ("empty title", GOOD.replace('"Thử"', '" "'), "title", "empty"),
    ("version 0", GOOD.replace("version = 1", "version = 0"), "version", "1 or more"),
    ("version as text", GOOD.replace("version = 1", 'version = "1"'), "version", "type"),
    ("version as flag", GOOD.replace("version = 1", "version = true"), "version", "type"),
    ("unknown top key", "colour = 1\n" + GOOD, "file.colour", "unknown key"),
    ("nobody applies", GOOD.replace('applicant_roles = ["chair"]', "applicant_roles = []"), "applicant_roles", "dead"),
    ("unknown applicant", GOOD.replace('["chair"]', '["king"]', 1), "applicant_roles", "'king'"),
    ("role twice", GOOD.replace('["chair"]', '["chair", "chair"]', 1), "applicant_roles", "duplicate"),
    ("role is no text", GOOD.replace('["chair"]', "[3]", 1), "applicant_roles", "not a text"),
    ("the machine as applicant", GOOD.replace('["chair"]', '["system"]', 1), "applicant_roles", "'system'"),
    ("no steps", HEAD + "step = []", "step", "at least one"),
    ("step is no table", HEAD + "step = [1]", "step 1", "table"),
    ("step without key", GOOD.replace('key = "check"', ""), "step 1.key", "missing"),
    ("unknown step key", GOOD + "colour = 1\n", COMMITTEE + ".colour", "unknown key"),
    ("key twice", HEAD + FIRST + FIRST, "step 2 (check).key", "duplicate"),
    ("key draft", GOOD.replace('"committee"', '"draft"'), "step 2 (draft).key", "applicant"),
    ("empty step title", GOOD.replace('title = "Thẩm định"', 'title = ""', 1), CHECK + ".title", "empty"),
    ("unknown role", GOOD.replace('"reviewer"', '"judge"', 1), CHECK + ".role", "'judge'"),
    ("unknown overseer", GOOD.replace('escalate_to = "chair"', 'escalate_to = "god"'), CHECK + ".escalate_to", "'god'"),
    ("no overseer", GOOD.replace('escalate_to = "chair"', ""), CHECK + ".escalate_to", "missing"),
    ("unknown scope", GOOD.replace('"deciding_unit"', '"moon"', 1), CHECK + ".scope", "'moon'"),
    ("unknown kind of unit", GOOD.replace('"deciding_unit"', '"above:moon"', 1), CHECK + ".scope", "'moon'"),
    ("no seats", GOOD.replace("seats = 2", "seats = 0", 1), CHECK + ".seats", "dead end"),
    ("quorum above seats", GOOD.replace("quorum = 1", "quorum = 3", 1), CHECK + ".quorum", "above the 2"),
    ("quorum 0", GOOD.replace("quorum = 1", "quorum = 0", 1), CHECK + ".quorum", "1 or more"),
    ("quorum in words", GOOD.replace("quorum = 1", 'quorum = "most"', 1), CHECK + ".quorum", "'most'"),
    ("quorum as flag", GOOD.replace("quorum = 1", "quorum = true", 1), CHECK + ".quorum", "type"),
    ("due at once", GOOD.replace("due_days = 5", "due_days = 0", 1), CHECK + ".due_days", "working day"),
    ("return to a later step", HEAD + FIRST + 'return_to = "committee"' + SECOND, CHECK + ".return_to", "dead end"),
    ("return to itself", GOOD + 'return_to = "committee"', COMMITTEE + ".return_to", "dead end"),
    ("unknown paper", GOOD + 'requires_papers = ["poem"]', COMMITTEE + ".requires_papers", "'poem'"),
    ("paper twice", GOOD + 'requires_papers = ["event_plan", "event_plan"]',
     COMMITTEE + ".requires_papers", "duplicate"),
    ("nobody issues the paper", GOOD.replace('paper_roles = ["chair"]', "") + 'requires_papers = ["event_plan"]',
     COMMITTEE + ".requires_papers", "nobody may issue"),
    ("distinct from a later step", HEAD + FIRST + 'distinct_from = ["committee"]' + SECOND,
     CHECK + ".distinct_from", "'committee'"),
    ("comment on an unknown command", GOOD + 'comment_required = ["sing"]', COMMITTEE + ".comment_required", "'sing'"),
    ("secret in words", GOOD + 'secret = "yes"', COMMITTEE + ".secret", "type"),
    ("unknown field", GOOD + WHEN % ('"mood"', '"eq"', '"x"'), COMMITTEE + ".when 1.field", "'mood'"),
    ("unknown operator", GOOD + WHEN % ('"amount"', '"like"', 1), COMMITTEE + ".when 1.operator", "'like'"),
    ("order of texts", GOOD + WHEN % ('"route"', '"gt"', '"a"'), COMMITTEE + ".when 1.operator", "numbers"),
    ("text for a number", GOOD + WHEN % ('"amount"', '"eq"', '"5"'), COMMITTEE + ".when 1.value", "not a number"),
    ("flag for a number", GOOD + WHEN % ('"amount"', '"eq"', "true"), COMMITTEE + ".when 1.value", "not a number"),
    ("in without list", GOOD + WHEN % ('"amount"', '"in"', 5), COMMITTEE + ".when 1.value", "list"),
    ("in an empty list", GOOD + WHEN % ('"amount"', '"in"', "[]"), COMMITTEE + ".when 1.value", "list"),
    ("unreachable step", GOOD + "when = [{ field = 'amount', operator = 'gt', value = 5 }, "
     "{ field = 'amount', operator = 'lt', value = 6 }]", COMMITTEE + ".when", "unreachable"),
    ("every step conditional", HEAD + FIRST + WHEN % ('"abroad"', '"eq"', "true"), "step", "dead end"),
    ("unknown decision paper", HEAD + DECISION.replace("award_decision", "poem") + FIRST, "decision.papers", "'poem'"),
    ("nobody issues the decision", HEAD + DECISION.replace('["clerk"]', "[]") + FIRST, "decision.roles", "dead end"),
    ("decision in an unknown unit", HEAD + DECISION.replace('"deciding_unit"', '"moon"') + FIRST,
     "decision.scope", "'moon'"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "place", "words"), [row[1:] for row in REFUSED], ids=[r[0] for r in REFUSED]
)
def test_refused_definitions_say_where_and_why(text, place, words):
    with pytest.raises(DefinitionError) as refused:
        load(text, vocabulary=VOCABULARY)
    assert refused.value.place == place
    assert words in refused.value.reason


def test_the_good_text_behind_the_refusals_loads():
    definition = load(HEAD + DECISION + FIRST + SECOND, vocabulary=VOCABULARY)
    assert [step.key for step in definition.steps] == ["check", "committee"]
    assert definition.steps[0].comment_required == {"return", "reject"}
    assert definition.decision.papers == ("award_decision",)


def test_a_chain_in_which_every_step_has_a_condition_covers_every_answer():
    when = "when = [{ field = 'abroad', operator = 'eq', value = %s }]\n"
    both = HEAD + FIRST + when % "true" + SECOND + when % "false"
    assert len(load(both, vocabulary=VOCABULARY).steps) == 2
    with pytest.raises(DefinitionError, match="dead end") as refused:
        load(HEAD + FIRST + when % "true" + SECOND + WHEN % ("'amount'", "'gt'", "5"), vocabulary=VOCABULARY)
    assert "'abroad': False" in refused.value.reason


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_definitions_load_and_bear_the_name_of_their_file(path):
    text = path.read_text(encoding="utf-8")
    assert load(text, vocabulary=vocabulary()).code == path.stem
    assert all(step["guidance"] for step in tomllib.loads(text)["step"])


@pytest.mark.parametrize(
    ("conditions", "clash"),
    [
        ([("amount", "ge", 5), ("amount", "le", 5)], None),
        ([("amount", "gt", 5), ("amount", "lt", 7)], None),
        ([("amount", "ge", 5), ("amount", "lt", 5)], "amount"),
        ([("amount", "in", (1, 2)), ("amount", "ne", 1)], None),
        ([("amount", "in", (1,)), ("amount", "ne", 1)], "amount"),
        ([("route", "ne", "a"), ("route", "ne", "b")], None),
        ([("route", "eq", "a"), ("route", "in", ("b", "c"))], "route"),
        ([("abroad", "ne", True), ("abroad", "ne", False)], "abroad"),
        ([("abroad", "eq", True), ("amount", "gt", 5)], None),
    ],
)
def test_conditions_that_nobody_can_meet_are_found(conditions, clash):
    assert contradiction([Condition(*one) for one in conditions], VOCABULARY.fields) == clash


def test_the_chain_and_the_matrix_are_printed():
    chain, matrix = render.chain(NOMINATION), render.matrix(NOMINATION)
    assert (
        "| 2 | Ban Thường vụ xét, quyết định (`committee`) | committee_member @ deciding_unit | 2 of 3 |"
        in chain
    )
    assert "After approval clerk @ deciding_unit issues award_decision." in chain
    assert "| in_review | committee | clerk @ owner_unit | record_paper [" in matrix
    assert "close_vote" not in matrix, "no step of this chain votes in secret"
