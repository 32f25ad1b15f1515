"""`flask documents` without a web and without a database."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from cli.documents import documents

from .conftest import TEMPLATES


@pytest.fixture
def run():
    """Run a command; gives exit code, output and errors."""

    def call(*arguments):
        return CliRunner().invoke(documents, [str(argument) for argument in arguments])

    return call


def test_kinds_one_a_line_with_the_code_first(run):
    shown = run("kinds")
    assert shown.exit_code == 0
    codes = [line.split("\t")[0] for line in shown.stdout.splitlines()]
    folders = {folder.name for folder in TEMPLATES.iterdir() if folder.is_dir() and folder.name != "_base"}
    assert set(codes) == folders
    assert all(line.split("\t")[1] for line in shown.stdout.splitlines())


def test_schema_and_sample_of_every_kind(run):
    for line in run("kinds").stdout.splitlines():
        code = line.split("\t")[0]
        assert json.loads(run("schema", code).stdout)["type"] == "object"
        assert {"letterhead", "authority", "dx"} & json.loads(run("sample", code).stdout).keys()


def test_a_sample_becomes_word_and_pdf_without_faults(run, tmp_path):
    data = tmp_path / "data.json"
    data.write_text(run("sample", "award_decision").stdout, encoding="utf-8")
    out = tmp_path / "new" / "folder"
    made = run("render", "award_decision", "--input", data, "--output", out)
    assert made.exit_code == 0, made.output
    assert made.stdout.split() == [str(out / "award_decision.docx"), str(out / "award_decision.pdf")]
    checked = run("check", out / "award_decision.docx", out / "award_decision.pdf")
    assert (checked.exit_code, checked.stdout) == (0, "")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"year": 2025}', "$.letterhead: Thiếu giá trị này."),
        ('{"year": "2025"}', "$.year: Phải là số nguyên."),
        ("[]", "$: Phải là một nhóm giá trị."),
        ("{", "$: Tệp không phải JSON (dòng 1, cột 2)."),
        ("", "$: Tệp không phải JSON (dòng 1, cột 1)."),
    ],
)
def test_bad_data_exit_with_two_and_say_where(run, tmp_path, content, told):
    data = tmp_path / "data.json"
    data.write_text(content, encoding="utf-8")
    refused = run("render", "award_decision", "--input", data, "--output", tmp_path)
    assert refused.exit_code == 2
    assert told in refused.stderr.splitlines()
    assert not list(tmp_path.glob("*.docx"))


def test_bytes_that_are_no_text(run, tmp_path):
    data = tmp_path / "data.json"
    data.write_bytes(b"\xff\xfe\x00")
    refused = run("render", "award_decision", "--input", data, "--output", tmp_path)
    assert (refused.exit_code, refused.stderr.strip()) == (2, "$: Tệp không ở dạng UTF-8.")


def test_an_unknown_kind(run, tmp_path):
    data = tmp_path / "data.json"
    data.write_text("{}", encoding="utf-8")
    for arguments in (
        ("schema", "no"),
        ("sample", "no"),
        ("render", "no", "--input", data, "--output", tmp_path),
    ):
        refused = run(*arguments)
        assert refused.exit_code == 2
        assert "Không có loại văn bản no" in refused.stderr


def test_without_the_pdf_library_there_is_word_and_one_sentence(tmp_path):
    code = (
        "import sys; sys.modules['weasyprint'] = None\n"
        "from cli.documents import documents\n"
        "documents(['render', 'award_decision', '--input', sys.argv[1], '--output', sys.argv[2]])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(TEMPLATES / "award_decision" / "sample.json"), str(tmp_path)],
        capture_output=True, text=True, cwd=TEMPLATES.parent,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == str(tmp_path / "award_decision.docx")
    assert len(ran.stderr.strip().splitlines()) == 1
    assert "libpango" in ran.stderr
    assert sorted(file.name for file in tmp_path.iterdir()) == ["award_decision.docx"]
