"""Who walks a road: the people of the demonstration province by the codes of their cards."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cast:
    """One road from a unit to its deciding union.

    `people` and `group` are nominated by name, `member` is the one of them who sits in the unit's committee;
    `issuer` keeps the unit's register.
    """

    chair: str
    issuer: str
    reviewer: str
    seats: tuple[str, str]
    clerk: str
    round: str
    deciding: str
    people: tuple[str, ...]
    group: str
    member: str
    symbol: str


# A hospital's union under the sector union of the province.
SECTOR = Cast(
    chair="P09",
    issuer="P10",
    reviewer="P04",
    seats=("P01", "P03"),
    clerk="P25",
    round="Giấy khen của Công đoàn ngành Y tế",
    deciding="Công đoàn ngành Y tế tỉnh Sông Lam",
    people=("Kiều Thị Dung", "Phí Đức Long"),
    group="Tổ Công đoàn Khoa Nội",
    member="Phí Đức Long",
    symbol="CĐN",
)

# A union that stands directly under the federation: no sector union in between, the chair keeps the register.
PROVINCE = Cast(
    chair="P27",
    issuer="P27",
    reviewer="P07",
    seats=("P28", "P08"),
    clerk="P30",
    round="Giấy khen của Liên đoàn Lao động tỉnh Sông Lam",
    deciding="Liên đoàn Lao động tỉnh Sông Lam",
    people=("Trần Thị Dương",),
    group="",
    member="",
    symbol="LĐLĐ",
)
