"""The data that all contenders get: invented, seeded by the round, NFC."""

from __future__ import annotations

import functools
import random
from pathlib import Path
from typing import Any

import reference
from documents import catalogue
from documents.pdf import Renderer
from documents.profile import Profile

TEMPLATES = Path(__file__).resolve().parent.parent / "doc_templates"
VARYING = ("name", "about", "merit", "book_no")
_FAMILY = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
]
_MIDDLE = [
    "Văn",
    "Thị",
    "Hữu",
    "Đức",
    "Ngọc",
    "Quỳnh",
    "Thùy",
    "Minh",
    "Khánh",
    "Thảo",
    "Xuân",
    "Hồng",
    "Bảo",
    "Gia",
    "Diễm",
    "Tường",
]
_GIVEN = [
    "An",
    "Bình",
    "Châu",
    "Dũng",
    "Đạt",
    "Giang",
    "Hằng",
    "Hiếu",
    "Khoa",
    "Linh",
    "Mỹ",
    "Nghĩa",
    "Nhựt",
    "Oanh",
    "Phượng",
    "Quỳnh",
    "Sơn",
    "Thắng",
    "Trí",
    "Uyên",
    "Vỹ",
    "Xuyến",
    "Yến",
    "Ưng",
]
_UNITS = ("Bệnh viện Đa khoa tỉnh", "Bệnh viện Phổi", "Trung tâm Y tế huyện B", "Trường Cao đẳng Y tế")
_MERITS = ("lao động giỏi, lao động sáng tạo", "xây dựng tổ chức Công đoàn vững mạnh", "văn hóa, thể thao")


@functools.cache
def kinds() -> catalogue.Catalogue:
    """Return the kinds that ship."""
    return catalogue.opened(TEMPLATES)


@functools.cache
def profile() -> Profile:
    """Return the profile of the union's papers since 14/5/2024."""
    return Profile.from_dict(reference.load("profiles/tld-933.toml"))


@functools.cache
def renderer() -> Renderer:
    """Return one warm renderer."""
    return Renderer()


def person(chance: random.Random) -> str:
    """Return an invented name."""
    return " ".join((chance.choice(_FAMILY), chance.choice(_MIDDLE), chance.choice(_GIVEN)))


@functools.lru_cache(maxsize=8)
def certificates(count: int, seed: int) -> tuple[dict[str, str], ...]:
    """Return the rows of so many certificates."""
    chance = random.Random(seed)
    return tuple(
        {
            "name": person(chance),
            "about": f"Đoàn viên Công đoàn cơ sở {chance.choice(_UNITS)}",
            "merit": f"Đã có thành tích xuất sắc trong phong trào {chance.choice(_MERITS)} năm 2025",
            "book_no": str(number + 1),
        }
        for number in range(count)
    )


def shared() -> dict[str, Any]:
    """Return what all certificates say."""
    return dict(kinds().kind("certificate_merit").sample)


@functools.lru_cache(maxsize=512)
def decision(seed: int) -> dict[str, Any]:
    """Return the values of a decision; number, counts, signer and proposals differ from seed to seed."""
    chance, sample = random.Random(seed), kinds().kind("award_decision").sample
    proposals = [
        {
            "of": f"Ban Chấp hành Công đoàn cơ sở {unit}",
            "number": {"seq": chance.randint(1, 99), "symbol": "TTr-CĐCS"},
            "date": f"2025-12-{chance.randint(1, 15):02d}",
        }
        for unit in chance.sample(_UNITS, 3)
    ]
    persons = chance.randint(2, 40)
    return {
        **sample,
        "number": {**sample["number"], "seq": chance.randint(1, 400)},
        "proposals": proposals,
        "persons_count": persons,
        "bonus": {**sample["bonus"], "total": 2 * 1_410_000 + persons * 710_000},
        "signature": {**sample["signature"], "name": person(chance)},
    }


@functools.lru_cache(maxsize=16)
def awarded(count: int, seed: int) -> dict[str, Any]:
    """Return the values of a decision's list of so many people."""
    chance, sample = random.Random(seed), kinds().kind("award_decision_list").sample
    persons = [
        {
            "name": person(chance), "post": "Đoàn viên", "unit": f"Công đoàn cơ sở {chance.choice(_UNITS)}",
            "form": "Giấy khen", "amount": chance.choice((710_000, 500_000)),
        }
        for _ in range(count)
    ]  # fmt: skip
    return {**sample, "groups": [], "persons": persons}
