"""The score sheet of a review as data: groups, items, maxima; its copy for a new year and the check of an edited one.

A sheet is `reference/reviews/sheets/*.toml` or an edited copy of a cycle. Points are integer tenths: 45 is 4,5. An
item carries the tag of the rule that reads it, so that an edited sheet keeps its checks whatever its codes are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from rules.errors import RuleDataError
from rules.finding import N_, STATUSES, Finding, Status
from rules.ruleset import Rule
from vietnamese.numbers import decimal_comma

# Tag of an item -> (the rule that reads it, what is no longer checked in a sheet without it).
TAGS = {
    "conference": (
        "RV13",
        N_("Không tiêu chí nào được gắn với ngày, nghị quyết của hội nghị người lao động."),
    ),
    "minutes": ("RV14", N_("Không tiêu chí nào được gắn với số biên bản họp Ban Chấp hành.")),
    "training": ("RV15", N_("Không tiêu chí nào được gắn với tỷ lệ cán bộ được tập huấn.")),
    "dues": ("RV16", N_("Không tiêu chí nào được gắn với việc thu đoàn phí, quyết toán.")),
    "recommendations": ("RV17", N_("Không tiêu chí nào được gắn với kiến nghị quá hạn trả lời.")),
    "reports": ("RV31", N_("Không tiêu chí nào được gắn với hạn gửi báo cáo.")),
}
NOT_APPLICABLE = ("rebase", "full")


@dataclass(frozen=True)
class Group:
    """A group of items (nhóm tiêu chí): `max` in tenths; `bonus` marks the group of extra points."""

    code: str
    title: str
    max: int
    bonus: bool = False


@dataclass(frozen=True)
class Item:
    """One item (tiêu chí): `max` in tenths; `full_when` says what earns it, `evidence` what is to be shown."""

    code: str
    group: str
    title: str
    max: int
    tag: str = ""
    full_when: str = ""
    evidence: str = ""

    @property
    def key(self) -> str:
        """The code as a step of a path in the answers, without dots: 2.11 → 2_11."""
        return self.code.replace(".", "_")


@dataclass(frozen=True)
class Sheet:
    """A score sheet for one kind of grassroots union (`kind` SN, HC, DN); `year` None for one that ships.

    `step`: points are given in multiples of it (tenths). `not_applicable`: what an item that cannot apply does to the
    total: rebase (total × 100 / what applies) or full (counts in full).
    """

    code: str
    kind: str
    title: str
    groups: tuple[Group, ...]
    items: tuple[Item, ...]
    year: int | None = None
    step: int = 5
    not_applicable: str = "rebase"
    basis: str = ""
    status: Status = "unverified"
    since: date | None = None

    @property
    def max(self) -> int:
        """The largest total, in tenths."""
        return sum(group.max for group in self.groups)

    def items_of(self, group: str) -> tuple[Item, ...]:
        """The items of a group, in order."""
        return tuple(item for item in self.items if item.group == group)

    def tagged(self, tag: str) -> tuple[Item, ...]:
        """The items that a rule reads."""
        return tuple(item for item in self.items if item.tag == tag)

    def is_bonus(self, item: Item) -> bool:
        """Whether the item stands in a group of extra points."""
        return any(group.bonus for group in self.groups if group.code == item.group)


def read(data: Mapping[str, Any]) -> Sheet:
    """A sheet from parsed TOML (the head of `sheets/sn.toml` says the shape); RuleDataError where the shape is wrong.

    Sums, codes and tags are the business of `faults`.
    """
    for name in ("code", "kind", "title", "basis"):
        _text(data, name, "sheet")
    if data.get("status") not in STATUSES:
        raise RuleDataError("sheet.status", f"one of {', '.join(STATUSES)} is expected")
    if data.get("not_applicable", "rebase") not in NOT_APPLICABLE:
        raise RuleDataError("sheet.not_applicable", f"one of {', '.join(NOT_APPLICABLE)} is expected")
    groups, items = [], []
    for number, row in enumerate(data.get("group", ())):
        place = f"group[{number}]"
        groups.append(
            Group(
                _text(row, "code", place),
                _text(row, "title", place),
                _tenths(row, place),
                bool(row.get("bonus", False)),
            )
        )
        for position, line in enumerate(row.get("item", ())):
            where = f"{place}.item[{position}]"
            items.append(
                Item(
                    _text(line, "code", where),
                    row["code"],
                    _text(line, "title", where),
                    _tenths(line, where),
                    **{name: line.get(name, "") for name in ("tag", "full_when", "evidence")},
                )
            )
    return Sheet(
        code=data["code"],
        kind=data["kind"],
        title=data["title"],
        groups=tuple(groups),
        items=tuple(items),
        year=data.get("year"),
        step=data.get("step", 5),
        not_applicable=data.get("not_applicable", "rebase"),
        basis=data["basis"],
        status=data["status"],
        since=data.get("effective_from"),
    )


def as_data(sheet: Sheet) -> dict[str, Any]:
    """The sheet as `read` takes it: what a cycle stores. Empty texts and what is not set are left out."""
    groups = [
        {
            "code": group.code,
            "title": group.title,
            "max": group.max,
            **({"bonus": True} if group.bonus else {}),
            "item": [
                {
                    "code": item.code,
                    "title": item.title,
                    "max": item.max,
                    **{
                        name: getattr(item, name)
                        for name in ("tag", "full_when", "evidence")
                        if getattr(item, name)
                    },
                }
                for item in sheet.items_of(group.code)
            ],
        }
        for group in sheet.groups
    ]
    known = {"year": sheet.year, "effective_from": sheet.since}
    return {
        **{name: getattr(sheet, name) for name in ("code", "kind", "title", "step", "not_applicable")},
        **{name: value for name, value in known.items() if value is not None},
        "basis": sheet.basis,
        "status": sheet.status,
        "group": groups,
    }


def for_year(sheet: Sheet, year: int) -> Sheet:
    """A copy for another year; the original stays what its cycle judged by."""
    return replace(sheet, year=year)


def faults(sheet: Sheet, rule: Rule) -> list[Finding]:
    """RV03: what is wrong with a sheet: sums, frame of its kind, codes, steps, tags. Fields: `groups.1`, `items.2_3`.

    The frame of a kind (40/40/15/5) is a part of the rule under the kind's name: its values `groups` are the maxima in
    tenths. A kind without one is held only to its own sums.
    """
    return [
        *_frame(sheet, rule),
        *_group_sums(sheet, rule),
        *_item_faults(sheet, rule),
        *_lost_tags(sheet, rule),
    ]


def _frame(sheet: Sheet, rule: Rule) -> list[Finding]:
    held = rule.parts.get(sheet.kind)
    if held is None:
        return []
    wanted = tuple(held.values.get("groups", ()))
    given = tuple(group.max for group in sheet.groups)
    if given == wanted:
        return []
    return [
        held.fail(
            N_("Khung điểm các nhóm là %(given)s; loại đơn vị này theo khung %(wanted)s."),
            field="groups",
            fix=N_("Sửa điểm tối đa của nhóm cho đúng khung, rồi chia lại cho các tiêu chí."),
            given=_joined(given),
            wanted=_joined(wanted),
        )
    ]


def _group_sums(sheet: Sheet, rule: Rule) -> list[Finding]:
    found = []
    for code in _repeated(sheet.groups):
        found.append(
            rule.fail(
                N_("Mã nhóm %(code)s dùng hai lần."),
                field=f"groups.{code}",
                fix=N_("Mỗi nhóm một mã."),
                code=code,
            )
        )
    for group in sheet.groups:
        total = sum(item.max for item in sheet.items_of(group.code))
        if total != group.max:
            found.append(
                rule.fail(
                    N_("Nhóm %(code)s: các tiêu chí cộng lại %(sum)s điểm, điểm tối đa của nhóm là %(max)s."),
                    field=f"groups.{group.code}",
                    fix=N_("Chia lại điểm tối đa của các tiêu chí trong nhóm."),
                    code=group.code,
                    sum=shown(total),
                    max=shown(group.max),
                )
            )
    return found


def _item_faults(sheet: Sheet, rule: Rule) -> list[Finding]:
    groups = {group.code for group in sheet.groups}
    twice = set(_repeated(sheet.items))
    # (whether it is so, message, how to mend)
    checks = (
        (
            lambda item: item.code in twice,
            N_("Mã tiêu chí %(code)s dùng hai lần."),
            N_("Mỗi tiêu chí một mã."),
        ),
        (
            lambda item: item.group not in groups,
            N_("Tiêu chí %(code)s không thuộc nhóm nào của bảng."),
            N_("Chọn nhóm cho tiêu chí."),
        ),
        (
            lambda item: not item.title.strip(),
            N_("Tiêu chí %(code)s chưa có nội dung."),
            N_("Ghi nội dung tiêu chí."),
        ),
        (
            lambda item: item.max <= 0 or item.max % sheet.step != 0,
            N_("Điểm tối đa của tiêu chí %(code)s là %(max)s; phải lớn hơn 0 và là bội số của %(step)s."),
            N_("Sửa điểm tối đa của tiêu chí."),
        ),
        (
            lambda item: bool(item.tag) and item.tag not in TAGS,
            N_("Tiêu chí %(code)s gắn với phép kiểm tra không có: %(tag)s."),
            N_("Chọn phép kiểm tra trong danh sách, hoặc bỏ trống."),
        ),
    )
    return [
        rule.fail(
            message,
            field=f"items.{item.key}",
            subject=item.code,
            fix=fix,
            code=item.code,
            max=shown(item.max),
            step=shown(sheet.step),
            tag=item.tag,
        )
        for item in sheet.items
        for wrong, message, fix in checks
        if wrong(item)
    ]


def _lost_tags(sheet: Sheet, rule: Rule) -> list[Finding]:
    """What the product will no longer check is told, not forbidden: a union may do without an item."""
    return [
        rule.part("tags").fail(
            message,
            field="items",
            fix=N_("Gắn phép kiểm tra vào tiêu chí tương ứng, hoặc để nguyên nếu bảng không chấm việc này."),
        )
        for tag, (_, message) in TAGS.items()
        if not sheet.tagged(tag)
    ]


def shown(tenths: int) -> str:
    """Points as papers print them: 895 → 89,5; whole points without a decimal, 40."""
    return decimal_comma(tenths, 1, trim=True)


def _joined(tenths: Iterable[int]) -> str:
    return "/".join(shown(each) for each in tenths)


def _repeated(rows: Iterable[Group | Item]) -> list[str]:
    codes = [row.code for row in rows]
    return sorted({code for code in codes if codes.count(code) > 1})


def _text(row: Mapping[str, Any], name: str, place: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise RuleDataError(f"{place}.{name}", "text is expected")
    return value


def _tenths(row: Mapping[str, Any], place: str) -> int:
    value = row.get("max")
    if not isinstance(value, int) or isinstance(value, bool):
        raise RuleDataError(f"{place}.max", "points in tenths are expected")
    return value
