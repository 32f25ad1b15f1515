"""A stranger's file is measured in a confined process: nothing written, no network, an end to everything."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.documents import documents
from services import checking, paper_kinds
from services.errors import Refused

ROOT = Path(checking.__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write a right Word file, and what is no paper."""
    folder = tmp_path_factory.mktemp("papers")
    values = json.loads(paper_kinds.sample("common_form"))
    right = paper_kinds.render("common_form", values).files["common_form.docx"]
    made = {"right": right, "none": b"no paper", "empty": b""}
    for name, content in made.items():
        (folder / f"{name}.docx").write_bytes(content)
    return {name: folder / f"{name}.docx" for name in made}


def check(*arguments: object) -> tuple[int, str, str]:
    """Run `flask documents check`."""
    shown = CliRunner().invoke(documents, ["check", *map(str, arguments)])
    return shown.exit_code, shown.stdout, shown.stderr


def test_a_right_paper_ends_with_nothing(papers: dict[str, Path]) -> None:
    assert check(papers["right"]) == (0, "", "")


def test_an_unreadable_file_is_named_and_ends_with_two(papers: dict[str, Path]) -> None:
    code, out, told = check(papers["none"], papers["empty"])
    assert (code, out) == (2, "")
    assert told.splitlines() == [
        f"{papers['none']}: Tệp này không phải PDF hay Word (.docx).",
        f"{papers['empty']}: Tệp rỗng.",
    ]


def test_an_unknown_profile_ends_with_two(papers: dict[str, Path]) -> None:
    code, _out, told = check("--profile", "nd-1", papers["right"])
    assert (code, "nd-1" in told) == (2, True)


def test_a_file_of_300_megabytes_is_not_read(tmp_path: Path) -> None:
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate(300 << 20)
    assert check(large) == (2, "", f"{large}: Tệp lớn hơn 50 MB.\n")


def test_faults_are_one_a_line_with_the_file(tmp_path: Path, papers: dict[str, Path]) -> None:
    from tests.documents.zoo_word import Animal, spoiled, swap

    wrong = tmp_path / "wrong.docx"
    wrong.write_bytes(spoiled(papers["right"].read_bytes(), Animal("", "", swap("Số: 05/", "Số: 5/"))))
    code, out, told = check(wrong, papers["right"])
    assert (code, told, len(out.splitlines())) == (1, "", 1)
    assert out.startswith(f"{wrong}: Word, đoạn ")
    assert "[number-zero]" in out
    assert "Nghị định số 30/2020/NĐ-CP" in out


CONFINED = {
    "a socket": "import socket; socket.socket()",
    "a program": "import subprocess; subprocess.run(['true'])",
    "a child": "import os; os.fork()",
    "a file": "import sys; open(sys.argv[1], 'w').write('x' * 9999)",
    "memory": "bytearray(3 << 30)",
}


@pytest.mark.parametrize("what", CONFINED.values(), ids=CONFINED)
def test_the_confined_process_may_not(what: str, tmp_path: Path) -> None:
    code = f"from documents.checker.confined import confine\nconfine()\n{what}"
    command = [sys.executable, "-c", code, str(tmp_path / "x")]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert ran.returncode != 0
    assert any(word in ran.stderr for word in ("PermissionError", "MemoryError", "File too large")), (
        ran.stderr
    )
    assert not any(file.stat().st_size for file in tmp_path.iterdir())


def test_a_file_that_takes_too_long_is_refused(
    monkeypatch: pytest.MonkeyPatch, papers: dict[str, Path]
) -> None:
    monkeypatch.setattr(checking, "SECONDS", 0.05)
    with pytest.raises(Refused, match="quá nặng"):
        checking.examine(papers["right"].read_bytes())
