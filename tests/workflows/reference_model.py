"""The reference model of the nomination's chain, written from the brief and not from the engine (T3).

It knows one chain only: `check` (one reviewer of three), then `committee` (two of three, papers first).
"""

from __future__ import annotations

from tests.workflows.road import (
    BOTH,
    CHAIR,
    CLERK,
    LEADER,
    MACHINE,
    MEMBER,
    REVIEWER,
    REVIEWER_2,
    SECRETARY,
    SECTOR_CLERK,
    STRANGER,
    person,
)  # fmt: skip

OUTSIDER = person(("administrator", 10))
WRITER = person(("secretary", 1), ("reviewer", 10), ("committee_member", 10))
OWN = {CHAIR: "applicant", SECRETARY: "applicant", WRITER: "applicant", CLERK: "clerk"}
REVIEWERS, COMMITTEE = {REVIEWER, REVIEWER_2, BOTH, WRITER}, {LEADER, MEMBER, BOTH, WRITER}
SEATS = {"check": (1, 1, REVIEWERS), "committee": (3, 2, COMMITTEE)}
PEOPLE = [*OWN, REVIEWER, REVIEWER_2, LEADER, MEMBER, BOTH, SECTOR_CLERK, STRANGER, OUTSIDER, MACHINE]
PAPERS = ["award_minutes", "award_proposal"]
JUDGE = {"approve", "return", "reject"}
TAKES_PART = {*OWN, *REVIEWERS, *COMMITTEE, SECTOR_CLERK}


