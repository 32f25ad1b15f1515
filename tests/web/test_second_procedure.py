"""A made-up second procedure through engine and pages: a chain, a manifest and two forms, and no code."""

from __future__ import annotations

import html
import itertools
import re

import pytest

from extensions import clock, db
from services import dossier_views, procedures
from services.errors import NotFound
from tests.support import province as road
from tests.support.second_procedure import furnishing
from tests.support.tree import CHEAP_HASH
from tests.support.visits import PASSWORD

KEYS = itertools.count(1)

# Words of nominations: none of them may stand on a page about a study trip.
AWARDS = re.compile(
    r"khen thưởng|Giấy khen|thành tích|Biên bản họp|nominee|award_|Ban Thường vụ xét", re.IGNORECASE
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder with the kinds of paper of the procedure."""
    return furnishing.kinds(tmp_path_factory.mktemp("second") / "kinds")


@pytest.fixture(scope="module")
def renderers(folder, root):
    """One warm process that knows these kinds."""
    from jobs.pool import Pool

    pool = Pool(1, folder, root / "reference" / "profiles", "tld-933")
    yield pool
    pool.close()


@pytest.fixture
def made(make_app, folder, renderers):
    """The province in a season of study trips, with accounts."""
    with furnishing.installed():
        app = make_app(DOC_TEMPLATES=str(folder), RENDER_WAIT_SECONDS=120, **CHEAP_HASH)
        app.extensions["render_pool"] = renderers
        found = road.build(app)
        with app.app_context():
            found.matter_id = furnishing.season(found)
        road.accounts_for(found, "money1", "money2", "abroad")
        yield found


class Visitor:
    """Somebody at a browser; every page is looked through for words of another procedure."""

    def __init__(self, made, name):
        self.made, self.client = made, made.app.test_client()
        answer = self.client.post("/dang-nhap", data={"identity": name, "password": PASSWORD, "shared": ""})
        assert answer.status_code == 302, answer.text

    def get(self, path, status=200):
        """Open a page; return its main part as plain text."""
        answer = self.client.get(path)
        text = plain(answer.text)
        assert answer.status_code == status, f"{answer.status_code}\n{text}"
        if "/ho-so/" in path:  # first pages and lists speak of other journeys as well
            assert not AWARDS.search(text), AWARDS.search(text)
        return text

    def post(self, path, status=302, **fields):
        """Send a form; return what follows, as plain text, or the address that it leads to."""
        answer = self.client.post(path, data=fields)
        assert answer.status_code == status, f"{path}: {answer.status_code}\n{plain(answer.text)}"
        return answer.location if status == 302 else plain(answer.text)


def plain(page):
    """Return the words of a page's main part, tags and double spaces left out."""
    main = re.search(r"<main.*</main>", page, re.DOTALL)
    words = re.sub(r"<[^>]+>", " ", main[0] if main else page)
    return re.sub(r"\s+", " ", html.unescape(words).replace("\u00a0", " "))


def opened(made):
    """Let the chair begin the dossier from the first page; return (the chair, the dossier's address)."""
    chair = Visitor(made, "chair")
    home = chair.client.get("/viec").text
    form = re.search(rf'action="(/ho-so/lap/{made.matter_id})".*?<button[^>]*>([^<]*)', home, re.DOTALL)
    assert form[2].strip().replace("\u00a0", " ") == "Xin đi tham quan, học tập"
    address = chair.post(form[1])
    made.code = address.rsplit("/", 1)[1]
    return chair, address


TRIP = {
    "place": "Nghĩa Lộ",
    "starts": "05/04/2027",
    "transport": "bus",
    "abroad": "",
    "reason": "Học cách làm hay của công đoàn bạn.",
}
COSTS = {"total": "60.000.000", "lines": "", "lines-0-what": "Thuê xe", "lines-0-amount": "45.000.000"}


def typed(made, trip=None, costs=None):
    """Type both parts through the pages; return (the chair, the address)."""
    chair, address = opened(made)
    assert chair.post(f"{address}/phan/trip", do="next", version=0, **TRIP | (trip or {})).endswith(
        "/phan/costs"
    )
    version = state(made).draft_version
    following = chair.post(f"{address}/phan/costs", do="next", version=version, **COSTS | (costs or {}))
    assert following.endswith("/phan/papers")
    return chair, address


def state(made):
    """Return the dossier as its chair sees it."""
    with made.app.app_context():
        found = dossier_views.view(made.code, made.who("chair"))
        db.session.rollback()
        return found


def sent(made, **parts):
    """Type, check and submit; return (the chair, the address)."""
    chair, address = typed(made, **parts)
    submit(made, chair, address)
    return chair, address


def submit(made, chair, address):
    """Press «Trình …» on the page of checks."""
    assert "Trình" in chair.get(f"{address}/kiem-tra")
    seen = state(made)
    chair.post(
        f"{address}/trinh",
        confirmed="y",
        seen=seen.seq,
        version=seen.draft_version,
        once=f"{next(KEYS):032x}",
    )


def act(made, name, command):
    """Press one of the buttons."""
    Visitor(made, name).post(
        f"/ho-so/{made.code}/thao-tac/{command}", seen=state(made).seq, once=f"{next(KEYS):032x}"
    )


def decide(made, name, choice="approve", status=302, **more):
    """Say what somebody thinks, from the page that they read."""
    visitor = Visitor(made, name)
    visitor.get(f"/ho-so/{made.code}")
    fields = {"choice": choice, "comment": "", "notes": "", **more}
    return visitor.post(
        f"/ho-so/{made.code}/y-kien", status, seen=state(made).seq, once=f"{next(KEYS):032x}", **fields
    )


def issue(made, name, kind):
    """Look at a paper laid out and number it; return its address."""
    visitor, address = Visitor(made, name), f"/ho-so/{made.code}/van-ban/{kind}"
    page = visitor.client.get(address)
    assert page.status_code == 200, plain(page.text)
    assert "Thể thức đúng" in plain(page.text), plain(page.text)
    seen = re.search(r'name="seen_hash" value="(\w{64})"', page.text)[1]
    today = clock.today().strftime("%d/%m/%Y")
    return visitor.post(
        address, do="issue", seen_hash=seen, dated_on=today, reason="", once=f"{next(KEYS):032x}"
    )


def test_a_big_trip_goes_the_whole_way(made):
    chair, address = sent(made)
    assert "Chờ chuyên viên thẩm định" in chair.get(address)
    act(made, "reviewer", "receive")
    decide(made, "reviewer")
    Visitor(made, "money1").get(address, 404)  # not asked before the paper is issued
    waiting = Visitor(made, "reviewer").get(address)
    assert "ban hành văn bản của lần trình này: Tờ trình chuyến đi" in waiting
    paper = issue(made, "secretary", "trip_proposal")
    with made.app.app_context():
        road.finish_papers()
    assert "01/TTr-CĐCS" in Visitor(made, "secretary").get(paper)
    assert Visitor(made, "money1").client.get(f"{paper}/1.pdf").status_code == 200
    decide(made, "money1")
    assert state(made).status == "in_review", "all of the accountants must agree"
    assert "Có 1 việc chờ đồng chí" in Visitor(made, "money2").get("/viec")
    assert "Không có việc nào chờ đồng chí" in Visitor(made, "money1").get("/viec")
    assert made.code in Visitor(made, "money1").get("/da-xu-ly")
    decide(made, "money2")
    assert state(made).status == "approved"
    for name in ("chair", "secretary", "reviewer", "money1", "clerk"):
        visitor = Visitor(made, name)
        for page in (address, f"{address}/lich-su", "/ho-so", "/viec", "/da-xu-ly"):
            visitor.get(page)
    permit = issue(made, "clerk", "trip_permit")
    with made.app.app_context():
        road.finish_papers()
    assert "01/QĐ-" in Visitor(made, "clerk").get(permit)
    assert Visitor(made, "chair").client.get(f"{permit}/1.docx").status_code == 200
    assert state(made).waiting_kinds == frozenset()
    assert "Không có việc nào chờ đồng chí" in Visitor(made, "clerk").get("/viec")


def test_the_values_of_its_papers_come_from_the_manifest(made):
    chair, address = sent(made)
    sheet = chair.client.get(f"{address}/xem-truoc/trip_proposal").text
    words = plain(sheet)
    assert "Công đoàn cơ sở Bệnh viện Đa khoa tỉnh kính đề nghị Công đoàn ngành Y tế tỉnh Sông Lam" in words
    assert "tại Nghĩa Lộ" in words
    assert "đi bằng xe khách" in words
    assert "60.000.000 đồng, trong đó có khoản Thuê xe" in words
    assert "45.000.000" in plain(chair.client.get(f"{address}/xem-truoc/trip_costs").text)
    assert chair.client.get(f"{address}/ban-in/trip_proposal.docx").status_code == 200


def test_while_it_is_typed_the_preview_follows_and_leaves_blanks(made):
    chair, address = opened(made)
    for part in ("trip", "costs", "papers"):
        chair.get(f"{address}/phan/{part}")
    assert "……" in plain(chair.client.get(f"{address}/xem-truoc/trip_proposal").text)
    answer = chair.client.post(f"{address}/xem-truoc/trip_proposal?part=trip", data={**TRIP, "version": 0})
    assert "tại Nghĩa Lộ" in plain(answer.text)
    for kind in ("award_proposal", "trip_permit", "nothing"):
        assert chair.client.get(f"{address}/xem-truoc/{kind}").status_code == 404


def test_a_small_trip_needs_neither_paper_nor_accountant(made):
    chair, address = sent(made, costs={"total": "50.000.000"})
    page = chair.get(address)
    assert "Duyệt dự toán" not in page
    assert "Cấp tỉnh xem" not in page
    decide(made, "reviewer")
    assert state(made).status == "approved"
    assert "Hồ sơ đã duyệt, chờ quyết định" in Visitor(made, "clerk").get(address)
    assert "Lập Quyết định cho đi" in Visitor(made, "clerk").get("/viec")
    issue(made, "clerk", "trip_permit")


def test_a_trip_abroad_is_looked_at_by_the_province_first(made):
    chair, address = sent(made, trip={"abroad": "y"}, costs={"total": "50.000.000"})
    assert "Cấp tỉnh xem" in chair.get(address)
    decide(made, "reviewer", status=403)
    assert made.code in Visitor(made, "abroad").get("/viec")
    decide(made, "abroad")
    assert state(made).step == "look"


def test_one_accountant_against_it_ends_it(made):
    sent(made)
    decide(made, "reviewer")
    issue(made, "chair", "trip_proposal")
    decide(made, "money1", "reject", comment="Vượt dự toán.")
    assert state(made).status == "rejected"
    assert "Vượt dự toán." in Visitor(made, "chair").get(f"/ho-so/{made.code}/lich-su")


def test_who_is_not_asked_reads_nothing(made):
    _chair, address = sent(made)
    for name in ("money1", "sister"):
        assert Visitor(made, name).client.get(address).status_code == 404
    for name in ("reviewer", "abroad", "clerk"):
        Visitor(made, name).get(address)


def test_notes_stand_at_the_fields_and_changes_are_told_in_words(made):
    chair, address = sent(made)
    note = {"notes-0-field": "trip.starts", "notes-0-text": "Tránh kỳ trực.", "notes-1-field": "costs.lines"}
    decide(made, "reviewer", "return", **note, **{"notes-1-text": "Tách tiền xăng."})
    assert "Tránh kỳ trực." in chair.get(f"{address}/phan/trip")
    assert "Tách tiền xăng." in chair.get(f"{address}/phan/costs")
    version = state(made).draft_version
    trip = {**TRIP, "starts": "12/04/2027", "transport": "train", "abroad": "y"}
    chair.post(f"{address}/phan/trip", do="next", version=version, **trip)
    costs = {**COSTS, "lines-0-amount": "40.000.000", "lines-1-what": "Xăng", "lines-1-amount": "5.000.000"}
    chair.post(f"{address}/phan/costs", do="next", version=state(made).draft_version, **costs)
    submit(made, chair, address)
    page = Visitor(made, "abroad").get(address)
    for words in (
        "Ngày đi 05/04/2027 12/04/2027",
        "Đi bằng Xe khách Tàu hỏa",
        "Đi nước ngoài Không Có",
        "Số tiền 45.000.000 40.000.000",
        "Khoản chi (để trống) Xăng",
        "Các khoản 2 Khoản chi: Xăng; Số tiền: 5.000.000",
        "Tổng kinh phí 60.000.000",
    ):
        assert words in page


def test_what_is_wrong_comes_back_at_its_field(made):
    chair, address = opened(made)
    page = chair.post(f"{address}/phan/trip", 422, do="next", version=0, **{**TRIP, "starts": "29/02/2027"})
    assert "không có ngày 29" in page
    page = chair.post(f"{address}/trinh", 422, confirmed="y", seen=1, version=1, once=f"{next(KEYS):032x}")
    assert "Còn phần chưa xong" in page


def test_its_files_go_where_its_manifest_says(made):
    import io

    chair, address = opened(made)
    assert "Giấy tờ khác" in chair.get(f"{address}/phan/papers")
    assert "Gửi thêm một tệp" not in chair.get(f"{address}/phan/trip")
    sent = {"subject": "", "file": (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "thu-moi.pdf")}
    location = chair.post(f"{address}/tep/", purpose="other", **sent)
    assert location.endswith("/phan/papers")
    assert chair.client.get(location).text.count("thu-moi.pdf</a>") == 1
    sent["file"] = (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "bao-cao.pdf")
    page = chair.post(f"{address}/tep/", 422, purpose="report", **sent)
    assert "Có 1 chỗ cần sửa Chọn lại: mục này không còn trong danh sách" in page
    assert "bao-cao.pdf" not in page


def test_an_office_that_may_not_apply_is_offered_nothing(made):
    assert "Xin đi tham quan" not in Visitor(made, "reviewer").get("/viec")
    Visitor(made, "sister").post(f"/ho-so/lap/{made.matter_id}")
    Visitor(made, "reviewer").post(f"/ho-so/lap/{made.matter_id}", 404)


def test_its_matter_is_no_award_round(made):
    for name in ("clerk", "reviewer"):
        visitor = Visitor(made, name).client
        for path in ("", "/quyet-dinh"):
            assert visitor.get(f"/khen-thuong/dot/{made.matter_id}{path}").status_code == 404


def test_afterwards_the_house_knows_nothing_of_it(make_app):
    from forms import parts
    from services import definitions

    with furnishing.installed():
        assert furnishing.CODE in procedures.catalogue()
        assert definitions.present(furnishing.CODE).code == furnishing.CODE
    assert furnishing.CODE not in procedures.catalogue()
    assert furnishing.CODE not in {procedure for procedure, _part in parts._forms}
    with pytest.raises(NotFound):
        definitions.present(furnishing.CODE)
