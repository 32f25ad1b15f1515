"""A paper of two units on pages: typed by one, agreed to by the other, a number in each register or in none."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from extensions import clock, db
from models import JointDraft, Notice, Paper, PaperPart, RegisterEntry, UnitSymbol
from services import joint_issuing, joint_papers, paper_chain, registers
from services.errors import Conflict, Refused
from tests.support import province as road
from tests.support.dossier_visits import plain, settle, visitor
from tests.support.tree import CHEAP_HASH
from vietnamese.text import clean

BODY = """Hai công đoàn cơ sở phối hợp tổ chức như sau:
I. Mục đích, yêu cầu
1. Trao đổi kinh nghiệm hoạt động công đoàn.
2. Thiết thực, tiết kiệm.
II. Tổ chức thực hiện
1. Phân công:
a) Bên A chuẩn bị hội trường;
b) Bên B chuẩn bị báo cáo.
- Kinh phí mỗi bên một nửa."""
SAID = {
    "kind": "KH",
    "subject": "Phối hợp tổ chức <b>tọa đàm</b> năm 2026",
    "bases": "Căn cứ Chương trình công tác năm 2026 của hai công đoàn cơ sở;",
    "body": BODY,
    "recipients": "- Công đoàn ngành Y tế (để báo cáo);\nCác tổ công đoàn",
    "signer": "",
    "version": "0",
    "once": "1" * 32,
}


@pytest.fixture
def made(make_app):  # noqa: ANN001, ANN201
    """Return the small province, the sister unit with a symbol of its own."""
    app = make_app(RENDER_WAIT_SECONDS=120, **CHEAP_HASH)
    made = settle(app)
    with made.app.app_context():
        own = update(UnitSymbol).where(UnitSymbol.unit_id == made.units["sister"])
        db.session.execute(own.values(symbol=clean("CĐBVP")))
        db.session.commit()
        registers.import_entry(made.units["sister"], "07/KH-CĐBVP", _today(), "Kế hoạch", "Sổ cũ")
    return made


def _today() -> date:
    return clock.today()


def typed(made: road.Province, client, **changes: str) -> str:  # noqa: ANN001
    """Type the paper; return its address."""
    sent = {**SAID, "partner": str(made.units["sister"]), **changes}
    answer = client.post("/van-ban-chung/moi", data=sent)
    assert answer.status_code == 302, plain(answer)
    return answer.location


def press(client, address: str, name: str, **said: str):  # noqa: ANN001, ANN202
    """Press a button of the paper's page with the version that it shows."""
    page = client.get(address)
    version = re.search(r'name="version"[^>]*value="(\d+)"', page.text)
    return client.post(f"{address}/{name}", data={"version": version[1] if version else "1", **said})


def agreed(made: road.Province) -> tuple:
    """Type, send and agree; return both clients and the address."""
    chair, sister = visitor(made, "chair"), visitor(made, "sister")
    address = typed(made, chair)
    assert press(chair, address, "ask").status_code == 302
    assert press(sister, address, "tra-loi", choice="agree").location == "/van-ban-chung"
    return chair, sister, address


def issued(made: road.Province, client, address: str, once: str = "2" * 32) -> int:  # noqa: ANN001
    """Look at the paper, number it, let the worker make its files; return its id."""
    page = client.get(f"{address}/phat-hanh")
    assert page.status_code == 200
    seen = re.search(r'name="seen_hash" value="(\w+)"', page.text)[1]
    day = _today().strftime("%d/%m/%Y")
    sent = {"do": "issue", "seen_hash": seen, "once": once, "dated_on": day, "reason": ""}
    answer = client.post(f"{address}/phat-hanh", data=sent)
    assert answer.status_code == 302, plain(answer)
    with made.app.app_context():
        road.finish_papers()
    return int(answer.location.rsplit("/", 1)[1])


