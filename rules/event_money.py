"""The estimate and the settlement: EV17–EV21, EV24. Money is integer đồng."""

from collections.abc import Callable
from dataclasses import replace

from rules.event_budget import in_words, line_amount, same_words, settled, total
from rules.event_norms import NormTable
from rules.events_facts import BudgetLine, Delegate, Estimate, EventFacts
from rules.finding import N_, Finding
from rules.known import Known, Part, weigh
from rules.ruleset import Rule
from vietnamese.dates import screen_date
from vietnamese.numbers import group, percent

_NO_ESTIMATE = N_("Chưa có dự toán.")
_NO_ESTIMATE_FIX = N_("Lập dự toán, hoặc ghi rõ không có chi phí.")


def _each_line(
    facts: EventFacts, rule: Rule, check: Callable[[EventFacts, Estimate, BudgetLine, Rule], list[Finding]]
) -> list[Finding]:
    if facts.estimate is None:
        return [rule.ask(_NO_ESTIMATE, field="budget", fix=_NO_ESTIMATE_FIX)]
    return [finding for line in facts.estimate.lines for finding in check(facts, facts.estimate, line, rule)]


def prices_within_norms(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV17: no price above the lowest norm that is valid on the event's day in its place, unless excepted.

    How heavy it is follows the status of the norm itself: one that was not read warns.
    """
    return _each_line(facts, rule, _price)


def _price(facts: EventFacts, estimate: Estimate, line: BudgetLine, rule: Rule) -> list[Finding]:
    event, norms = facts.event, facts.norms
    if line.item is None or line.exception:
        return []
    details = {"field": f"budget.{line.key}.price", "subject": line.key, "content": line.content}
    asked = rule.ask(
        N_("«%(content)s»: chưa đối chiếu được định mức."),
        fix=N_("Ghi ngày, địa bàn tổ chức và đơn giá."),
        **details,
    )
    if norms is None or event.first_day is None or line.price is None:
        return [asked]
    if event.locality is None and _by_locality(norms, line.item):
        return [asked]
    norm = norms.cap(line.item, event.first_day, event.province, event.locality)
    if norm is None or line.price <= norm.cap:
        return []
    held = replace(rule, status=norm.status, basis=norm.basis)
    return [
        held.fail(
            N_("«%(content)s»: đơn giá %(price)s đồng, định mức %(cap)s đồng."),
            fix=N_("Hạ đơn giá về định mức, hoặc ghi văn bản cho phép chi cao hơn."),
            price=group(line.price),
            cap=group(norm.cap),
            **details,
        )
    ]


def _by_locality(norms: NormTable, item: str) -> bool:
    return item in norms.items and norms.items[item].by_locality


def meals_for_unsalaried(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV18: meal support goes only to listed guests and delegates without a salary, for no more than there are."""
    return _each_line(facts, rule, _meal)


def _meal(facts: EventFacts, estimate: Estimate, line: BudgetLine, rule: Rule) -> list[Finding]:
    item = facts.norms.items.get(line.item) if facts.norms is not None and line.item else None
    if item is None or item.only != "unsalaried":
        return []
    listed = {each.id: each for each in facts.delegates or () if each.id}
    paid = [listed[payee.id] for payee in line.payees if payee.id in listed]
    found = [_salaried(each, line, rule) for each in paid if each.salaried]
    sure = sum(1 for each in facts.delegates or () if each.salaried is False)
    possible = sure + sum(1 for each in facts.delegates or () if each.salaried is None)
    enough: Known = None
    if facts.delegates is not None and line.quantity is not None:
        enough = True if line.quantity <= sure else None if line.quantity <= possible else False
    part = Part(
        enough,
        N_("«%(content)s»: %(quantity)s suất, danh sách chỉ có %(eligible)s người không hưởng lương."),
        N_("«%(content)s»: chưa rõ có bao nhiêu người không hưởng lương."),
        f"budget.{line.key}.quantity",
        N_("Đánh dấu người không hưởng lương trong danh sách, hoặc giảm số suất."),
    )
    figures = {"quantity": line.quantity or 0, "eligible": possible}
    return found + weigh(rule, [part], subject=line.key, figures=figures, content=line.content)


def _salaried(each: Delegate, line: BudgetLine, rule: Rule) -> Finding:
    return rule.fail(
        N_("«%(content)s»: %(name)s hưởng lương từ ngân sách nên không được hỗ trợ tiền ăn."),
        field=f"budget.{line.key}.payees",
        subject=line.key,
        fix=N_("Bỏ người này khỏi danh sách nhận hỗ trợ."),
        content=line.content,
        name=each.name,
    )


def tea_for_those_present(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV19: tea for everybody in the room and session, with the small reserve that is allowed, no more."""
    return _each_line(facts, rule, _tea)


def _tea(facts: EventFacts, estimate: Estimate, line: BudgetLine, rule: Rule) -> list[Finding]:
    if line.item not in rule.words("items"):
        return []
    num, den = rule.ratio("reserve")
    persons, sessions = facts.persons, len(facts.sessions or ())
    enough: Known = None
    if persons is not None and sessions and line.quantity is not None and line.times is not None:
        enough = line.quantity * line.times * den <= persons * sessions * num
    part = Part(
        enough,
        N_("«%(content)s»: %(quantity)s suất cho %(persons)s người, %(sessions)s buổi; quá mức dự phòng."),
        N_("«%(content)s»: chưa rõ số người hoặc số buổi."),
        f"budget.{line.key}.quantity",
        N_("Giảm số suất, hoặc ghi đủ khách mời và người phục vụ."),
    )
    figures = {"quantity": (line.quantity or 0) * (line.times or 0), "persons": persons or 0}
    return weigh(rule, [part], subject=line.key, figures=figures, content=line.content, sessions=sessions)


def sums_right(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV20: amount = quantity × price × times, total = Σ amounts, words = figures, where they stand in the paper."""
    found = _each_line(facts, rule, _amount)
    estimate = facts.estimate
    if estimate is None:
        return found
    computed = total(estimate.lines)
    if computed is None:
        return found
    if estimate.total is not None and estimate.total != computed:
        found.append(
            rule.fail(
                N_("Tổng cộng ghi %(said)s đồng; cộng các dòng được %(computed)s đồng."),
                field="budget.total",
                fix=N_("Để hệ thống cộng lại."),
                said=group(estimate.total),
                computed=group(computed),
            )
        )
    said = computed if estimate.total is None else estimate.total
    if estimate.words is not None and not same_words(said, estimate.words):
        found.append(
            rule.fail(
                N_("Số tiền bằng chữ «%(words)s» không khớp %(said)s đồng; đúng là «%(right)s»."),
                field="budget.words",
                fix=N_("Để hệ thống đọc số tiền thành chữ."),
                words=estimate.words,
                said=group(said),
                right=in_words(said),
            )
        )
    return found


def _amount(facts: EventFacts, estimate: Estimate, line: BudgetLine, rule: Rule) -> list[Finding]:
    details = {"field": f"budget.{line.key}", "subject": line.key, "content": line.content}
    computed = line_amount(line)
    if computed is None:
        ask = N_("«%(content)s»: chưa đủ số lượng, đơn giá.")
        return [rule.ask(ask, fix=N_("Ghi số lượng, đơn giá và số lần."), **details)]
    if line.amount is None or line.amount == computed:
        return []
    return [
        rule.fail(
            N_("«%(content)s»: thành tiền ghi %(said)s đồng, tính ra %(computed)s đồng."),
            fix=N_("Để hệ thống tính lại, hoặc sửa số lượng, đơn giá."),
            said=group(line.amount),
            computed=group(computed),
            **details,
        )
    ]


def within_approved(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV21: estimate and spending stay within the approved sum; a line far above its estimate has a reason."""
    estimate = facts.estimate
    if estimate is None:
        return [rule.ask(_NO_ESTIMATE, field="budget", fix=_NO_ESTIMATE_FIX)]
    decided = facts.approvals.get("event_estimate")
    approved, planned = estimate.approved, total(estimate.lines)
    if approved is None:
        if decided is None or decided.approved is not True:
            return []
        ask = N_("Chưa ghi số tiền được duyệt.")
        return [rule.ask(ask, field="budget.approved", fix=N_("Ghi số tiền theo quyết định duyệt dự toán."))]
    part = Part(
        None if planned is None else planned <= approved,
        N_("Dự toán %(planned)s đồng, được duyệt %(approved)s đồng."),
        N_("Chưa cộng được dự toán để so với số được duyệt."),
        "budget.total",
        N_("Giảm dự toán, hoặc trình duyệt lại."),
    )
    figures = {"planned": group(planned or 0), "approved": group(approved)}
    return weigh(rule, [part], figures=figures) + _spent(facts, approved, rule)


def _spent(facts: EventFacts, approved: int, rule: Rule) -> list[Finding]:
    settlement = facts.settlement
    if settlement is None:
        return []
    lines = rule.part("line")
    sums = settled(settlement, lines.ratio("share"))
    if sums is None:
        ask = N_("Quyết toán chưa ghi đủ số dự toán, số thực chi từng dòng.")
        return [rule.ask(ask, field="settlement", fix=N_("Ghi đủ từng dòng, không chi thì ghi 0."))]
    found = []
    agreed, paid = settlement.more_approved_on, settlement.paid_on
    if sums.actual > approved and (agreed is None or (paid is not None and agreed > paid)):
        message = N_("Thực chi %(actual)s đồng, vượt %(over)s đồng so với số được duyệt.")
        if agreed is not None:
            message = N_("Khoản vượt %(over)s đồng được duyệt ngày %(day)s, sau khi đã chi.")
        found.append(
            rule.fail(
                message,
                field="settlement.total",
                fix=N_("Phải có văn bản duyệt bổ sung trước khi chi."),
                actual=group(sums.actual),
                over=group(sums.actual - approved),
                day=screen_date(agreed) if agreed else "",
            )
        )
    reasons = {line.key: (line.reason or "").strip() for line in settlement.lines}
    for row in sums.rows:
        if row.over and not reasons[row.key]:
            found.append(
                lines.fail(
                    N_("«%(content)s»: thực chi vượt dự toán %(diff)s đồng, quá %(share)s, chưa nêu lý do."),
                    field=f"settlement.{row.key}.reason",
                    subject=row.key,
                    fix=N_("Ghi lý do chi vượt."),
                    content=row.content,
                    diff=group(row.diff),
                    share=percent(*lines.ratio("share"), 0),
                )
            )
    return found


def settled_in_time(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV23: the settlement is made within some working days after the event."""
    last, calendar, limit = facts.event.last_day, facts.calendar, rule.number("working_days")
    if facts.settlement is None:
        return []
    known = None not in (last, calendar, facts.today)
    days = calendar.between(last, facts.today) if known and calendar and last and facts.today else 0
    part = Part(
        days <= limit if known else None,
        N_("Quyết toán sau sự kiện %(days)s ngày làm việc; hạn là %(limit)s ngày."),
        N_("Chưa tính được thời hạn quyết toán: chưa rõ ngày tổ chức."),
        "settlement.paid_on",
        N_("Nêu lý do chậm, nộp trả phần tạm ứng còn lại."),
    )
    return weigh(rule, [part], days=days, limit=limit)


_OWN_MAKING = {
    "event_plan": N_("Người duyệt kế hoạch cũng là người lập."),
    "event_estimate": N_("Người duyệt dự toán cũng là người lập."),
}


def duties_apart(facts: EventFacts, rule: Rule) -> list[Finding]:
    """EV24: nobody approves what they made, and nobody approves money for themselves, the chair included."""
    found: list[Finding] = []
    for kind, message in _OWN_MAKING.items():
        approval = facts.approvals.get(kind)
        if approval is None or approval.approver is None:
            continue
        part = Part(
            None if approval.maker is None else approval.maker != approval.approver,
            message,
            N_("Chưa rõ ai lập, nên chưa biết người duyệt có trùng hay không."),
            f"papers.{kind}",
            N_("Giao người khác duyệt."),
        )
        found += weigh(rule, [part])
    decided = facts.approvals.get("event_estimate")
    for line in facts.estimate.lines if facts.estimate else ():
        approver = line.approver or (decided.approver if decided else None)
        found += [
            rule.fail(
                N_("«%(content)s»: %(name)s tự duyệt khoản chi cho mình."),
                field=f"budget.{line.key}.approver",
                subject=line.key,
                fix=N_("Giao người khác duyệt khoản này."),
                content=line.content,
                name=payee.name,
            )
            for payee in line.payees
            if approver is not None and payee.id == approver
        ]
    return found
