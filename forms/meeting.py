"""The part of a nomination about the committee's meeting: who was there, how the votes fell on each nominee."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from forms.base import PartForm
from forms.fields import (
    CountField,
    LongTextField,
    PartField,
    RadioChoiceField,
)
from forms.held_meeting import HeldMeeting
from forms.parts import DossierPart
from forms.validators import NumberBetween, Required


class BallotForm(PartForm):
    """The votes on one nominee."""

    agree = CountField(_l("Đồng ý"), [Required(_l("Nhập số phiếu đồng ý"))], highest=10_000)
    disagree = CountField(
        _l("Không đồng ý"), [Required(_l("Nhập số phiếu không đồng ý; không có thì ghi 0"))], highest=10_000
    )


class MemberBallotForm(BallotForm):
    """The votes on a nominee who sits in the committee."""

    interested = RadioChoiceField(
        _l("Người này là ủy viên Ban Chấp hành: có bỏ phiếu về trường hợp của mình không?"),
        [Required(_l("Chọn có hay không bỏ phiếu về trường hợp của mình"))],
        choices=[("no", _l("Không bỏ phiếu về mình")), ("yes", _l("Có bỏ phiếu"))],
    )


class _Meeting(HeldMeeting):
    """The committee's meeting. One ballot paper names all nominees, so the counts of papers are asked once."""

    members_total = CountField(
        _l("Tổng số ủy viên Ban Chấp hành"),
        [Required(), NumberBetween(lowest=1)],
        highest=1000,
        description=_l("Tỷ lệ phiếu tính trên tổng số này, không phải số người có mặt."),
    )
    present = CountField(_l("Số ủy viên có mặt"), [Required()], highest=1000)
    absent = LongTextField(
        _l("Ủy viên vắng, lý do"), longest=600, rows=2, description=_l("Ví dụ: đ/c Lê Thị Hòa, đi công tác.")
    )
    discussion = LongTextField(
        _l("Ý kiến thảo luận"),
        longest=4000,
        rows=4,
        description=_l("Ghi ngắn ý kiến chính. Không có ý kiến khác thì để trống."),
    )
    mode = RadioChoiceField(
        _l("Cách biểu quyết"),
        [Required()],
        choices=[("secret", _l("Bỏ phiếu kín")), ("hands", _l("Giơ tay"))],
    )
    issued = CountField(_l("Số phiếu phát ra"), highest=1000, description=_l("Chỉ điền khi bỏ phiếu kín."))
    collected = CountField(_l("Số phiếu thu về"), highest=1000)
    invalid = CountField(_l("Số phiếu không hợp lệ"), highest=1000, description=_l("Không có thì ghi 0."))

    SECRET = ("issued", "collected", "invalid")

    @classmethod
    def prefill(cls, choices: Mapping[str, Any], row: str | None) -> dict[str, Any]:
        known: dict[str, Any] = {"mode": "secret"}
        officers = choices["committee"]
        if officers:
            known["chair"] = officers[0][0]
        known["secretary"] = choices.get("secretary") or ""
        if total := choices.get("members_total"):
            known |= {
                "members_total": total,
                "present": total,
                "issued": total,
                "collected": total,
                "invalid": 0,
            }
        return known

    def validate(self, extra_validators: Any = None) -> bool:
        ok = super().validate(extra_validators)
        return all([ok, self._papers(), *self._votes()])

    def agree_with_all(self, *, away: bool = False) -> int:
        """Write «everybody agrees, nobody against» where a ballot has no numbers yet; return how many were written.

        A member of the committee of whom it is not said whether they voted on their own case is left for typing, unless
        `away` says it of all: none of them did.
        """
        base = self._counted()
        if base is None or "ballots" not in self:
            return 0
        return sum(self._agree(row.form, base, away) for row in self.ballots.form)

    @property
    def members_open(self) -> bool:
        """Tell whether a member of the committee is nominated of whom it is not said if they voted on themselves."""
        ballots = self.ballots.form if "ballots" in self else ()
        return any("interested" in row.form and not row.form.interested.data for row in ballots)

    @staticmethod
    def _agree(ballot: BallotForm, base: int, away: bool) -> bool:
        member = "interested" in ballot
        if ballot.agree.typed or ballot.disagree.typed or base < 1:
            return False
        if member and away and not ballot.interested.data:
            ballot.interested.process_data("no")
        own = ballot.interested.data if member else "yes"
        if not own:
            return False
        ballot.agree.process_data(base - (own == "no"))
        ballot.disagree.process_data(0)
        return True

    def _counted(self) -> int | None:
        """Return how many votes a case can have: the valid papers, or who was there at a show of hands."""
        if self.mode.data != "secret":
            return self.present.data
        collected, invalid = self.collected.data, self.invalid.data
        return collected - invalid if None not in (collected, invalid) else self.present.data

    def _papers(self) -> bool:
        if self.mode.data != "secret":
            return True
        ok = True
        for name in self.SECRET:
            if self[name].data is None and not self[name].errors:
                ok = self._wrong(self[name], Required()._words(self[name]))
        issued, collected, invalid = (self[name].data for name in self.SECRET)
        if issued is not None and collected is not None and collected > issued:
            words = _l(
                "Thu về %(collected)s phiếu, nhiều hơn phát ra %(issued)s", collected=collected, issued=issued
            )
            ok = self._wrong(self.collected, words)
        if collected is not None and invalid is not None and invalid > collected:
            words = _l(
                "%(invalid)s phiếu không hợp lệ, nhiều hơn thu về %(collected)s",
                invalid=invalid,
                collected=collected,
            )
            ok = self._wrong(self.invalid, words)
        return ok

    def _votes(self) -> list[bool]:
        secret, base = self.mode.data == "secret", self._counted()
        if base is None or "ballots" not in self:
            return [True]
        return [self._vote(row.form, base, secret) for row in self.ballots.form]

    def _vote(self, ballot: BallotForm, base: int, secret: bool) -> bool:
        agree, disagree = ballot.agree.data, ballot.disagree.data
        if agree is None or disagree is None:
            return True
        abstains = "interested" in ballot and ballot.interested.data == "no"
        everybody_came = self.present.data is not None and self.present.data == self.members_total.data
        votes, right = agree + disagree, {base}
        if abstains:  # who stayed away casts no paper at all; who sat there leaves the own line open
            right = {base - 1} if everybody_came else {base, base - 1}
        if votes in right or (not secret and votes < base):
            return True
        if abstains and votes == base:
            words = _l(
                "Người này không bỏ phiếu về mình: tổng phải là %(c)s phiếu, không phải %(b)s",
                b=base,
                c=base - 1,
            )
            return self._wrong(ballot.agree, words)
        message = (
            _l("Đồng ý %(a)s + không đồng ý %(b)s khác tổng %(c)s phiếu hợp lệ", a=agree, b=disagree, c=base)
            if secret
            else _l(
                "Đồng ý %(a)s + không đồng ý %(b)s nhiều hơn %(c)s người có mặt", a=agree, b=disagree, c=base
            )
        )
        return self._wrong(ballot.agree, message)


def meeting_part(choices: Mapping[str, Any], row: str | None) -> type[DossierPart]:
    """Return the meeting's form with one ballot for each nominee, under the nominee's key."""
    nominees = choices["nominees"]
    if not nominees:
        return _Meeting

    def ballot(one: Any) -> type[PartForm]:
        kind = MemberBallotForm if one.key in choices["sitting"] else BallotForm
        return type("Ballot", (kind,), {"caption": one.name})

    rows = {one.key: PartField(ballot(one), one.name) for one in nominees}
    ballots = type("Ballots", (PartForm,), rows)
    return type("MeetingPart", (_Meeting,), {"ballots": PartField(ballots, _l("Kết quả bỏ phiếu"))})