def test_two_units_one_paper_two_numbers(made: road.Province) -> None:
    chair, sister = visitor(made, "chair"), visitor(made, "sister")
    wrong = chair.post("/van-ban-chung/moi", data={**SAID, "partner": "", "body": ""})
    assert wrong.status_code == 422
    assert "Chọn đơn vị cùng ban hành" in plain(wrong)
    assert "Nhập nội dung văn bản" in plain(wrong)
    assert "&lt;b&gt;tọa đàm" in wrong.text
    for stranger in (made.units["own"], 9999):
        wrong = chair.post("/van-ban-chung/moi", data={**SAID, "partner": str(stranger)})
        assert "mục này không còn trong danh sách" in plain(wrong)
    address = typed(made, chair)
    assert typed(made, chair) == address  # pressed twice
    assert sister.get(address).status_code == 404
    assert "tọa đàm" not in plain(sister.get("/viec"))
    assert press(chair, address, "ask").status_code == 302
    assert "Chờ đơn vị xác nhận" in plain(sister.get("/viec"))
    assert visitor(made, "clerk").get(address).status_code == 404
    assert chair.get(f"{address}/phat-hanh").location == address
    nobody = press(sister, address, "tra-loi", choice="agree", signer="head-999-0")
    assert "Người đã chọn không ký được" in plain(nobody)
    assert "Ghi lý do trả lại" in plain(press(sister, address, "tra-loi", choice="return", note=""))
    assert press(sister, address, "tra-loi", choice="return", note="Sửa mục II").status_code == 302
    assert sister.get(address).status_code == 404
    assert "Sửa mục II" in plain(chair.get(address))
    assert "Cần sửa" in plain(chair.get("/viec"))
    changed = {**SAID, "partner": str(made.units["sister"]), "version": "3", "subject": "Phối hợp tọa đàm"}
    assert chair.post(f"{address}/sua", data={**changed, "version": "1"}).status_code == 422
    assert chair.post(f"{address}/sua", data=changed).status_code == 302
    assert press(chair, address, "ask").status_code == 302
    assert sister.get(f"{address}/ban-in.docx").status_code == 200
    assert press(sister, address, "tra-loi", choice="agree").status_code == 302
    assert sister.post(f"{address}/take_back", data={"version": "6"}).status_code == 409
    assert chair.get(f"{address}/sua").location == address
    assert "Đã đồng ý, chờ cấp số" in plain(chair.get("/viec"))
    page = chair.get(f"{address}/phat-hanh")
    assert "01/KH-CĐCS; 08/KH-CĐBVP" in plain(page)
    paper_id = issued(made, chair, address)
    for client in (chair, sister):
        shown = plain(client.get(f"/van-ban/{paper_id}"))
        assert "Kế hoạch 01/KH-CĐCS" in shown
        assert "Công đoàn cơ sở Bệnh viện Phổi: số 08/KH-CĐBVP" in shown
        assert client.get(f"/van-ban/{paper_id}/1.pdf").status_code == 200
    own, other = made.units["own"], made.units["sister"]
    year = _today().year
    assert "01/KH-CĐCS" in plain(chair.get(f"/so-di/{own}/{year}"))
    assert "Nghiêm Thị Hà" in plain(sister.get(f"/so-di/{other}/{year}"))
    with made.app.app_context():
        code = db.session.get(Paper, paper_id).code
        assert list(paper_chain.verify()) == []
        told = db.session.scalars(select(Notice.subject).where(Notice.person_id == made.people["sister"]))
        assert "Văn bản ban hành chung đã có số 01/KH-CĐCS" in list(told)
    public = plain(made.app.test_client().get(f"/xac-minh/{code}"))
    assert "số 01/KH-CĐCS" in public
    assert "số 08/KH-CĐBVP" in public
    assert "Nghiêm Thị Hà" in public
    assert visitor(made, "clerk").get(f"/van-ban/{paper_id}").status_code == 404


