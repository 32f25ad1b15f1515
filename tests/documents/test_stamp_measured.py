"""Every line of a batch is measured while it is set, pages of the finished file are read back: a wrong row is named."""

import io
from datetime import date

import pytest

from documents import catalogue
from documents.checker import check_file
from documents.stamp import Plan, Press, RowRefused, measured
from services import batches_measured

from .conftest import TEMPLATES

NAMES = ["Kiều Thị Dung", "Phí Đức Long", "Ứng Thị Bích", "Chử Thị Nga"]
ROWS = [{"name": name, "about": "Điều dưỡng Khoa Nội"} for name in NAMES]


@pytest.fixture(scope="module")
def plan(profile):
    """The certificate of merit without its border."""
    kind = catalogue.opened(TEMPLATES).kind("certificate_merit")
    return Plan(kind, {**kind.sample, "stock": {"headings": True}}, ("name", "about"), profile)


def printed(press, places) -> tuple[list[str], int]:
    """The names left out, and how many pages there are."""
    import pypdfium2

    target = io.BytesIO()
    left_out = measured.one(press, ROWS, target, places)
    document = pypdfium2.PdfDocument(target.getvalue())
    pages = len(document)
    document.close()
    return [NAMES[place] for place, _error in left_out], pages


def spoil(press, name: str, size: bytes) -> None:
    """Let the press show one name in another size than it was measured in."""
    (key,) = (key for key in press._drawn if key[1] == name)
    wrong = press._drawn[key].split(b" ")
    press._drawn[key] = b" ".join([wrong[0], size, *wrong[2:]])


def test_right_pages_stay(plan, renderer):
    assert printed(Press(plan, renderer), range(4)) == ([], 4)


def test_a_stamped_page_has_no_fault_for_a_stranger(plan, renderer):
    press = Press(plan, renderer)
    data = press.single(ROWS[0])
    assert check_file(data, [plan.profile], None, plan.design).faults == ()


def test_a_page_that_came_out_wrong_is_named_and_left_out(plan, renderer):
    press = Press(plan, renderer)
    press.prepare(ROWS)
    spoil(press, NAMES[2], b"5")
    assert printed(press, range(4)) == ([NAMES[2]], 3)
    assert printed(press, [0, 3]) == ([], 4)  # one that is not read back is measured line by line only
    wrong = measured.single(plan, {"pdf": press.single(ROWS[2])})
    assert "Trang in ra chưa đúng thể thức" in str(wrong)
    assert "Ứng Thị Bích" in str(wrong)


def test_a_line_is_measured_with_the_font_that_prints_it(plan, renderer):
    press = Press(plan, renderer)
    press.prepare(ROWS[:1])
    slot = next(code for code, text in plan.texts(plan.row(ROWS[1])).items() if NAMES[1] in text)
    face = press.faces[plan.design.slots[slot].style(plan.design.slots[slot].size).face]
    for letter in "Ph":  # a face whose letters are ten times as wide as the tables say
        face._exact[letter] *= 200
    target = io.BytesIO()
    ((place, error),) = press.one(ROWS[:2], target)
    assert (place, error.problems[0].path) == (1, "$.name")
    face._shapes.discard("g")
    with pytest.raises(RowRefused):
        press.single({"name": "Ngô Long", "about": ""})


@pytest.mark.parametrize(
    ("count", "found"),
    [
        (0, []),
        (1, [0]),
        (2, [0, 1]),
        (1000, [0, 999]),
        (1001, [0, 1000]),
        (7007, [0, *range(1000, 7001, 1000), 7006]),
    ],
)
def test_which_pages_are_read_back(count, found):
    assert batches_measured.places(count, date(2026, 1, 1)) == found
    assert batches_measured.places(count, date(1999, 1, 1)) == found


def test_rows_by_the_handful():
    numbers = list(range(961, 1003))
    assert [numbers[at] for at in batches_measured.among(numbers, 1002, date(2026, 1, 1))] == [1001, 1002]
