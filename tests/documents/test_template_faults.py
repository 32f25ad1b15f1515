"""A wrong template is refused when it is loaded, with file, line and reason; never when the chair prints."""

import json
import shutil

import pytest

from documents import catalogue, produce
from documents.errors import TemplateFault, UnknownKind

from .conftest import TEMPLATES

MANIFEST = 'title = "Thử"\nabbreviation = "TB"\nfamily = "common_form"\nnumber = "own"\norder = 1\n'
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["subject", "people"],
    "properties": {
        "subject": {"type": "string"},
        "note": {"type": ["string", "null"]},
        "people": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name"],
                "properties": {"name": {"type": "string"}, "post": {"type": ["string", "null"]}},
            },
        },
        "date": {"$ref": "common.schema.json#/$defs/date"},
    },
}
SAMPLE = {"subject": "Thử nghiệm", "people": [{"name": "Đinh Thu Hạnh"}]}


@pytest.fixture
def folder(tmp_path):
    """A catalogue of one made-up kind, to be spoiled."""
    shutil.copytree(TEMPLATES / "_base", tmp_path / "_base")
    kind = tmp_path / "trial"
    kind.mkdir()
    (kind / "manifest.toml").write_text(MANIFEST, encoding="utf-8")
    (kind / "schema.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    (kind / "sample.json").write_text(json.dumps(SAMPLE), encoding="utf-8")
    (kind / "body.html").write_text("<paper><title>{{ subject }}</title></paper>", encoding="utf-8")
    return tmp_path


def _load(folder, body):
    (folder / "trial" / "body.html").write_text(body, encoding="utf-8")
    return catalogue.load(folder)


GOOD = """<paper>
  <title>{{ subject }}</title>
  {% for person in people %}
  <para>{{ loop.index }}. {{ person.name }}{% if person.post %}, {{ person.post }}{% endif %}</para>
  {% endfor %}
  {% set first = people | first %}<para>{{ first.name }}</para>
  {% if note %}<para>{{ note }}</para>{% endif %}
  {% for person in people | selectattr("post") %}<item>{{ person.post }}</item>{% endfor %}
</paper>"""


def test_a_good_body_loads(folder, profile):
    kind = _load(folder, GOOD).kind("trial")
    assert "Đinh Thu Hạnh" in produce.tree(kind, SAMPLE, profile).text


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("<paper>\n<blink>x</blink></paper>", 2, "unknown tag <blink>"),
        ("<paper>\n{% if note %}\n<script>x</script>{% endif %}</paper>", 3, "unknown tag <script>"),
        ('<paper>\n\n<para style="color:red">x</para></paper>', 3, "no attribute 'style'"),
        ('<paper><para align="middle">x</para></paper>', 1, "not an allowed value"),
        ("<para>x</para>", 1, "must be one <paper>"),
        ("<paper>\n<article><letterhead/></article></paper>", 2, "cannot stand in <article>"),
        ("<paper>\nwords</paper>", 1, "cannot hold words"),
        ("<paper>\n{{ subject }}</paper>", 1, "cannot hold words"),
        ("<paper><part><para>x</para></part></paper>", 1, "needs the attribute 'heading'"),
        ("<paper><table><column>x</column></table></paper>", 1, "needs the attribute 'width'"),
        ("<paper>\n<para>{{ subjct }}</para></paper>", 2, "unknown name 'subjct'"),
        ("<paper>{% if note %}\n<para>{{ people[0].nmae }}</para>{% endif %}</paper>", 2, "no field 'nmae'"),
        ("<paper>{% for p in people %}\n<para>{{ p.nmae }}</para>{% endfor %}</paper>", 2, "p has no field 'nmae'"),
        ("<paper>{% for p in people %}{% endfor %}\n<para>{{ p.name }}</para></paper>", 2, "unknown name 'p'"),
        ("<paper>\n<para>{{ (people | first).nmae }}</para></paper>", 2, "no field 'nmae'"),
        ("<paper>\n<para>{{ subject | shout }}</para></paper>", 2, "filter"),
        ("<paper>\n<para>{{ range(9) }}</para></paper>", 2, "unknown name 'range'"),
        ("<paper>\n<para>{{ cycler.__init__.__globals__ }}</para></paper>", 2, "unknown name 'cycler'"),
        ("<paper><para>{{ subject </para></paper>", 1, "unexpected"),
        ("<paper><para>{% if note %}x</para>{% endif %}</paper>", 1, "not closed in the branch"),
        ("<paper>{% if note %}<para>{% else %}<item>{% endif %}x</para></paper>", 1, "not closed in the branch"),
        ("<paper>\n<para>x</paper>", 2, "mismatch"),
        ("<paper>\n{% include '_base/nowhere.html' %}</paper>", 2, "no file '_base/nowhere.html'"),
        ("<paper>\n{% include subject %}</paper>", 2, "only {% include"),
        ("<paper>\n{% import '_base/bases.html' as b %}</paper>", 2, "only {% include"),
        ("<paper>\n{% macro f() %}<para>x</para>{% endmacro %}</paper>", 2, "macros are not allowed"),
        ("<paper>\n{% include '_base/bases.html' %}</paper>", 1, "unknown name 'bases'"),
        ("<!DOCTYPE p [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><paper><para>&x;</para></paper>", 1, ""),
    ],
)  # fmt: skip
def test_a_wrong_body_is_refused_when_it_is_loaded(folder, body, line, words):
    with pytest.raises(TemplateFault) as caught:
        _load(folder, body)
    assert words in str(caught.value)
    if words:
        assert f"line {line}" in str(caught.value)


