"""A dossier as one ZIP: what is in it for whom, the same bytes each time, names that unpack anywhere, nothing live."""

from __future__ import annotations

import io
import json
import re
import zipfile
from urllib.parse import unquote

import pytest

from extensions import clock, db
from models import Dossier, DossierEntry
from services import attachments, history
from tests.support import province as road
from tests.support.dossier_visits import sent, settle, visitor
from tests.support.tree import CHEAP_HASH
from workflows.entries import Entry

NASTY = "<img src=x onerror=alert(1)>\"&'{{ 7*7 }}"
NAMES = (
    "../../etc/passwd.pdf",
    "CON.pdf",
    "a\u202egpj.pdf",
    "x" * 200 + ".pdf",
    "Đại hội: 05/QĐ.pdf",
    ".pdf",
    "tep",
)


@pytest.fixture
def made(make_app):  # noqa: ANN001, ANN201
    """Return the small province with a dossier that was sent, a file of every odd name with it."""
    made = settle(make_app(**CHEAP_HASH))
    with made.app.app_context():
        road.type_all(
            made, ["dung"], round={"bases": ["luat_cong_doan_2024"], "extra_bases": "", "reason": NASTY}
        )
        for no, name in enumerate(NAMES):
            content = b"%PDF-1.4\n%" + str(no).encode() + b"\n%%EOF\n"
            attachments.add(made.code, content, name, purpose="other", subject="", who=made.who("chair"))
        road.send(made)
        _write_inside(made)
    return made


def _write_inside(made: road.Province) -> None:
    """Write an entry for those who judge alone, as the desk of the deciding unit does."""
    dossier = db.session.scalar(db.select(Dossier).where(Dossier.code == made.code))
    seat = {"office_id": None, "role": "reviewer", "unit_id": made.units["sector"], "delegation_id": None}
    said = {"internal": True, "text": "Chỉ người xét biết", "comment": "Chỉ người xét biết", "once": "in"}
    entry = Entry(dossier.seq + 1, "noted", clock(), made.people["reviewer"], seat, said)
    history.append(dossier, [entry])
    db.session.commit()


def _zip(made: road.Province, name: str) -> zipfile.ZipFile:
    answer = visitor(made, name).get(f"/ho-so/{made.code}/ho-so.zip")
    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    return zipfile.ZipFile(io.BytesIO(answer.data))


def test_everything_is_in_it_under_names_that_unpack_anywhere(made: road.Province) -> None:
    packed = _zip(made, "chair")
    names = packed.namelist()
    assert packed.testzip() is None
    assert len(set(names)) == len(names)
    attached = [name for name in names if name.startswith("dinh-kem/")]
    assert len(attached) == len(NAMES)
    for name in names:
        assert re.fullmatch(r"[^\\:*?\"<>|\x00-\x1f\u202a-\u202e]{1,140}", name), name
        assert ".." not in name
        assert not name.startswith("/")
        assert name.rpartition("/")[2].rpartition(".")[2] in {"html", "css", "json", "pdf"}
    said = json.loads(packed.read("du-lieu/lan-trinh-01.json"))
    assert said["snapshot"]["answers"]["round"]["reason"] == NASTY
    assert json.loads(packed.read("du-lieu/ho-so.json"))["code"] == made.code
    told = json.loads(packed.read("du-lieu/lich-su.json"))
    assert [one["kind"] for one in told] == ["drafted", "submitted"]


def test_the_index_opens_offline_and_nothing_in_it_is_live(made: road.Province) -> None:
    packed = _zip(made, "reviewer")
    page = packed.read("index.html").decode()
    assert not re.search(r"<script|<img|<iframe|<style|onerror=alert\(1\)>|javascript:", page)
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "{{ 7*7 }}" in page
    links = [unquote(link) for link in re.findall(r'(?:href|src)="([^"#]+)"', page)]
    assert links
    assert set(links) <= set(packed.namelist())
    assert not re.search(r"https?://", page)
    assert "Kiều Thị Dung" in page


def test_what_judges_write_for_each_other_stays_with_them(made: road.Province) -> None:
    for name, there in (("chair", False), ("secretary", False), ("reviewer", True)):
        packed = _zip(made, name)
        everything = b"".join(packed.read(one) for one in packed.namelist()).decode(errors="ignore")
        assert ("Chỉ người xét biết" in everything) is there, name
    assert visitor(made, "sister").get(f"/ho-so/{made.code}/ho-so.zip").status_code == 404


def test_the_same_data_give_the_same_bytes(made: road.Province) -> None:
    client = visitor(made, "chair")
    first = client.get(f"/ho-so/{made.code}/ho-so.zip").data
    with made.app.app_context():
        assert db.session.query(DossierEntry).count() == 3
    assert client.get(f"/ho-so/{made.code}/ho-so.zip").data == first
    assert visitor(made, "chair").get(f"/ho-so/{made.code}/ho-so.zip").data == first


def test_a_draft_of_its_own_unit(make_app) -> None:  # noqa: ANN001
    made = settle(make_app(**CHEAP_HASH))
    sent(made)
    with made.app.app_context():
        road.act(made, "chair", "recall")
        packed = _zip(made, "chair")
    assert "du-lieu/ban-dang-soan.json" in packed.namelist()
