"""What can be brought in from Excel: for each kind one table of columns, by which templates, guesses and checks go.

`names` are what people call the column, as search keys without marks and signs. `read` names the reader of
`cells.READERS`. `choices` names the table of choices that the service gives in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rules.finding import N_


@dataclass(frozen=True)
class Column:
    """One column: its heading in the template, other headings it is known by, how a cell of it is read."""

    key: str
    heading: str
    names: tuple[str, ...]
    read: str = "line"
    required: bool = False
    longest: int = 200
    width: int = 18
    example: Any = ""
    explain: str = ""
    choices: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of list. `keys` are the columns without which a line is no line of the list; of `either` one is needed."""

    key: str
    title: str
    sheet: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    either: tuple[str, ...] = ()
    by_key: dict[str, Column] = field(init=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.by_key.update({column.key: column for column in self.columns})


_SAMPLE = {"code": "DV0123", "name": "Vương Thị Minh Hòa"}

_CODE_NAMES = (
    *(
        "ma",
        "ma so",
        "ma doan vien",
        "ma nhan vien",
        "ma nv",
        "ma dv",
        "ma can bo",
        "ma cb",
        "ma so doan vien",
    ),
    *(
        "so the",
        "so the doan vien",
        "ma so the",
        "ma nguoi",
        "ma vien chuc",
        "ma cbvc",
        "ma doan vien nhan vien",
    ),
)
_NAME_NAMES = ("ho va ten", "ho ten", "ho ten doan vien", "ten", "ten doan vien", "ho va ten doan vien")

_BORN_ON = Column(
    "born_on", N_("Ngày sinh"), ("ngay thang nam sinh", "sinh ngay", "ngay sinh", "nam sinh", "ns"), "day", False, 40,
    13, "", N_("Để phân biệt người trùng họ tên."),
)  # fmt: skip

PEOPLE = Kind(
    key="people",
    title=N_("Đoàn viên"),
    sheet="Đoàn viên",
    keys=("code", "name"),
    columns=(
        Column(
            "code", N_("Mã đoàn viên"), _CODE_NAMES, "code", False, 40, 16, _SAMPLE["code"],
            N_("Mã riêng của mỗi người, nếu có. Không có mã thì máy tìm người theo họ tên, ngày sinh, ngày vào làm."),
        ),
        Column(
            "family", N_("Họ đệm"), ("ho dem", "ho va dem", "ho lot", "ho chu lot", "ho va ten dem", "ho"), "line",
            False, 80, 0, "", N_("Chỉ dùng khi họ đệm và tên ở hai cột."),
        ),
        Column(
            "name", N_("Họ và tên"), _NAME_NAMES, "name", True, 100, 28, _SAMPLE["name"],
            N_("Ghi đủ họ, tên, chữ hoa đầu mỗi tiếng."),
        ),
        Column(
            "sex", N_("Giới tính"), ("gioi", "gioi tinh", "nam nu", "phai"), "choice", False, 20, 10, "Nữ",
            N_("Nam hoặc Nữ."), "sexes",
        ),
        Column(
            "born_on", N_("Ngày sinh"), ("ngay thang nam sinh", "sinh ngay", "ngay sinh", "nam sinh", "ns"), "day",
            False, 40, 13, date(1990, 8, 25), N_("Ngày trước, tháng sau: 25/8/1990."),
        ),
        Column(
            "group", N_("Tổ công đoàn"), ("to cong doan", "to", "to cd", "khoa phong", "khoa", "bo phan", "to bo phan"),
            "line", False, 200, 26, "",
            N_("Tên hoặc mã tổ công đoàn đã có của đơn vị. Không thuộc tổ nào thì để trống."),
        ),
        Column(
            "post", N_("Chức vụ"), ("chuc danh", "chuc vu", "chuc vu chuyen mon", "nghe nghiep", "cong viec", "vi tri"),
            "line", False, 120, 24, "Điều dưỡng viên", N_("Chức vụ, nghề nghiệp ở cơ quan."),
        ),
        Column(
            "leader", N_("Lãnh đạo, quản lý"), ("lanh dao", "quan ly", "lanh dao quan ly", "can bo quan ly"), "yes",
            False, 20, 12, "", N_("Ghi x nếu là lãnh đạo, quản lý ở cơ quan; ghi không hoặc để trống nếu không."),
        ),
        Column(
            "hired_on", N_("Ngày vào làm"),
            ("ngay vao lam", "ngay tuyen dung", "ngay vao don vi", "ngay vao", "vao lam", "ngay bat dau lam viec"),
            "day", True, 40, 13, date(2015, 3, 2), N_("Ngày bắt đầu làm việc ở đơn vị: 02/3/2015."),
        ),
        Column(
            "left_on", N_("Ngày nghỉ, chuyển"), ("ngay nghi", "ngay chuyen", "ngay nghi viec", "ngay nghi chuyen",
            "ngay nghi huu", "ngay chuyen di"), "day", False, 40, 13, "",
            N_("Ngày cuối còn là đoàn viên của đơn vị. Đang làm việc thì để trống."),
        ),
    ),
)  # fmt: skip

OFFICES = Kind(
    key="offices",
    title=N_("Chức vụ công đoàn"),
    sheet="Chức vụ công đoàn",
    keys=("code", "role"),
    either=("code", "name"),
    columns=(
        Column(
            "code", N_("Mã đoàn viên"), _CODE_NAMES, "code", False, 40, 16, _SAMPLE["code"],
            N_("Mã của người giữ chức vụ, nếu có; người này đã có trên máy."),
        ),
        Column(
            "name", N_("Họ và tên"), _NAME_NAMES, "line", False, 100, 28, _SAMPLE["name"],
            N_("Không có mã thì máy tìm theo họ tên. Có mã thì để đối chiếu: khác với tên của mã thì máy báo."),
        ),
        _BORN_ON,
        Column(
            "unit", N_("Đơn vị, tổ"), ("don vi", "to", "don vi to", "to cong doan", "ma don vi", "cong doan"), "line",
            False, 200, 30, "", N_("Tên hoặc mã. Để trống là chính đơn vị này."),
        ),
        Column(
            "role", N_("Chức vụ"),
            ("chuc vu", "chuc vu cong doan", "chuc danh", "chuc danh cong doan", "vai"), "choice",
            True, 100, 26, "Phó Chủ tịch",
            N_("Một trong các chức vụ: %(choices)s."), "roles",
        ),
        Column(
            "title", N_("Chức danh ghi trên văn bản"),
            ("chuc danh ghi tren van ban", "ghi tren van ban", "chuc danh ky"),
            "line", False, 100, 26, "", N_("Để trống thì ghi như chức vụ."),
        ),
        Column(
            "valid_from", N_("Từ ngày"), ("tu ngay", "ngay bat dau", "bat dau", "ngay nhan chuc vu", "ngay bo nhiem"),
            "day", True, 40, 13, date(2023, 6, 20), N_("Ngày bắt đầu giữ chức vụ."),
        ),
        Column(
            "valid_to", N_("Đến ngày"), ("den ngay", "ngay ket thuc", "ket thuc", "het ngay", "den het ngay"), "day",
            False, 40, 13, "", N_("Ngày cuối giữ chức vụ. Đang giữ thì để trống."),
        ),
        Column(
            "source", N_("Căn cứ"), ("can cu", "quyet dinh", "so quyet dinh", "nghi quyet", "dai hoi"), "line", False,
            300, 40, "Đại hội nhiệm kỳ 2023-2028", N_("Đại hội, nghị quyết hoặc số quyết định."),
        ),
    ),
)  # fmt: skip

AWARDS = Kind(
    key="awards",
    title=N_("Khen thưởng đã có"),
    sheet="Khen thưởng đã có",
    keys=("code", "award"),
    either=("code", "name"),
    columns=(
        Column(
            "code", N_("Mã người hoặc đơn vị"),
            (*_CODE_NAMES, "ma don vi", "ma nguoi hoac don vi", "ma to"), "code", False, 40, 18, _SAMPLE["code"],
            N_("Mã của đoàn viên, tổ công đoàn hoặc đơn vị được khen, nếu có; đã có trên máy."),
        ),
        Column(
            "name", N_("Họ và tên, tên tập thể"),
            (*_NAME_NAMES, "ho va ten ten tap the", "ten tap the", "tap the", "ho ten tap the"), "line", False, 200,
            30, _SAMPLE["name"],
            N_("Không có mã thì máy tìm theo họ tên. Có mã thì để đối chiếu: khác với tên của mã thì máy báo."),
        ),
        _BORN_ON,
        Column(
            "award", N_("Danh hiệu, hình thức"),
            ("danh hieu", "hinh thuc", "danh hieu hinh thuc", "danh hieu hinh thuc khen thuong",
             "hinh thuc khen thuong", "khen thuong", "danh hieu thi dua"), "choice", True, 200, 44,
            "Giấy khen của công đoàn cấp trên trực tiếp cơ sở",
            N_("Ghi đúng một tên trong danh sách ở cuối trang này."), "awards",
        ),
        Column(
            "year", N_("Năm"), ("nam", "nam khen", "nam khen thuong", "nam duoc khen", "thanh tich nam"), "year", True,
            10, 8, 2024, N_("Năm của thành tích được khen: 2024."),
        ),
        Column(
            "decision", N_("Số quyết định"), ("so quyet dinh", "quyet dinh", "quyet dinh so", "so qd", "so va ky hieu"),
            "line", True, 100, 18, "41/QĐ-CĐN", N_("Số, ký hiệu của quyết định khen."),
        ),
        Column(
            "decided_on", N_("Ngày quyết định"), ("ngay quyet dinh", "ngay ky", "ngay qd", "ngay ban hanh", "ngay"),
            "day", False, 40, 13, date(2024, 12, 14), N_("Ngày ký quyết định."),
        ),
        Column(
            "issuer", N_("Nơi quyết định"),
            ("noi quyet dinh", "co quan quyet dinh", "cap quyet dinh", "cap khen", "noi ban hanh", "co quan ban hanh",
             "cap khen thuong"), "line", True, 200, 36, "Công đoàn ngành Y tế tỉnh",
            N_("Tổ chức ra quyết định."),
        ),
        Column(
            "merit", N_("Thành tích"), ("thanh tich", "noi dung", "ly do", "noi dung khen"), "line", False, 500, 40, "",
            N_("Lời ghi thành tích, nếu có."),
        ),
    ),
)  # fmt: skip

UNITS = Kind(
    key="units",
    title=N_("Đơn vị, tổ công đoàn"),
    sheet="Đơn vị",
    keys=("code", "name"),
    columns=(
        Column(
            "code", N_("Mã đơn vị"), ("ma", "ma don vi", "ma so", "ma to", "ma cdcs"), "code", True, 40, 14, "CS87",
            N_("Mã riêng của đơn vị, không đổi."),
        ),
        Column(
            "name", N_("Tên đơn vị"),
            ("ten", "ten don vi", "ten to", "ten day du", "don vi", "ten cong doan", "ten cong doan co so"), "line",
            True, 200, 44, "Công đoàn cơ sở Trung tâm Y tế huyện A", N_("Tên đầy đủ như trong quyết định."),
        ),
        Column(
            "short_name", N_("Tên gọi tắt"), ("ten goi tat", "ten tat", "ten ngan", "viet tat"), "line", False, 100, 30,
            "CĐCS Trung tâm Y tế huyện A", N_("Tên trên các trang. Để trống thì lấy tên đầy đủ."),
        ),
        Column(
            "kind", N_("Loại"), ("loai", "loai don vi", "cap", "loai hinh"), "choice", True, 60, 20, "Công đoàn cơ sở",
            N_("Một trong các loại: %(choices)s."), "unit_kinds",
        ),
        Column(
            "parent", N_("Mã cấp trên"), ("ma cap tren", "cap tren", "truc thuoc", "cong doan cap tren"),
            "code", False, 40, 14, "", N_("Mã của đơn vị cấp trên trực tiếp. Để trống là đơn vị này."),
        ),
        Column(
            "since", N_("Từ ngày"),
            ("tu ngay", "ngay thanh lap", "thanh lap", "thanh lap ngay", "ngay quyet dinh"), "day",
            True, 40, 13, date(2020, 1, 15), N_("Ngày thành lập hoặc ngày về với cấp trên này."),
        ),
        Column(
            "source", N_("Quyết định"),
            ("quyet dinh", "so quyet dinh", "quyet dinh thanh lap", "can cu"), "line", False,
            300, 24, "", N_("Số quyết định thành lập."),
        ),
        Column(
            "symbol", N_("Ký hiệu trên văn bản"), ("ky hieu", "ky hieu tren van ban", "ky hieu van ban"), "line", False,
            20, 12, "CĐCS", N_("Phần của đơn vị trong ký hiệu văn bản. Tổ công đoàn để trống."),
        ),
        Column(
            "place", N_("Địa danh"),
            ("dia danh", "dia danh tren van ban", "noi dong tru so", "xa phuong"), "line", False,
            100, 20, "Sông Lam", N_("Ghi trước ngày tháng của văn bản. Tổ công đoàn để trống."),
        ),
        Column(
            "phone", N_("Điện thoại"), ("dien thoai", "so dien thoai", "dt", "sdt"), "code", False, 40, 14, "",
            N_("Số điện thoại của đơn vị."),
        ),
    ),
)  # fmt: skip

KINDS: dict[str, Kind] = {kind.key: kind for kind in (PEOPLE, OFFICES, AWARDS, UNITS)}
