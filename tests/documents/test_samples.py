"""The samples that visitors see (docs/samples, `make docs`) say what the kinds say today."""

from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner

from cli.documents import documents
from documents import catalogue, produce, text

from .conftest import TEMPLATES

SAMPLES = Path(__file__).resolve().parents[2] / "docs" / "samples"
CODES = sorted(entry.name for entry in TEMPLATES.iterdir() if entry.is_dir() and entry.name != "_base")


@pytest.fixture(scope="module")
def every() -> catalogue.Catalogue:
    """All kinds, certificates too."""
    return catalogue.opened(TEMPLATES)


def test_there_is_one_sample_a_kind():
    assert sorted(file.stem for file in SAMPLES.glob("*.pdf")) == CODES


@pytest.mark.parametrize("code", CODES)
def test_the_stored_sample_has_the_words_of_a_fresh_one(every, profile, code):
    kind = every.kind(code)
    stored = pypdfium2.PdfDocument(SAMPLES / f"{code}.pdf")
    pages = [stored[number].get_textpage().get_text_range() for number in range(len(stored))]
    stored.close()
    fresh = text.words(produce.tree(kind, kind.sample, profile))
    missing = _counted(fresh) - _counted(
        text.split(" ".join(pages).replace("\ufffe", "-").replace("\x02", "-"))
    )
    assert not missing, f"run `make docs`: {sorted(missing)[:10]}"


@pytest.mark.soak
def test_the_command_writes_the_same_bytes_again_and_removes_what_is_stale(tmp_path):
    (tmp_path / "gone.pdf").write_bytes(b"%PDF-1.7")
    runs = []
    for _ in range(2):
        answer = CliRunner().invoke(documents, ["samples", "--output", str(tmp_path)])
        assert answer.exit_code == 0, answer.output
        runs.append({file.name: file.read_bytes() for file in tmp_path.iterdir()})
    assert runs[0] == runs[1]
    assert sorted(runs[0]) == [f"{code}.pdf" for code in CODES]


def _counted(words: list[str]) -> set[str]:
    return {word for word in words if len(word) > 1 and "-" not in word and "/" not in word}
