"""The list of a nomination: for whom, from which unit, how many, each once.

AW31, AW32, OW01–OW04, OW08, OW10, OW11.
"""

from rules.awards_facts import COLLECTIVES, AwardFacts, Nominee, Quota
from rules.evidence import Known, every, proofs, reaches, same
from rules.finding import N_, Finding
from rules.questions import past_unknown
from rules.ruleset import Rule
from vietnamese.numbers import percent

# (kind of nominee, whether the award is for other collectives) -> what to say when the award is not for it.
_NOT_FOR = {
    "person": N_("%(award)s chỉ tặng tập thể; %(name)s là cá nhân."),
    "household": N_("%(award)s không tặng hộ gia đình: %(name)s."),
    "group": N_("%(award)s không tặng tổ công đoàn, công đoàn bộ phận: %(name)s."),
    "unit": N_("%(award)s không tặng công đoàn cơ sở: %(name)s."),
}
_ONLY_PERSONS = N_("%(award)s chỉ tặng cá nhân; %(name)s là tập thể.")
_NOT_FOR_FIX = {
    True: N_("Bỏ khỏi danh sách, hoặc chọn hình thức dành cho cá nhân như Bằng khen, Giấy khen."),
    False: N_("Bỏ khỏi danh sách, hoặc chọn hình thức dành cho tập thể này."),
}

_QUOTA = {
    "down": N_(
        "Danh sách có %(count)s trường hợp; chỉ tiêu %(share)s của %(members)s đoàn viên là %(exact)s, "
        "làm tròn xuống còn %(limit)s."
    ),
    "up": N_(
        "Danh sách có %(count)s trường hợp; chỉ tiêu %(share)s của %(members)s đoàn viên là %(exact)s, "
        "làm tròn lên thành %(limit)s."
    ),
    "half_up": N_(
        "Danh sách có %(count)s trường hợp; chỉ tiêu %(share)s của %(members)s đoàn viên là %(exact)s, "
        "làm tròn thành %(limit)s."
    ),
}
_QUOTA_FIXED = N_("Danh sách có %(count)s trường hợp; chỉ tiêu của đợt là %(limit)s.")
_QUOTA_FIX = N_("Bớt %(excess)s trường hợp, hoặc xin cấp trên giao thêm chỉ tiêu.")


