"""The pages of printing in bulk: from an issued decision and from a pasted list to the files, without a script."""

from __future__ import annotations

import io
import re
import zipfile

import pikepdf
import pytest
from PIL import Image

from extensions import db
from jobs.worker import drain
from services import batches_run
from tests.architecture.crowd import Crowd, gather
from tests.support.tree import CHEAP_HASH

FIRST, LATER = "1" * 32, "2" * 32


@pytest.fixture
def made(make_app) -> Crowd:
    """Return the province whose clerk has issued the decision, everybody signed in."""
    return gather(make_app(RENDER_WAIT_SECONDS=120, LEASE_SECONDS=120, **CHEAP_HASH), "decided")


def test_a_clerk_prints_in_bulk(made, monkeypatch):
    """One story: the road to a decision takes most of the time, so it is walked once."""
    a_decision_becomes_certificates_and_others_find_nothing(made)
    a_file_is_read_and_the_calibration_sheet_is_there(made)
    a_pasted_list_is_watched_half_way_and_names_the_bad_record(made, monkeypatch)


def listed(**more) -> dict:
    """Return what is typed into the form of a list."""
    return {
        "kind": "certificate_training", "course": "Tập huấn cán bộ công đoàn", "first_day": "18/09/2025",
        "last_day": "", "merit": "", "title": "", "place": "Sông Lam",
        "authority": "Ban Thường vụ\nCông đoàn ngành Y tế tỉnh Sông Lam",
        "dated_on": "19/09/2025", "signer_lines": "TM. BAN THƯỜNG VỤ\nCHỦ TỊCH", "signer_name": "Đinh Thu Hạnh",
        "pasted": "1\tKiều Thị Dung\tKhoa Nội\n2\tPhí Đức Long 😀\n3\tỨng Thị Bích\t\tCN-3", "paper": "plain", "dx": "",
        "dy": "", "formats": ["pdf"], "once": LATER,
    } | more  # fmt: skip


def a_decision_becomes_certificates_and_others_find_nothing(made):
    from models import Paper

    clerk = made.clients["clerk"]
    with made.made.app.app_context():
        paper_id = db.session.scalar(db.select(Paper.id).where(Paper.kind == "award_decision"))
    address = f"/in-hang-loat/van-ban/{paper_id}"
    assert address in clerk.get(f"/van-ban/{paper_id}").text
    assert address not in made.clients["chair"].get(f"/van-ban/{paper_id}").text
    page = clerk.get(address)
    assert page.status_code == 200
    assert "Kiều Thị Dung" in page.text
    assert clerk.post(address, data={"paper": "stock", "dx": "xa", "once": LATER}).status_code == 422
    answer = clerk.post(
        address, data={"paper": "plain", "dx": "", "dy": "", "formats": ["docx"], "once": FIRST}
    )
    assert answer.status_code == 302, answer.text
    show = answer.location
    assert clerk.post(address, data={"paper": "plain", "dx": "", "dy": "", "once": FIRST}).location == show
    waiting = clerk.get(show).text
    assert 'http-equiv="refresh"' in waiting and "Đang làm 0/3" in waiting
    drain(made.made.app)
    done = clerk.get(show).text
    assert 'http-equiv="refresh"' not in done and "Xong: 3 tờ trên 3" in done
    whole = clerk.get(f"{show}/de-in.pdf")
    with pikepdf.open(io.BytesIO(whole.data)) as file:
        assert len(file.pages) == 3
    archive = clerk.get(f"{show}/docx.zip")
    with zipfile.ZipFile(io.BytesIO(archive.data)) as file:
        assert sorted(file.namelist())[1].startswith("002 ")
    assert clerk.get(f"{show}/pdf.zip").status_code == 404
    for name in ("chair", "sister", "admin"):
        for rest in ("", "/de-in.pdf", "/docx.zip", "/1.docx"):
            assert made.clients[name].get(show + rest).status_code == 404, (name, rest)
        assert made.clients[name].get(address).status_code == 404
    assert made.clients["reviewer"].get(show).status_code == 200
    assert (
        made.clients["reviewer"].post(address, data={"paper": "plain", "once": "4" * 32}).status_code == 403
    )


def a_pasted_list_is_watched_half_way_and_names_the_bad_record(made, monkeypatch):
    clerk = made.clients["clerk"]
    assert clerk.get("/in-hang-loat/moi").status_code == 200
    wrong = clerk.post("/in-hang-loat/moi", data=listed(kind="", pasted=""))
    assert wrong.status_code == 422
    assert "Chọn loại giấy" in wrong.text
    empty = clerk.post("/in-hang-loat/moi", data=listed(pasted=" "))
    assert empty.status_code == 422
    assert "Danh sách chưa có ai" in empty.text
    no_course = clerk.post("/in-hang-loat/moi", data=listed(course=""))
    assert no_course.status_code == 422
    show = clerk.post("/in-hang-loat/moi", data=listed()).location
    number = int(show.rsplit("/", 1)[1])
    monkeypatch.setattr(batches_run, "ROWS_AT_ONCE", 2)
    times = iter([True, False])
    with made.made.app.app_context():
        batches_run.complete(number, timeout=120, before_rows=lambda: next(times))
    half = clerk.get(show).text
    assert "Đang làm 2/3" in half and re.search(r"còn khoảng \d+ phút", half)
    assert "Phí Đức Long" in half and "không in được" in half
    drain(made.made.app)
    assert "Xong: 2 tờ trên 3" in clerk.get(show).text
    assert show in clerk.get("/in-hang-loat/").text
    assert show not in made.clients["sister"].get("/in-hang-loat/").text


def a_file_is_read_and_the_calibration_sheet_is_there(made):
    clerk = made.clients["clerk"]
    file = (io.BytesIO("Họ và tên,Đơn vị\nKiều Thị Dung,Khoa Nội\n".encode()), "ds.csv")
    sent = listed(pasted="", file=file, once="3" * 32)
    answer = clerk.post("/in-hang-loat/moi", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 302
    assert "(1 người)" in clerk.get(answer.location).text
    emblem, broken = io.BytesIO(), (io.BytesIO(b"\x89PNG\r\n\x1a\nbroken"), "a.png")
    Image.new("RGB", (60, 60), "red").save(emblem, "PNG")
    more = {"kind": "certificate_merit", "pasted": "Kiều Thị Dung", "once": "5" * 32}
    bad = clerk.post(
        "/in-hang-loat/moi", data=listed(**more, logo=broken), content_type="multipart/form-data"
    )
    assert bad.status_code == 422
    assert "PNG hoặc JPEG" in bad.text
    sent = listed(**more, logo=(io.BytesIO(emblem.getvalue()), "a.png"))
    assert clerk.post("/in-hang-loat/moi", data=sent, content_type="multipart/form-data").status_code == 302
    sheet = clerk.get("/in-hang-loat/to-can-chinh.pdf?dx=2&dy=-1.5")
    assert sheet.data[:5] == b"%PDF-"
    assert clerk.get("/in-hang-loat/to-can-chinh.pdf?dx=99").status_code >= 400
    assert made.clients["sister"].get("/in-hang-loat/999999").status_code == 404