def test_replaced_and_recalled_in_both(made: road.Province) -> None:
    chair, sister, address = agreed(made)
    first = issued(made, chair, address)
    assert "Soạn văn bản chung thay thế" in plain(chair.get(f"/van-ban/{first}"))
    assert sister.get(f"/van-ban/{first}/thu-hoi").status_code == 403
    assert "Phân công" in plain(chair.get(f"/van-ban-chung/moi?thay={first}"))
    sent = {**SAID, "partner": str(made.units["sister"]), "once": "3" * 32}
    again = chair.post(f"/van-ban-chung/moi?thay={first}", data=sent).location
    press(chair, again, "ask")
    press(sister, again, "tra-loi", choice="agree")
    second = issued(made, chair, again, "4" * 32)
    assert chair.get(f"/van-ban-chung/moi?thay={first}").status_code == 409
    with made.app.app_context():
        notes = {
            row.number: row.note
            for row in db.session.scalars(select(RegisterEntry).where(RegisterEntry.paper_id == first))
        }
        day = _today().strftime("%d/%m/%Y")
        assert notes == {
            "01/KH-CĐCS": f"Thay bằng số 02/KH-CĐCS ngày {day}",
            "08/KH-CĐBVP": f"Thay bằng số 09/KH-CĐBVP ngày {day}",
        }
    assert chair.post(f"/van-ban/{second}/thu-hoi", data={"reason": "Hoãn", "notice": ""}).status_code == 302
    assert "Đã thu hồi" in plain(sister.get(f"/van-ban/{second}"))
    with made.app.app_context():
        lines = list(db.session.scalars(select(RegisterEntry.note).where(RegisterEntry.paper_id == second)))
        assert len(lines) == 2
        assert all("Hoãn" in note for note in lines)
        assert list(paper_chain.verify()) == []
        told = db.session.scalars(select(Notice.subject).where(Notice.person_id == made.people["sister"]))
        assert "Văn bản ban hành chung số 02/KH-CĐCS đã thu hồi" in list(told)


@pytest.mark.sql
def test_both_or_none(made: road.Province) -> None:
    chair, _sister, address = agreed(made)
    joint_id = int(address.rsplit("/", 1)[1])
    with made.app.app_context():
        who = made.who("chair")
        early = _today() - timedelta(days=1)
        # A day before the partner's first line: our own register has room for it, the other's has none.
        registers.import_entry(made.units["own"], "02/KH-CĐCS", early, "Kế hoạch", "Sổ cũ")
        page = joint_issuing.issue_page(joint_id, who=who, dated_on=early)
        sent = {"once": "x", "reason": "chậm", "seen_hash": page.prepared.seen_hash}
        before = db.session.scalar(select(func.count()).select_from(RegisterEntry))
        with pytest.raises(Refused, match="chưa có số nào trước ngày"):
            joint_issuing.issue(joint_id, who=who, dated_on=early, **sent)
        db.session.rollback()
        version = joint_papers.view(joint_id, who).version
        joint_papers.move(joint_id, "take_back", who=who, version=version)
        with pytest.raises(Conflict):
            joint_issuing.issue(joint_id, who=who, dated_on=None, **sent)
        assert db.session.scalar(select(func.count()).select_from(RegisterEntry)) == before
        assert db.session.scalar(select(func.count()).select_from(Paper)) == 0
        assert registers.next_number(made.units["own"], "KH-CĐCS", _today()) == "03/KH-CĐCS"
        assert db.session.get(JointDraft, joint_id).state == "draft"
    assert "Bản nháp" in plain(chair.get(address))


def test_a_touched_line_of_either_register_is_named(made: road.Province) -> None:
    chair, _sister, address = agreed(made)
    paper_id = issued(made, chair, address)
    with made.app.app_context():
        for unit in ("own", "sister"):
            line = update(RegisterEntry).where(
                RegisterEntry.paper_id == paper_id, RegisterEntry.unit_id == made.units[unit]
            )
            db.session.execute(line.values(number="99/KH-X"))
            found = list(paper_chain.verify())
            assert {one.unit_id for one in found} == {made.units[unit]}
            db.session.rollback()
        db.session.execute(update(PaperPart).values(docx_sha256=None))
        assert {one.unit_id for one in paper_chain.verify()} == {made.units["own"], made.units["sister"]}
        db.session.rollback()
