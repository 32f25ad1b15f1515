"""Bad input in papers: each has a clear answer within its limits, and no value reads a file or the network."""

import copy
import sys
import unicodedata
from pathlib import Path

import pytest

from documents import compose, produce, schema, text
from documents.checker import check, reading_pdf
from documents.errors import ValuesRefused
from documents.layout import Table

from .random_values import values


def _with(kind, **changed):
    return {**copy.deepcopy(kind.sample), **changed}


SCRIPTS = {
    "emoji": "Chúc mừng 🎉", "flag": "🇻🇳 Việt Nam", "Arabic": "مرحبا", "Hebrew": "שלום", "Thai": "สวัสดี",
    "Chinese": "工会", "Cyrillic": "профсоюз",
    "private use": "a\ue000b", "replacement": "a\ufffdb", "not a character": "a\U0001fffeb",
    "combining only": "a\u0489", "CJK punctuation": "「Quyết」",
}  # fmt: skip


@pytest.mark.parametrize(
    "code", ["decision", "letter", "invitation", "event_minutes", "register_out", "copy_true"]
)
@pytest.mark.parametrize("typed", SCRIPTS.values(), ids=SCRIPTS)
def test_what_the_type_cannot_show_is_refused_with_its_field(kinds, code, typed):
    kind = kinds.kind(code)
    place, spoiled = _spoiled(kind.sample, typed)
    with pytest.raises(ValuesRefused) as caught:
        schema.check(kind, spoiled)
    assert [problem.path for problem in caught.value.problems] == [place]
    assert "U+" in caught.value.problems[0].reason


