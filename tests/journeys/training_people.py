"""Who is called to the demonstration training of 21/11/2025: eleven points, 160 people; all is invented (§9.2)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, product

from vietnamese.names import sort_key

_FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Phan",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Trịnh",
)
_GIVEN = (
    *("Thị An", "Văn Bình", "Thị Cúc", "Văn Dũng", "Thị Hoa", "Văn Khoa", "Thị Lan", "Văn Minh", "Thị Nga"),
    *("Văn Phú", "Thị Quyên", "Văn Sơn"),
)

CAME, LEFT, EARLY = "13:25", "17:00", "16:17"


@dataclass(frozen=True)
class Point:
    """A connection point: its unit, who keeps it (card, name), who is registered, how many are there full time."""

    name: str
    unit: str
    card: str
    keeper: str
    registered: int
    full: int
    people: tuple[str, ...] = ()

    @property
    def log(self) -> str:
        """The list that the keeper has at the end: of those who are short all at the centre, else one, left early."""
        short = self.people[self.full :]
        there = short if self.name.endswith("trung tâm") else short[:1]
        rows = [f"{one}\t{CAME}\t{LEFT}" for one in self.people[: self.full]]
        return "\n".join([*rows, *(f"{one}\t13:30\t{EARLY}" for one in there)])

    @property
    def came(self) -> int:
        """How many came at all."""
        return len(self.log.split("\n"))


_POINTS = (
    Point("Điểm cầu trung tâm", "CĐCS Bệnh viện Đa khoa tỉnh", "P09", "Doãn Trung Kiên", 38, 36),
    Point("Điểm cầu Sản - Nhi", "CĐCS Bệnh viện Sản - Nhi", "P11", "Thiều Thị Phương", 22, 21),
    Point("Điểm cầu Y học cổ truyền", "CĐCS Bệnh viện Y học cổ truyền", "P12", "Giáp Văn Lợi", 10, 10),
    Point("Điểm cầu Bệnh viện Phổi", "CĐCS Bệnh viện Phổi", "P13", "Nghiêm Thị Hà", 8, 8),
    Point("Điểm cầu Tâm thần", "CĐCS Bệnh viện Tâm thần", "P14", "Ninh Văn Thắng", 8, 5),
    Point("Điểm cầu Kiểm soát bệnh tật", "CĐCS Trung tâm Kiểm soát bệnh tật", "P15", "Lã Thị Yến", 12, 12),
    Point("Điểm cầu huyện A", "CĐCS Bệnh viện Đa khoa huyện A", "P16", "Hứa Đình Sơn", 16, 15),
    Point("Điểm cầu huyện B", "CĐCS Trung tâm Y tế huyện B", "P17", "Chử Thị Nga", 15, 14),
    Point("Điểm cầu huyện C", "CĐCS Trung tâm Y tế huyện C", "P18", "Tống Văn Phúc", 13, 11),
    Point("Điểm cầu Cao đẳng Y tế", "CĐCS Trường Cao đẳng Y tế", "P19", "Cao Thị Thanh Tâm", 9, 9),
    Point("Điểm cầu Hồng Phúc", "CĐCS Công ty CP Bệnh viện Hồng Phúc", "P21", "La Thị Quỳnh", 9, 7),
)


def _listed() -> tuple[Point, ...]:
    """The points with their people: the keeper first, then names that occur once among all."""
    names = (
        f"{_FAMILY[place]} {_GIVEN[(turn + 5 * place) % len(_GIVEN)]}"
        for turn, place in product(range(len(_GIVEN)), range(len(_FAMILY)))
    )
    found = []
    for one in _POINTS:
        others = tuple(islice(names, one.registered - 1))
        found.append(Point(**{**vars(one), "people": (one.keeper, *others)}))
    return tuple(found)


POINTS = _listed()
REGISTERED, FULL = sum(one.registered for one in POINTS), sum(one.full for one in POINTS)
CAME_AT_ALL = sum(one.came for one in POINTS)


def as_pasted() -> str:
    """The list as Excel would copy it."""
    rows = ["Họ và tên\tChức vụ\tĐơn vị\tHưởng lương"]
    for one in POINTS:
        for place, name in enumerate(one.people):
            post = "Chủ tịch" if not place else "Ủy viên Ban Chấp hành"
            rows.append(f"{name}\t{post}\t{one.unit}\tCó")
    return "\n".join(rows)


def results() -> str:
    """The results of the test: 127 papers of 8 points and 14 of 9, as 141 people handed them in."""
    names = sorted((name for one in POINTS for name in one.people), key=sort_key)[:141]
    return "\n".join(f"{name}\t{'8' if no < 127 else '9,0'}" for no, name in enumerate(names))
