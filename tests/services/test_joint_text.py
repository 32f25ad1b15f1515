"""What people type as the text of a joint paper, and what the template gets."""

from __future__ import annotations

import pytest

from services.joint_text import body_of, lines_of

CASES = {
    "plain paragraphs": ("Một.\n\n  Hai.  ", ["Một."], None),
    "numbers are read, not kept": (
        "Như sau:\nI. Mục đích:\n1. Một;\n3) Ba.\nII) Việc\n- Làm;",
        ["Như sau:"],
        [
            (
                "Mục đích",
                [
                    {"kind": "clause", "text": "Một;", "points": []},
                    {"kind": "clause", "text": "Ba.", "points": []},
                ],
            ),
            ("Việc", [{"kind": "item", "text": "Làm;"}]),
        ],
    ),
    "points belong to their clause": (
        "I. A\n1. Gồm:\na) x;\nđ) y.\nHết.",
        [],
        [
            (
                "A",
                [
                    {"kind": "clause", "text": "Gồm:", "points": ["x;", "y."]},
                    {"kind": "para", "text": "Hết."},
                ],
            )
        ],
    ),
    "a point without a clause is a paragraph": (
        "I. A\na) x",
        [],
        [("A", [{"kind": "para", "text": "a) x"}])],
    ),
    "a year is no clause": ("I. A\n2026. x", [], [("A", [{"kind": "para", "text": "2026. x"}])]),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_typed_text_is_read_by_its_lines(case: tuple) -> None:
    typed, opening, parts = case
    found = body_of(typed)
    if parts is None:
        assert found == {"opening": ["Một.", "Hai."], "parts": []}
        return
    assert found["opening"] == opening
    assert [(part["heading"], part["blocks"]) for part in found["parts"]] == parts


def test_lines_lose_dash_and_mark() -> None:
    assert lines_of("- A;\n\n B.\n+ C (để b/c);") == ["A", "B", "C (để b/c)"]