def _spoiled(sample, typed):
    """The sample with the first long text in it replaced, and the path of that text."""
    spoiled = copy.deepcopy(sample)
    waiting = [("$", spoiled, None, None)]
    while waiting:
        path, value, owner, key = waiting.pop(0)
        if isinstance(value, dict):
            waiting += [(f"{path}.{name}", part, value, name) for name, part in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{path}[{place}]", part, value, place) for place, part in enumerate(value)]
        elif isinstance(value, str) and " " in value and "\n" not in value:
            owner[key] = typed
            return path, spoiled
    raise AssertionError("no text in the sample")


@pytest.mark.parametrize("form", ["NFD", "NFC", "NFKD"])
def test_every_form_of_unicode_prints_the_same_paper(kinds, profile, form):
    kind = kinds.kind("letter")
    typed = _with(kind, text=unicodedata.normalize(form, kind.sample["text"]))
    assert produce.produce(kind, typed, profile, ("docx",)) == produce.produce(
        kind, kind.sample, profile, ("docx",)
    )


@pytest.mark.parametrize(
    "code", ["decision", "letter", "event_plan", "delegate_list", "review_guidance", "resolution"]
)
def test_titles_of_500_letters_keep_the_page_and_the_sizes(kinds, profile, renderer, code):
    kind = kinds.kind(code)
    field = "subject" if "subject" in kind.schema["properties"] else "event"
    long = " ".join(["Nâng cao chất lượng hoạt động"] * 20)[:500].strip()
    made = produce.produce(kind, _with(kind, **{field: long}), profile, ("pdf", "docx"), renderer)
    assert check(made, kind, profile) == []
    with pytest.raises(ValuesRefused) as caught:
        schema.check(kind, _with(kind, **{field: "a" * 501}))
    assert caught.value.problems[0].path == f"$.{field}"


NAMES = [
    "CÔNG ĐOÀN NGÀNH Y TẾ TỈNH THÁI NGUYÊN",
    "CÔNG ĐOÀN CƠ SỞ BỆNH VIỆN PHỤC HỒI CHỨC NĂNG VÀ ĐIỀU DƯỠNG TRUNG ƯƠNG KHU VỰC MIỀN TRUNG - TÂY NGUYÊN",
    "CÔNG ĐOÀN CƠ SỞ\nTRUNG TÂM KIỂM SOÁT\nBỆNH TẬT TỈNH SÔNG LAM",
    " ".join(["CÔNG ĐOÀN BỘ PHẬN"] * 16)[:300],
    "CĐ" * 60,
]


@pytest.mark.parametrize("name", NAMES)
def test_long_names_of_units_break_and_never_shrink(kinds, profile, renderer, name):
    kind = kinds.kind("decision")
    head = {**kind.sample["letterhead"], "issuer": name, "parent": name}
    made = produce.produce(kind, _with(kind, letterhead=head), profile, ("pdf",), renderer)
    words = reading_pdf.read(made["pdf"]).pages[0].words
    letterhead = [word for word in words if word.base < 400 and word.left < 220]
    assert min(word.size for word in letterhead if word.size != 11) >= 12
    shown = "".join(word.text for word in words)
    assert name.replace(" ", "").replace("\n", "") in shown or name in NAMES[-2:]
    lines = [part.strip() for part in name.split("\n")]
    drawn = compose.compose(produce.tree(kind, _with(kind, letterhead=head), profile), profile)
    issuer = [block.text for block in drawn.blocks[0].rows[0].cells[0].blocks if hasattr(block, "runs")]
    assert len(lines) == 1 or issuer[-len(lines) :] == lines


@pytest.mark.parametrize(
    "code", sorted({"event_plan", "event_report", "review_report", "officer_review", "letter"})
)
def test_parts_left_out_leave_no_gap_in_the_numbers(kinds, profile, code):
    kind = kinds.kind(code)
    needed = {name: kind.sample[name] for name in kind.schema["required"] if name in kind.sample}
    for kept in range(4):
        optional = [name for name in kind.sample if name not in kind.schema["required"]][:: kept + 1]
        filled = {**needed, **{name: kind.sample[name] for name in optional}}
        for parent in produce.tree(kind, filled, profile).walk():
            for tag in ("article", "part", "clause", "point", "chapter"):
                labels = [node.get("label") for node in parent.nodes(tag)]
                assert labels == sorted(set(labels), key=labels.index)
                if tag == "clause":
                    assert labels == [f"{number}." for number in range(1, len(labels) + 1)]


AMOUNTS = [
    (0, "Việc tổ chức không sử dụng kinh phí."), (1, "1 đồng (Bằng chữ: Một đồng)"),
    (8_950_000, "8.950.000 đồng (Bằng chữ: Tám triệu chín trăm năm mươi nghìn đồng)"),
    (10**15, "1.000.000.000.000.000 đồng (Bằng chữ: Một triệu tỷ đồng)"),
]  # fmt: skip


@pytest.mark.parametrize(("amount", "shown"), AMOUNTS)
def test_amounts_up_to_a_million_billion_print_in_figures_and_words(kinds, profile, amount, shown):
    kind = kinds.kind("event_plan")
    said = " ".join(text.words(produce.tree(kind, _with(kind, budget=amount), profile)))
    assert shown in said


@pytest.mark.parametrize("amount", [-1, 10**15 + 1, 10**40, 1.5, "1000", True, None, float("nan")])
def test_other_amounts_are_refused_with_their_field(kinds, amount):
    kind = kinds.kind("event_plan")
    with pytest.raises(ValuesRefused) as caught:
        schema.check(kind, _with(kind, budget=amount))
    assert {problem.path for problem in caught.value.problems} == {"$.budget"}


def test_a_difference_below_zero_has_a_sign_that_is_not_torn_off(kinds, profile):
    kind = kinds.kind("event_settlement")
    assert "\u2212340.000" in text.words(produce.tree(kind, kind.sample, profile))


def test_a_giant_table_is_refused_before_it_is_laid_out(kinds):
    for code, field in (
        ("register_out", "entries"),
        ("attendance_list", "people"),
        ("event_estimate", "costs"),
    ):
        kind = kinds.kind(code)
        most = kind.schema["properties"][field]["maxItems"]
        with pytest.raises(ValuesRefused) as caught:
            schema.check(kind, _with(kind, **{field: [kind.sample[field][0]] * (most + 1)}))
        assert [problem.path for problem in caught.value.problems] == [f"$.{field}"]


def test_thousands_of_rows_stay_whole_and_the_total_is_never_alone(kinds, profile):
    kind = kinds.kind("award_decision_list")
    filled = _with(kind, groups=[], persons=kind.sample["persons"][:1] * 3000)
    drawn = compose.compose(produce.tree(kind, filled, profile), profile)
    (table,) = [block for block in drawn.blocks if isinstance(block, Table) and block.kind == "grid"]
    band, plain, last, total = table.rows
    assert len(plain.cells) == 2999 and len(table.head) == 1
    assert not any(row.split for row in (band, plain.row(0), last, total))
    assert band.keep_next and last.keep_next


READERS = [
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}", "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{% include '/etc/passwd' %}", "{% import 'os' as os %}", "{{ self._TemplateReference__context }}", "${7*7}",
    "#{7*7}", "<%= File.read('/etc/passwd') %>", "file:///etc/passwd", "FILE:/etc/hosts", "http://127.0.0.1:9/x",
    "//127.0.0.1/x", "https://example.org/a.png", "ftp://127.0.0.1/a", "data:text/html,<b>x", "javascript:alert(1)",
    "\\\\127.0.0.1\\share\\a", "<img src='file:///etc/passwd'>", "<img src=http://127.0.0.1:9/a.png>",
    "<link rel=stylesheet href=file:///etc/passwd>",
    "<style>@import 'http://127.0.0.1:9/a.css'</style>", "<style>*{background:url(file:///etc/passwd)}</style>",
    "<iframe src=file:///etc/passwd>", "<object data=file:///etc/passwd>", "<embed src=file:///etc/passwd>",
    "<link rel=attachment href=file:///etc/passwd>", "<a href=file:///etc/passwd>x</a>", "<base href=http://127.0.0.1:9/>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9'>", "<svg><image href=file:///etc/passwd /></svg>",
    "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>", "&b; &#x2F;etc&#x2F;passwd", "<?xml-stylesheet href='file:///a'?>",
    "<xi:include href='file:///etc/passwd'/>", "INCLUDETEXT \"/etc/passwd\"", "INCLUDEPICTURE \"http://127.0.0.1:9/a.png\"",
    "DDEAUTO c:\\windows\\system32\\cmd.exe \"/k\"", "=WEBSERVICE(\"http://127.0.0.1:9\")",
    "=HYPERLINK(\"http://127.0.0.1:9\")",
    "<w:altChunk r:id=\"rId9\"/>", "<w:instrText>INCLUDETEXT \"/etc/passwd\"</w:instrText>", "url(file:///etc/passwd)",
    "@import url(http://127.0.0.1:9)", "\\input{/etc/passwd}", "!include /etc/passwd", "$(cat /etc/passwd)",
    "`cat /etc/passwd`",
]  # fmt: skip
WATCHED = {"on": False, "seen": []}
FORBIDDEN = ("/etc/hosts", "passwd", "127.0.0.1", "example.org")