class Model:
    def __init__(self, drafter, *, secret):
        self.secret, self.status, self.step, self.revision = secret, "draft", None, 0
        self.authors, self.nominees, self.recused, self.checked = {drafter}, set(), set(), set()
        self.gone, self.stand_ins = set(), set()
        self.votes, self.papers, self.decision_paper = {}, {}, None
        self.touched = self.received = self.escalated = False
        self.stay, self.opinions, self.asked_ever = 0, {}, set()
        self.undoable = None

    def kept(self):
        """Everything as it is now, in containers of its own."""
        return {name: value.copy() if isinstance(value, (set, dict)) else value
                for name, value in vars(self).items()}  # fmt: skip

    def inside(self, who):
        if who in self.authors | self.nominees | self.recused or who in OWN or who == MACHINE:
            return False
        return who in self.asked_ever or who in REVIEWERS | COMMITTEE | {SECTOR_CLERK}

    def open_questions(self):
        return {to: post for to, (stay, post) in self.opinions.items() if self.step and stay == self.stay}

    def enter(self, step, status="in_review"):
        self.step, self.status, self.votes = step, status, {}
        self.received = self.escalated = False
        self.stay += 1

    def out(self, who):
        barred = self.authors | self.nominees | self.recused | {p for s, p in self.gone if s == self.step}
        return who in barred or (self.step == "committee" and who in self.checked)

    def able(self, *also):
        known = SEATS[self.step][2] | {p for s, p in self.stand_ins if s == self.step} | set(also)
        return min(SEATS[self.step][0], len({p for p in known if not self.out(p) or p in self.votes}))

    def short(self, *also):
        full = len(self.votes) >= self.able(*also) and not (self.secret and self.step == "committee")
        return self.able(*also) < SEATS[self.step][1] or full

    def sits(self, who):
        return who in SEATS[self.step][2] or (self.step, who) in self.stand_ins

    def may(self, command, who):
        if command == "note":
            return self.status not in ("draft", "withdrawn") and who in TAKES_PART
        if command == "remark":
            insider = REVIEWERS | COMMITTEE | {SECTOR_CLERK}
            return self.status not in ("draft", "withdrawn") and who in insider and self.inside(who)
        if command == "undo":
            return self.undoable is not None and self.undoable[0] == who
        if command in ("edit", "submit", "withdraw") and self.status in ("draft", "returned"):
            return OWN.get(who) == "applicant"
        if self.status == "returned":
            return command == "remind" and who == MACHINE
        if self.status == "approved":
            amend = command == "amend" and OWN.get(who) == "applicant" and not self.decision_paper
            return amend or (command == "record_paper" and who == SECTOR_CLERK)
        if self.status != "in_review":
            return False
        judge = self.sits(who) and not self.out(who) and who not in self.votes
        ready = self.step == "check" or all((kind, self.revision) in self.papers for kind in PAPERS)
        ballot = self.secret and self.step == "committee"
        return {
            "withdraw": lambda: OWN.get(who) == "applicant",
            "recall": lambda: OWN.get(who) == "applicant" and not self.touched,
            "amend": lambda: OWN.get(who) == "applicant" and self.touched,
            "record_paper": lambda: who in OWN and self.step == "committee" and not self.votes,
            "receive": lambda: self.sits(who) and not self.out(who) and not self.received,
            **dict.fromkeys(JUDGE, lambda: judge and ready and not self.short(who)),
            "recuse": lambda: judge,
            "reassign": lambda: judge or (who == LEADER and not self.out(who)),
            "take_over": lambda: who == LEADER and self.escalated and not self.out(who)
            and who not in self.votes and (self.step, who) not in self.stand_ins,
            "close_vote": lambda: ballot and ((who == MACHINE and len(self.votes) >= self.able() > 0)
                                              or (who == LEADER and len(self.votes) >= 2)),
            "ask": lambda: judge or (who == LEADER and not self.out(who)),
            "answer": lambda: self.open_questions().get(who) in {(s.unit_id, s.role) for s in who.seats},
            "remind": lambda: who == MACHINE,
            "escalate": lambda: who == MACHINE and not self.escalated,
        }.get(command, lambda: False)()  # fmt: skip

    def fits(self, command, who, arg):
        """Whether what comes with a permitted command is right."""
        if command in ("return", "reject"):
            return arg["comment"]
        if command == "record_paper":
            order = ["award_decision"] if self.status == "approved" else PAPERS
            standing = self.papers.get((arg["kind"], self.revision))
            before = order[: order.index(arg["kind"])] if arg["kind"] in order else [None]
            return all((k, self.revision) in self.papers for k in before) and standing == arg["replaces"]
        if command == "reassign":
            to, gone = arg["to"], arg["instead_of"] if who == LEADER and not self.out(LEADER) else who
            seat = self.sits(gone) if gone else self.short()
            barred = self.out(to) and not (
                (self.step, to) in self.gone
                and to not in self.authors | self.nominees | self.recused
                and not (self.step == "committee" and to in self.checked)
            )
            return seat and gone not in self.votes and to not in (who, gone, *self.votes) and not barred
        if command == "undo":
            return arg["minutes"] > 60
        if command == "ask":
            to = arg["to"]
            barred = to in self.authors | self.nominees | self.recused
            return to != who and arg["unit_id"] == 10 and not barred and to not in self.open_questions()
        return True

    def do(self, command, who, arg):
        if command == "undo":
            before = self.undoable[1]
            vars(self).clear()
            vars(self).update(before)
        elif command in ("ask", "answer"):
            self.talk(command, who, arg)
        else:
            if command not in ("note", "remark", "remind"):
                secret = self.secret and self.step == "committee"
                self.undoable = (who, self.kept()) if command in JUDGE and not secret else None
            self.move(command, who, arg)

    def talk(self, command, who, arg):
        """Opinions move nothing; a decision of the same stay can be taken back as before."""
        before = self.undoable[1] if self.undoable else None
        if before and before["stay"] != self.stay:
            before = self.undoable = None
        if command == "ask":
            self.asked_ever.add(arg["to"])
            self.opinions[arg["to"]] = (self.stay, (arg["unit_id"], arg["role"]))
        else:
            del self.opinions[who]
        while before is not None:
            before["opinions"], before["asked_ever"] = dict(self.opinions), set(self.asked_ever)
            older = before["undoable"]
            before = older[1] if older else None

    def move(self, command, who, arg):
        if command == "submit":
            self.revision, self.nominees = self.revision + 1, set(arg["nominees"])
            self.authors.add(who)
            self.touched = False
            self.enter("check")
        elif command in ("receive", *JUDGE):
            self.touched = self.received = True
        if command in JUDGE:
            self.votes[who] = command
            if self.step == "check":
                self.checked.add(who)
            if not (self.secret and self.step == "committee"):
                self.close(self.able() - len(self.votes))
        elif command == "close_vote":
            self.close(0)
        elif command in ("recall", "amend", "withdraw"):
            self.enter(None, "withdrawn" if command == "withdraw" else "draft")
        elif command == "recuse":
            self.recused.add(who)
        elif command == "escalate":
            self.escalated = True
        elif command == "take_over":
            self.stand_ins.add((self.step, who))
        elif command == "record_paper":
            self.papers[arg["kind"], self.revision] = arg["paper_id"]
            self.decision_paper = arg["kind"] == "award_decision"
        elif command == "reassign":
            gone = arg["instead_of"] if who == LEADER and not self.out(LEADER) else who
            self.stand_ins.add((self.step, arg["to"]))
            self.gone.discard((self.step, arg["to"]))
            if gone:
                self.gone.add((self.step, gone))
                self.stand_ins.discard((self.step, gone))

    def close(self, left):
        quorum, cast = SEATS[self.step][1], list(self.votes.values())
        yes, back, no = (cast.count(choice) for choice in ("approve", "return", "reject"))
        if yes >= quorum:
            self.enter(*(("committee",) if self.step == "check" else (None, "approved")))
        elif back >= quorum or no >= quorum or yes + left < quorum:
            self.enter(None, "rejected" if no > back else "returned")
