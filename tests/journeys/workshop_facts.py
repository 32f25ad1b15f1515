"""What is typed of the demonstration's first event (event notes, §9.1), by people of its province."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache

import reference
from tests.support.workshop import CALLED, DAY
from tests.support.workshop_after import FIELDS, PRESENT

NUMBERS = range(1, 13)

# item, content, unit, quantity, price, basis; the meals are asked for at too high a price first
COSTS = (
    ("Giải khát giữa giờ", "Giải khát giữa giờ", "người", "95", "20.000", "Quy chế chi tiêu nội bộ"),
    ("Tài liệu", "Tài liệu, văn phòng phẩm", "bộ", "90", "20.000", "Quy chế chi tiêu nội bộ"),
    ("Maket", "Maket, trang trí", "bộ", "1", "1.500.000", "Theo hóa đơn"),
    (
        "Bồi dưỡng tham luận",
        "Bồi dưỡng tham luận trình bày",
        "bài",
        "6",
        "300.000",
        "Quy chế chi tiêu nội bộ",
    ),
    ("Đề dẫn", "Đề dẫn, báo cáo viên", "buổi", "1", "600.000", "Mức chi của tỉnh"),
    ("Phục vụ", "Phục vụ, âm thanh", "người", "4", "150.000", "Quy chế chi tiêu nội bộ"),
    (
        "Hỗ trợ tiền ăn",
        "Hỗ trợ tiền ăn khách không hưởng lương",
        "người",
        "3",
        "200.000",
        "Thông tư 40/2017/TT-BTC",
    ),
    ("Chụp ảnh", "Chụp ảnh, tin bài", "gói", "1", "300.000", "Quy chế chi tiêu nội bộ"),
)
MEAL_ROW, MEAL_PRICE = 7, "150.000"
PAID_ROW, PAYEE, APPROVER = 5, "Đinh Thu Hạnh", "Lương Quốc Bảo"

# name, post, body, rank, what is asked of them
GUESTS = (
    ("Phùng Đức Minh", "Phó Giám đốc Sở Y tế", "Sở, ban, ngành", "Phó Chủ tịch, Phó Giám đốc", ""),
    (
        "Lục Thị Hòa",
        "Phó Chủ tịch Liên đoàn Lao động tỉnh Sông Lam",
        "Liên đoàn Lao động tỉnh",
        "Phó Chủ tịch, Phó Giám đốc",
        "phát biểu chỉ đạo Hội thảo",
    ),
    ("Âu Văn Quyết", "Trưởng phòng Nghiệp vụ Y Sở Y tế", "Sở, ban, ngành", "Trưởng ban, Trưởng phòng", ""),
    ("Khúc Thị Lệ", "Trưởng phòng Tổ chức cán bộ Sở Y tế", "Sở, ban, ngành", "Trưởng ban, Trưởng phòng", ""),
    (
        "Viên Đình Tư",
        "Giám đốc Bệnh viện Đa khoa tỉnh",
        "Đơn vị chủ nhà",
        "Chủ tịch, Giám đốc, người đứng đầu",
        "",
    ),
    (
        "Trà Thị Nguyệt",
        "Phó Giám đốc Bệnh viện Đa khoa tỉnh",
        "Đơn vị chủ nhà",
        "Phó Chủ tịch, Phó Giám đốc",
        "",
    ),
)
# The federation first, then the department by rank and name, then the house.
IN_ORDER = ("Lục Thị Hòa", "Phùng Đức Minh", "Khúc Thị Lệ", "Âu Văn Quyết", "Viên Đình Tư", "Trà Thị Nguyệt")

# start, end, kind, content, who
PROGRAMME = (
    ("7h30", "8h", "Đón tiếp, việc khác", "Đón tiếp đại biểu, điểm danh", "Ban Tổ chức"),
    ("8h", "8h10", "Khai mạc, giới thiệu", "Tuyên bố lý do, giới thiệu đại biểu", "Mạc Thị Lan Chi"),
    ("8h10", "8h25", "Đề dẫn, chuyên đề", "Báo cáo đề dẫn", "Đinh Thu Hạnh"),
    ("8h25", "9h25", "Tham luận", "Trình bày tham luận", "Đại diện các công đoàn cơ sở"),
    ("9h25", "9h40", "Giải lao", "Giải lao", ""),
    ("9h40", "10h40", "Thảo luận", "Thảo luận theo nhóm vấn đề", "Đoàn chủ tọa"),
    ("10h40", "11h10", "Phát biểu của khách, chỉ đạo", "Phát biểu chỉ đạo", "Đ/c Lục Thị Hòa"),
    ("11h10", "11h30", "Tổng kết, bế mạc", "Tổng kết, bế mạc", "Đinh Thu Hạnh"),
)
# unit, title
PAPERS = (
    (1, "Đối thoại định kỳ giữa Giám đốc và đoàn viên"),
    (2, "Dùng mạng xã hội để tuyên truyền tới đoàn viên"),
    (3, "Tổ trưởng công đoàn gắn với Ban Chấp hành"),
    (7, "Phong trào thi đua, sáng kiến ở bệnh viện huyện"),
    (8, "Vận động xây nhà Mái ấm Công đoàn"),
    (10, "Thu, chi tài chính công đoàn đúng quy định"),
)
# task, owner, product, due
DUTIES = (
    ("Gửi công văn triệu tập, giấy mời", "Văn phòng", "Công văn, giấy mời", "31/03/2025"),
    ("Chuẩn bị hội trường, âm thanh, maket", "CĐCS Bệnh viện Đa khoa tỉnh", "", "14/04/2025"),
    ("Viết báo cáo đề dẫn", "Thường trực Công đoàn ngành", "Báo cáo", "08/04/2025"),
)

# What each field's first speaker says; who wrote sent the same experience in writing.
GISTS = {
    "TƯLĐTT và thương lượng": "Thỏa ước có 12 điều lợi hơn luật; cần tập huấn kỹ năng thương lượng.",
    "Quy chế dân chủ, đối thoại": "Mỗi quý đối thoại một lần, trả lời ý kiến trong 15 ngày.",
    "Tuyên truyền, mạng xã hội": "Trang của công đoàn có 1.200 người theo dõi, mỗi tuần đăng 03 tin.",
    "Chăm lo, Mái ấm": "Đã xây 02 nhà Mái ấm; mức hỗ trợ hiện nay chưa đủ tiền vật liệu.",
    "Cán bộ, tập huấn": "Cán bộ mới cần 02 lớp tập huấn mỗi năm, có lớp trực tuyến.",
    "Gắn kết tổ trưởng – BCH": "Giao ban tổ trưởng hằng tháng, phản ánh được tâm tư của đoàn viên.",
    "Kiểm tra, giám sát": "Kiểm tra đồng cấp mỗi năm 02 lần, công khai kết luận.",
    "Tài chính": "Thu đoàn phí qua tài khoản, đạt 98% kế hoạch.",
    "Thi đua, sáng kiến": "Có 15 sáng kiến được công nhận, 03 sáng kiến áp dụng toàn viện.",
    "Nữ công": "Tổ chức khám sức khỏe riêng cho lao động nữ, có phòng vắt trữ sữa.",
    "Thanh tra nhân dân": "Giám sát mua sắm và thi tuyển, không còn đơn thư vượt cấp.",
    "Quan hệ với chuyên môn": "Cần mẫu quy chế phối hợp mới giữa công đoàn và chuyên môn.",
}
WHY_ABSENT = ("trực", "nghỉ ốm", "đi công tác", "trực")


@dataclass(frozen=True)
class Sent:
    """A delegate of one of the twelve units."""

    unit: int
    name: str
    post: str
    sex: str


@cache
def units() -> tuple[str, ...]:
    """Return the short names of the twelve units on the day of the event."""
    rows = {one["code"]: one for one in reference.load("demo/units.toml")["unit"]}
    return tuple(_named(rows[f"CS{no:02d}"]) for no in NUMBERS)


def _named(unit: dict) -> str:
    return next(
        name["short_name"] for name in unit["names"] if name["from"] <= DAY <= name.get("to", date.max)
    )


@cache
def delegates() -> tuple[Sent, ...]:
    """Return the 84 in the order of their units: who holds an office in the unit first, then members by code."""
    people = [*reference.load_csv("demo/people.csv"), *reference.load_csv("demo/members.csv")]
    posts = {}
    for row in reversed(reference.load_csv("demo/offices.csv")):
        if row["valid_from"] <= DAY.isoformat() <= (row["valid_to"] or "9"):
            posts[row["person"], row["unit"]] = row["title"]
    found = []
    for no, called in zip(NUMBERS, CALLED, strict=True):
        unit = f"CS{no:02d}"
        here = [one for one in people if one["unit"] == unit and _works(one)]
        here.sort(
            key=lambda one: (
                posts.get((one["code"], unit), "~") != "Chủ tịch",
                (one["code"], unit) not in posts,
            )
        )
        names: dict[str, Sent] = {}
        for one in here:
            key = unicodedata.normalize("NFC", one["name"])
            post = posts.get((one["code"], unit), "Ủy viên Ban Nữ công" if one["sex"] == "f" else "Tổ trưởng")
            names.setdefault(key, Sent(no, one["name"], post, "Nữ" if one["sex"] == "f" else "Nam"))
        found += list(names.values())[:called]
    return tuple(found)


def _works(one: dict[str, str]) -> bool:
    day = DAY.isoformat()
    return one["hired_on"] < "2025-03-01" and (one["left_on"] or "9") > day


def of_unit(no: int) -> list[Sent]:
    """Return the delegates of one unit."""
    return [one for one in delegates() if one.unit == no]


def came(no: int) -> list[Sent]:
    """Return those of a unit who came: the first so many of its list."""
    return of_unit(no)[: PRESENT[no - 1]]


def rows(wrong: int = 0) -> str:
    """Return the list as Excel copies it; `wrong` is a place of the list (from 1) at which the unit is misspelt."""
    lines = ["Họ và tên\tChức vụ\tĐơn vị\tGiới tính\tHưởng lương"]
    for place, one in enumerate(delegates(), start=1):
        unit = "Bệnh viện Huyện" if place == wrong else units()[one.unit - 1]
        paid = "Không" if one.unit == 12 and of_unit(12).index(one) > 2 else "Có"
        lines.append("\t".join((one.name, one.post, unit, one.sex, paid)))
    return "\n".join(lines)


def contributions() -> list[tuple[str, str, int, str, str]]:
    """Return the 24 in the order of their fields: channel, field, unit, who, gist."""
    found = []
    for field, both in FIELDS.items():
        for channel, numbers in zip(("Phát biểu tại chỗ", "Bằng văn bản"), both, strict=True):
            for no in numbers:
                found.append((channel, field, no, came(no)[len(found) % 2].name, GISTS[field]))
    return found