def _watch(event, arguments):
    if not WATCHED["on"]:
        return
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.spawn", "urllib.")):
        WATCHED["seen"].append((event, arguments))
    if event == "open" and any(part in str(arguments[0]) for part in FORBIDDEN):
        WATCHED["seen"].append((event, arguments))


sys.addaudithook(_watch)


def test_the_watch_sees_what_is_opened():
    WATCHED["on"] = True
    try:
        Path("/etc/hosts").read_bytes()
    finally:
        WATCHED["on"] = False
    assert WATCHED["seen"].pop()[0] == "open" and not WATCHED["seen"]


@pytest.fixture(scope="module")
def warm(kinds, profile, renderer):
    """The renderer once it has read its own fonts."""
    kind = kinds.kind("letter")
    produce.produce(kind, kind.sample, profile, renderer=renderer)
    return renderer


@pytest.mark.parametrize("vector", READERS)
def test_no_value_reads_a_file_or_the_network(kinds, profile, warm, vector):
    kind = kinds.kind("letter")
    sections = [{"heading": vector, "clauses": [{"heading": vector, "text": vector, "points": [vector]}]}]
    filled = _with(
        kind, subject=vector, text=vector, requests=[vector], addressees=[vector], sections=sections
    )
    filled["letterhead"] = {**filled["letterhead"], "issuer": vector, "parent": vector, "place": vector[:100]}
    filled["signature"] = {"lines": [vector], "name": vector[:100]}
    WATCHED["seen"].clear()
    WATCHED["on"] = True
    try:
        made = produce.produce(kind, filled, profile, renderer=warm)
    finally:
        WATCHED["on"] = False
    assert WATCHED["seen"] == []
    shown = " ".join(text.words(produce.tree(kind, filled, profile)))
    assert " ".join(vector.split()) in shown
    assert b"root:" not in made["pdf"] and b"root:" not in made["docx"]


def test_there_are_at_least_forty_such_vectors():
    assert len(set(READERS)) >= 40


@pytest.mark.parametrize(
    "hidden", ["\x00", "\x08", "\x1f", "\x7f", "\x85", "\u2028", "\u202e", "\ufeff", "\ud83d"]
)
def test_control_characters_change_nothing(kinds, profile, hidden):
    kind = kinds.kind("event_minutes")
    filled = values(kind, 5)
    spoiled = _sprinkled(filled, hidden, kind.schema)
    assert produce.produce(kind, spoiled, profile, ("docx",)) == produce.produce(
        kind, filled, profile, ("docx",)
    )


def _sprinkled(value, hidden, shape):
    """Every free text of the values with a hidden character in its middle."""
    if isinstance(value, dict):
        return {name: _sprinkled(part, hidden, shape["properties"][name]) for name, part in value.items()}
    if isinstance(value, list):
        return [_sprinkled(part, hidden, shape["items"]) for part in value]
    free = isinstance(value, str) and "format" not in shape and shape.get("pattern", "\\S") == "\\S"
    return value[:2] + hidden + value[2:] if free and "enum" not in shape else value
