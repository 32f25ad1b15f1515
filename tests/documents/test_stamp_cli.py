"""`flask documents batch`: one PDF for the printer or a file for each row; bad rows named, exit codes."""

import io
import json

import pikepdf
import pytest
from click.testing import CliRunner

from cli import documents_batch
from services import paper_kinds

ROWS = [
    {"name": "Kiều Thị Dung", "book_no": "1"},
    {"name": "Phí Đức Long 😀", "book_no": "2"},
    {"name": "Ứng Thị Bích"},
]


@pytest.fixture
def run(tmp_path):
    """Return a function that calls the command with rows (or bytes) in a file; gives result and target."""

    def call(content, target, *more, name="rows.json", kind="certificate_merit"):
        source = tmp_path / name
        source.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        arguments = [kind, "--input", str(source), "--output", str(tmp_path / target), *more]
        return CliRunner().invoke(documents_batch.batch, arguments), tmp_path / target

    return call


def _shared(**more):
    sample = json.loads(paper_kinds.sample("certificate_merit"))
    return {**sample, "stock": {"headings": True}, **more}


def test_one_file_for_the_printer_names_the_bad_row(run):
    result, target = run({"shared": _shared(), "rows": ROWS}, "in.pdf")
    assert result.exit_code == documents_batch.LEFT_OUT
    assert "dòng 2, $.name" in result.stderr
    assert result.stdout.startswith("2/3")
    with pikepdf.open(io.BytesIO(target.read_bytes())) as file:
        assert len(file.pages) == 2


def test_a_folder_gets_a_file_for_each_row(run):
    result, target = run({"shared": _shared(), "rows": [ROWS[0], ROWS[2]]}, "out", "--format", "docx")
    assert result.exit_code == 0, result.output
    assert sorted(file.name for file in target.iterdir()) == [
        "001 Kiều Thị Dung.docx",
        "002 Ứng Thị Bích.docx",
    ]


def test_what_cannot_be_stamped_is_made_row_by_row(run):
    rows = [{**_shared(), "name": "Kiều Thị Dung", "date": day} for day in ("2025-12-16", "2025-12-17")]
    result, target = run(rows, "out", "--format", "docx")
    assert result.exit_code == 0, result.output
    assert len(list(target.iterdir())) == 2


@pytest.mark.parametrize(
    ("content", "name", "kind", "says"),
    [
        (b"no json", "rows.json", "certificate_merit", "không phải JSON"),
        ([1, 2], "rows.json", "certificate_merit", "rows"),
        (b"\xff", "rows.csv", "certificate_merit", "UTF-8"),
        ([ROWS[0]], "rows.json", "no_such_kind", "Không có loại văn bản"),
        ([ROWS[0], ROWS[2]], "rows.json", "certificate_merit", "$.authority"),
    ],
)
def test_data_that_cannot_be_used(run, content, name, kind, says):
    result, target = run(content, "in.pdf", name=name, kind=kind)
    assert result.exit_code == documents_batch.REFUSED
    assert says in result.stderr
    assert not target.exists()
