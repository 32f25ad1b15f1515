"""The loader of shipped data: finds files below its folder, parses them, refuses the rest by name."""

import pytest

import reference


def test_path_and_load():
    assert reference.path("awards/rules.toml").is_file()
    assert "award" in reference.load("awards/catalogue.toml")


def test_what_a_caller_changes_stays_with_the_caller():
    reference.load("awards/rules.toml")["AW01"]["versions"].clear()
    assert reference.load("awards/rules.toml")["AW01"]["versions"]


@pytest.mark.parametrize(
    ("relative", "reason"),
    [
        ("awards/nothing.toml", "no such file"),
        ("../pyproject.toml", "leaves the folder"),
        ("awards", "no such file"),
    ],
)
def test_other_paths_are_refused(relative, reason):
    with pytest.raises(reference.ReferenceProblem, match=reason) as refused:
        reference.path(relative)
    assert refused.value.relative == relative


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """A folder of reference data of the test's own."""
    monkeypatch.setattr(reference, "_ROOT", tmp_path.resolve())
    reference._parsed.cache_clear()
    reference._rows.cache_clear()
    yield tmp_path
    reference._parsed.cache_clear()
    reference._rows.cache_clear()


def test_tables(shipped):
    (shipped / "t.csv").write_text("\ufeffcode,title\na,Lao động tiên tiến\n", encoding="utf-8")
    assert reference.load_csv("t.csv") == [{"code": "a", "title": "Lao động tiên tiến"}]
    reference.load_csv("t.csv")[0]["code"] = "b"
    assert reference.load_csv("t.csv")[0]["code"] == "a"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("t.csv", b"code,title\na\n", "line 2 has not 2 cells"),
        ("t.csv", b"code,title\na,b,c\n", "line 2 has not 2 cells"),
        ("t.csv", b"code,\na,b\n", "name every column"),
        ("t.csv", b"", "name every column"),
        ("t.csv", b"code\n\xff\n", "not UTF-8"),
        ("t.toml", b"a = ", "not TOML"),
        ("t.toml", b"a = '\xff'", "not UTF-8"),
    ],
)
def test_broken_files_are_refused(shipped, name, content, reason):
    (shipped / name).write_bytes(content)
    read = reference.load if name.endswith(".toml") else reference.load_csv
    with pytest.raises(reference.ReferenceProblem, match=reason):
        read(name)


def test_each_reader_reads_its_own_kind():
    with pytest.raises(reference.ReferenceProblem, match="load_csv"):
        reference.load("t.csv")
    with pytest.raises(reference.ReferenceProblem, match="reads .csv"):
        reference.load_csv("awards/rules.toml")