def award_for_object(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """OW01: the award is meant for this kind of nominee."""
    objects = facts.round.objects
    if objects is None:
        return [
            rule.ask(
                N_("Danh mục chưa ghi %(award)s tặng cho cá nhân hay tập thể."),
                fix=N_("Báo đơn vị mở đợt bổ sung danh mục."),
                award=facts.round.award_title,
            )
        ]
    if nominee.kind in objects:
        return []
    only_persons = nominee.kind in COLLECTIVES and not set(objects) & set(COLLECTIVES)
    return [
        rule.fail(
            _ONLY_PERSONS if only_persons else _NOT_FOR.get(nominee.kind, _NOT_FOR["unit"]),
            field=f"nominees.{nominee.key}",
            subject=nominee.key,
            fix=_NOT_FOR_FIX[nominee.is_person],
            award=facts.round.award_title,
            name=nominee.name,
        )
    ]


def own_unit(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """OW02: a unit proposes its own people and groups, or itself."""
    home = nominee.id if nominee.kind == "unit" else nominee.unit_id
    details = {"field": f"nominees.{nominee.key}", "subject": nominee.key, "name": nominee.name}
    if home is None:
        return [
            rule.ask(
                N_("Chưa rõ %(name)s thuộc đơn vị nào."),
                fix=N_("Chọn từ danh sách của đơn vị, hoặc thêm vào danh sách trước."),
                **details,
            )
        ]
    if home == facts.unit.id:
        return []
    return [
        rule.fail(
            N_("%(name)s không thuộc %(unit)s."),
            fix=N_("Bỏ khỏi danh sách; đơn vị quản lý người, tập thể này đề nghị."),
            unit=facts.unit.name,
            **details,
        )
    ]


def within_quota(facts: AwardFacts, rule: Rule) -> list[Finding]:
    """OW03: not more nominees than the round's quota, a share of the members or a fixed number."""
    return [finding for quota in facts.round.quotas for finding in _over_quota(facts, quota, rule)]


def _over_quota(facts: AwardFacts, quota: Quota, rule: Rule) -> list[Finding]:
    counted = len(facts.of_kind(*quota.counts))
    members = facts.unit.members
    limit = quota.limit(members)
    if quota.kind is None or not counted:
        return []
    if limit is None:
        return [
            rule.ask(
                N_("Chưa tính được chỉ tiêu của đợt: thiếu số đoàn viên của đơn vị hoặc tỷ lệ của đợt."),
                field="nominees",
                fix=N_("Cập nhật số đoàn viên của đơn vị."),
            )
        ]
    if counted <= limit:
        return []
    figures: dict[str, str | int] = {"count": counted, "limit": limit, "excess": counted - limit}
    if quota.kind == "fixed" or members is None or quota.num is None or not quota.den:
        return [rule.fail(_QUOTA_FIXED, field="nominees", fix=_QUOTA_FIX, **figures)]
    whole, rest = divmod(members * quota.num * 100 // quota.den, 100)
    return [
        rule.fail(
            _QUOTA.get(quota.rounding, _QUOTA["half_up"]),
            field="nominees",
            fix=_QUOTA_FIX,
            share=percent(quota.num, quota.den),
            members=members,
            exact=f"{whole},{rest:02d}",
            **figures,
        )
    ]


def somebody_named(facts: AwardFacts, rule: Rule) -> list[Finding]:
    """OW08: the list names somebody."""
    if facts.nominees:
        return []
    return [
        rule.fail(
            N_("Chưa có cá nhân, tập thể nào trong danh sách đề nghị."),
            field="nominees",
            fix=N_("Chọn người, tập thể ở phần Người được đề nghị."),
        )
    ]


def ties_prefer_women(facts: AwardFacts, rule: Rule) -> list[Finding]:
    """AW31: with equal votes at the edge of the quota women, and collectives with 70 % women, go first."""
    found = []
    for quota in facts.round.quotas:
        limit = quota.limit(facts.unit.members)
        contenders = facts.of_kind(*quota.counts)
        if limit is None or not 0 < limit < len(contenders):
            continue
        votes = {
            nominee.key: facts.ballots[nominee.key].agree if nominee.key in facts.ballots else None
            for nominee in contenders
        }
        known = sorted((value for value in votes.values() if value is not None), reverse=True)
        if len(known) < len(contenders):
            found.append(
                rule.ask(
                    N_("Số người vượt chỉ tiêu mà chưa đủ kết quả phiếu nên chưa xếp được thứ tự ưu tiên."),
                    field="ballots",
                    fix=N_("Ghi số phiếu đồng ý của từng trường hợp."),
                )
            )
            continue
        edge = known[limit - 1]
        tied = [nominee for nominee in contenders if votes[nominee.key] == edge]
        if sum(value >= edge for value in known) > limit:
            found.extend(_prefer(tied, edge, rule))
    return found


def _prefer(tied: list[Nominee], votes: int, rule: Rule) -> list[Finding]:
    preferred = {nominee.key: _preferred(nominee, rule) for nominee in tied}
    said = {"names": ", ".join(nominee.name for nominee in tied), "votes": votes}
    if None in preferred.values():
        return [
            rule.ask(
                N_("%(names)s cùng %(votes)s phiếu đồng ý; chưa đủ thông tin về nữ để xét thứ tự ưu tiên."),
                field="nominees",
                fix=N_("Ghi giới tính của cá nhân, số nữ của tập thể."),
                **said,
            )
        ]
    women = [nominee for nominee in tied if preferred[nominee.key]]
    if not women or len(women) == len(tied):
        return []
    return [
        rule.fail(
            N_("%(names)s cùng %(votes)s phiếu đồng ý; khi bằng nhau, ưu tiên %(women)s."),
            field="nominees",
            fix=N_("Khi bớt danh sách cho đúng chỉ tiêu, giữ trường hợp được ưu tiên."),
            women=", ".join(nominee.name for nominee in women),
            **said,
        )
    ]


def _preferred(nominee: Nominee, rule: Rule) -> Known:
    if nominee.is_person:
        return same(nominee.sex, "female")
    return reaches(nominee.collective.women, nominee.collective.members, rule.ratio("women_share"))


def direct_workers(facts: AwardFacts, rule: Rule) -> list[Finding]:
    """AW32: attention to direct workers; the share is the round's or the unit's own."""
    persons = facts.of_kind("person")
    if len(persons) < rule.number("from"):
        return []
    told = [nominee.is_direct_worker for nominee in persons]
    share = rule.ratio("direct_share")
    sure = told.count(True)
    if reaches(sure, len(persons), share):
        return []
    figures: dict[str, str | int] = {
        "direct": sure,
        "count": len(persons),
        "share": percent(*share),
    }
    if reaches(sure + told.count(None), len(persons), share):
        return [
            rule.ask(
                N_(
                    "Chưa rõ ai trong danh sách là người lao động trực tiếp (mới ghi %(direct)s/%(count)s người)."
                ),
                field="nominees",
                fix=N_("Đánh dấu người lao động trực tiếp ở phần của từng người."),
                **figures,
            )
        ]
    return [
        rule.fail(
            N_("Danh sách có %(direct)s người lao động trực tiếp trong %(count)s người, dưới %(share)s."),
            field="nominees",
            fix=N_("Xem lại danh sách: quan tâm người trực tiếp lao động, sản xuất, công tác."),
            **figures,
        )
    ]


def another_award_this_year(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """OW10: another award of the same form, level and year is on record."""
    if nominee.past_awards is None:
        return [past_unknown(nominee, rule)]
    award_round = facts.round
    return [
        rule.fail(
            N_("%(name)s đã có %(award)s cùng cấp, cùng loại hình trong năm %(year)s."),
            field=f"nominees.{nominee.key}.past_awards",
            subject=nominee.key,
            fix=N_("Xem lại có đề nghị thêm hay không; nếu có, nêu rõ thành tích khác."),
            proof=proofs([award]),
            name=nominee.name,
            award=award.title,
            year=str(award_round.year),
        )
        for award in nominee.past_awards
        if award.award != award_round.award
        and every(
            same(award.level, award_round.level),
            same(award.year, award_round.year),
            same(award.form, award_round.form),
        )
    ]


def nominated_elsewhere(facts: AwardFacts, nominee: Nominee, rule: Rule) -> list[Finding]:
    """OW11: the nominee stands in another open dossier for the same award, level and year."""
    award = facts.round
    return [
        rule.fail(
            N_("%(name)s đã có tên trong hồ sơ %(dossier)s của đợt này."),
            field=f"nominees.{nominee.key}",
            subject=nominee.key,
            fix=N_("Bỏ khỏi một trong hai hồ sơ."),
            name=nominee.name,
            dossier=other.dossier,
        )
        for other in nominee.other_nominations or ()
        if every(same(other.award, award.award), same(other.level, award.level), same(other.year, award.year))
    ]


def listed_twice(facts: AwardFacts, rule: Rule) -> list[Finding]:
    """OW04: each person and collective is named once; two with one name and no record are asked about."""
    found = []
    for position, nominee in enumerate(facts.nominees):
        for earlier in facts.nominees[:position]:
            if earlier.kind != nominee.kind:
                continue
            details = {"field": f"nominees.{nominee.key}", "subject": nominee.key, "name": nominee.name}
            if nominee.id is not None and nominee.id == earlier.id:
                found.append(
                    rule.fail(
                        N_("%(name)s có tên hai lần trong danh sách."), fix=N_("Bỏ một dòng."), **details
                    )
                )
                break
            if (
                None in (nominee.id, earlier.id)
                and nominee.name
                and nominee.name.casefold() == earlier.name.casefold()
            ):
                found.append(
                    rule.ask(
                        N_("Danh sách có hai dòng cùng tên %(name)s."),
                        fix=N_(
                            "Nếu là một người, một tập thể thì bỏ một dòng; trùng tên thì ghi thêm chức vụ."
                        ),
                        **details,
                    )
                )
                break
    return found