def test_a_body_that_includes_itself_is_refused(folder):
    with pytest.raises(TemplateFault, match="includes itself"):
        _load(folder, '<paper>{% include "body.html" %}</paper>')


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("manifest.toml", "title = 'x'", "is missing"),
        ("manifest.toml", MANIFEST + "colour = 'red'\n", "unknown: colour"),
        ("manifest.toml", MANIFEST.replace('"own"', '"any"'), "number is one of"),
        ("manifest.toml", MANIFEST.replace("order = 1", 'order = "1"'), "must be of type int"),
        ("manifest.toml", "title = ", "Invalid value"),
        ("schema.json", "{", "Expecting"),
        ("schema.json", '{"type": "array"}', "one object with properties"),
        (
            "schema.json",
            '{"type": "object", "properties": {"a": {"$ref": "common.schema.json#/$defs/no"}}}',
            "$ref to",
        ),
        ("schema.json", '{"type": "object", "properties": {"subject": {"type": "strng"}}}', "strng"),
        ("sample.json", "[]", ""),
    ],
)
def test_a_wrong_file_is_refused(folder, name, content, words):
    (folder / "trial" / name).write_text(content, encoding="utf-8")
    with pytest.raises(TemplateFault) as caught:
        catalogue.load(folder)
    assert words in str(caught.value)


@pytest.mark.parametrize("name", catalogue.NEEDED)
def test_a_missing_file_is_named(folder, name):
    (folder / "trial" / name).unlink()
    with pytest.raises(TemplateFault, match=f"trial/{name}"):
        catalogue.load(folder)


def test_the_code_of_a_kind_is_plain(folder):
    (folder / "trial").rename(folder / "Trial-2")
    with pytest.raises(TemplateFault, match="letters a–z"):
        catalogue.load(folder)


def test_the_version_changes_with_any_byte_of_the_folder_or_of_the_base(folder):
    versions = {catalogue.load(folder).kind("trial").version}
    (folder / "trial" / "sample.json").write_text(json.dumps(SAMPLE) + "\n", encoding="utf-8")
    versions.add(catalogue.load(folder).kind("trial").version)
    with (folder / "_base" / "bases.html").open("a", encoding="utf-8") as file:
        file.write("\n")
    versions.add(catalogue.load(folder).kind("trial").version)
    assert len(versions) == 3
    assert versions == versions | {catalogue.load(folder).kind("trial").version}


def test_a_kind_is_made_when_it_is_first_asked_for_and_its_fault_told_then(folder):
    shutil.copytree(folder / "trial", folder / "other")
    (folder / "other" / "body.html").write_text(
        "<paper>\n<para>{{ subjct }}</para></paper>", encoding="utf-8"
    )
    every = catalogue.opened(folder)
    assert [kind.title for kind in every] == ["Thử", "Thử"]
    assert all("body" not in vars(kind) for kind in every)
    assert every.kind("trial").body is every.kind("trial").body
    with pytest.raises(TemplateFault, match="line 2"):
        _ = every.kind("other").body


def test_a_fault_in_what_schemas_share_is_told_of_its_own_file(folder):
    common = folder / "_base" / catalogue.COMMON
    text = common.read_text(encoding="utf-8")
    common.write_text(text.replace('"type": "string"', '"type": "strng"', 1), encoding="utf-8")
    with pytest.raises(TemplateFault, match=f"_base/{catalogue.COMMON}"):
        catalogue.load(folder)


def test_a_table_must_fill_the_page(folder, profile):
    body = '<paper><table><column width="{}">a</column><column width="*">b</column></table></paper>'
    kind = _load(folder, body.format(155)).kind("trial")
    with pytest.raises(TemplateFault, match="do not fill 165"):
        produce.sheet(kind, SAMPLE, profile)


def test_a_heading_must_fit_its_column(folder, profile):
    body = '<paper><table><column width="9">Không</column><column width="*">b</column></table></paper>'
    with pytest.raises(TemplateFault, match="'Không' does not fit"):
        produce.sheet(_load(folder, body).kind("trial"), SAMPLE, profile)


def test_a_row_must_have_all_its_cells(folder, profile):
    columns = '<column width="90">a</column><column width="*">b</column>'
    body = f"<paper><table>{columns}<row><cell>1</cell></row></table></paper>"
    with pytest.raises(TemplateFault, match="a row of 1 cells"):
        produce.sheet(_load(folder, body).kind("trial"), SAMPLE, profile)


def test_an_unknown_kind(kinds):
    with pytest.raises(UnknownKind) as caught:
        kinds.kind("wish_list")
    assert caught.value.code == "wish_list"


def test_every_shipped_kind_loads():
    kinds = catalogue.load(TEMPLATES)
    assert [kind.code for kind in kinds][:5] == [
        "award_minutes", "award_proposal", "award_proposal_list", "award_decision", "award_decision_list",
    ]  # fmt: skip
    assert all(kind.title and len(kind.version) == 64 for kind in kinds)
    assert [kind.code for kind in kinds if not kind.abbreviation] == [
        "event_approval_letter", "letter", "summons_letter",
    ]  # fmt: skip
    assert len(kinds) >= 30
