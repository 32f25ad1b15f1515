"""Random values for every kind of paper, from a seed: short and long names, few and many nominees, parts on and off."""

import random
from datetime import date, timedelta


def _words(text: str) -> list[str]:
    return text.split()


FAMILY = _words(
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý Tôn-Thất Đoàn Quách Nghiêm"
)
MIDDLE = _words(
    "Văn Thị Hữu Đức Ngọc Quỳnh Thùy Minh Khánh Thảo Xuân Hồng Bảo Gia Diễm Tường Công Tằng Huyền"
)
GIVEN = _words(
    "An Bình Châu Dũng Đạt Giang Hằng Hiếu Khoa Linh Mỹ Nghĩa Oanh Phượng Quỳnh Thắng Uyên Vỹ Yến Ẩn Kỳ Mẫn"
)
UNITS = _words(
    "Bệnh viện Đa khoa Trung tâm Y tế Trường Cao đẳng Kiểm soát bệnh tật Phục hồi chức năng Sản - Nhi huyện Lam Sơn"
)
WORDS = _words(
    "hoàn thành xuất sắc nhiệm vụ chuyên môn tích cực tham gia phong trào thi đua do công đoàn phát động chăm lo đời "
    "sống đoàn viên người lao động quyên góp ủng hộ Quỹ Mái ấm 12.500.000 đồng sáng kiến số 812/QĐ-BV được công nhận "
    "95,8% 24/24 giờ không để xảy ra sai sót tổ chức 08 buổi sinh hoạt thăm hỏi 09 trường hợp ốm đau thai sản"
)
SIGNERS = (
    ["TM. BAN CHẤP HÀNH", "CHỦ TỊCH"],
    ["TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
    ["CHỦ TỊCH"],
)


class Papers:
    """A source of random values; the same seed gives the same papers."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def maybe(self, value):
        """The value, or None half of the time."""
        return value if self.random.random() < 0.5 else None

    def person(self) -> str:
        """A name of two to seven syllables."""
        pick = self.random.choice
        return " ".join(
            [pick(FAMILY), *(pick(MIDDLE) for _ in range(self.random.randint(0, 5))), pick(GIVEN)]
        )

    def unit(self, longest: int = 120) -> str:
        """A unit's name of up to 120 letters."""
        size, words = self.random.randint(20, longest), ["Công", "đoàn", "cơ", "sở"]
        while len(" ".join(words)) < size:
            words.append(self.random.choice(UNITS))
        return " ".join(words)[:longest].rstrip(" -")

    def text(self, low: int, high: int) -> str:
        """Some words of prose."""
        words = [self.random.choice(WORDS) for _ in range(self.random.randint(low, high))]
        return (" ".join(words)).capitalize() + "."

    def paragraphs(self, most: int) -> str:
        """One to `most` paragraphs."""
        return "\n".join(self.text(5, 70) for _ in range(self.random.randint(1, most)))

    def day(self) -> str:
        """A date of 2025."""
        return (date(2025, 1, 1) + timedelta(days=self.random.randint(0, 364))).isoformat()

    def number(self, symbol: str, blank: bool = True) -> dict:
        """A number, sometimes blank, sometimes lettered."""
        seq = None if blank and self.random.random() < 0.2 else self.random.randint(1, 400)
        return {"seq": seq, "suffix": self.random.choice(["", "", "", "a"]), "symbol": symbol}

    def head(self, symbol: str) -> dict:
        """What every paper has: letterhead, number, date."""
        parent = self.random.choice(
            [None, "LIÊN ĐOÀN LAO ĐỘNG\nTỈNH SÔNG LAM", "Công đoàn ngành Y tế tỉnh Sông Lam"]
        )
        return {
            "letterhead": {
                "parent": parent,
                "issuer": self.unit(),
                "place": self.random.choice(["Sông Lam", "Thành phố Hồ Chí Minh"]),
            },
            "number": self.number(symbol),
            "date": self.maybe(self.day()),
            "year": 2025,
        }

    def bases(self) -> list[str]:
        """One to six grounds."""
        return [
            f"Căn cứ Quyết định số {self.random.randint(1, 999)}/QĐ-TLĐ {self.text(3, 35)}"
            for _ in range(self.random.randint(1, 6))
        ]

    def count(self) -> int:
        """How many nominees: often few, sometimes sixty."""
        return self.random.choice([1, 2, 3, 5, 8, 13, 21, 34, 60])

    def signature(self) -> dict:
        """A signature block."""
        return {"lines": list(self.random.choice(SIGNERS)), "name": self.maybe(self.person())}

    def recipients(self) -> list[str]:
        """No to eight recipients."""
        return [self.text(2, 12).rstrip(".") for _ in range(self.random.randint(0, 8))]

    def _named(self) -> dict:
        return {"name": self.person(), "post": self.maybe(self.text(3, 12).rstrip("."))}

    def _split(self) -> tuple[int, int]:
        total = self.count()
        groups = self.random.randint(0, total)
        return groups, total - groups

    def award_proposal(self) -> dict:
        """Tờ trình."""
        groups, persons = self._split()
        members = self.random.randint(5, 41)
        replaced = {
            "number": self.number("TTr-CĐCS", False),
            "date": self.day(),
            "reason": self.maybe(self.text(3, 9)),
        }
        return {
            **self.head("TTr-CĐCS"),
            "subject": "Về việc đề nghị " + self.text(5, 30),
            "addressees": [self.unit() for _ in range(self.random.choice([1, 1, 2, 4]))],
            "bases": self.bases(),
            "committee": "Ban Chấp hành " + self.unit(),
            "decided_by": "Ban Thường vụ " + self.unit(),
            "award": "Giấy khen của " + self.unit(60),
            "merit": self.maybe("có thành tích tiêu biểu"),
            "period": "năm 2025",
            "groups": [{**self._named(), "name": "Tổ " + self.unit(80)} for _ in range(groups)],
            "persons": [self._named() for _ in range(persons)],
            "meeting": {
                "date": self.day(),
                "members": members,
                "present": members - 1,
                "mode": self.random.choice(["secret", "hands"]),
                "minutes": self.maybe(
                    {"number": self.number("BB-CĐCS"), "date": self.maybe(self.day()), "year": 2025}
                ),
                "least_agree": self.maybe(members - 2),
            },
            "attachments": [self.text(3, 14).rstrip(".") for _ in range(self.random.randint(0, 5))],
            "replaces": self.maybe(replaced),
            "signature": self.signature(),
            "recipients": self.recipients(),
        }

    def _listed(self) -> dict:
        few = lambda most: range(self.random.randint(0, most))  # noqa: E731
        return {
            "name": self.person(),
            "post": self.maybe(self.text(2, 8)),
            "unit": self.maybe(self.unit(80)),
            "summary": self.random.choice([self.text(4, 40), self.paragraphs(2)]),
            "ratings": [{"year": 2025 - n, "rating": "Hoàn thành tốt nhiệm vụ"} for n in few(3)],
            "initiatives": [self.text(3, 20) for _ in few(2)],
            "past_awards": [self.text(3, 15) for _ in few(2)],
            "ballot": self.maybe({"agree": self.random.randint(0, 11), "total": 11}),
            "note": self.maybe(self.text(1, 4)),
        }

    def award_proposal_list(self) -> dict:
        """Danh sách đề nghị."""
        groups, persons = self._split()
        return {
            **self.head("TTr-CĐCS"),
            "subject": self.text(5, 30),
            "committee": "Ban Chấp hành " + self.unit(),
            "groups": [self._listed() for _ in range(groups)],
            "persons": [self._listed() for _ in range(persons)],
            "signature": self.signature(),
        }

    def award_minutes(self) -> dict:
        """Biên bản."""
        members = self.random.randint(5, 41)
        ballots = []
        for _ in range(self.count()):
            agree = self.random.randint(0, members)
            ballots.append(
                {
                    **self._named(),
                    "kind": self.random.choice(["group", "person"]),
                    "issued": members,
                    "collected": members,
                    "valid": members,
                    "invalid": 0,
                    "agree": agree,
                    "disagree": members - agree,
                    "passed": agree * 2 > members,
                }
            )
        return {
            **self.head("BB-CĐCS"),
            "subject": self.text(5, 20),
            "committee": "Ban Chấp hành " + self.unit(),
            "award": "Giấy khen của " + self.unit(60),
            "meeting": {
                "date": self.day(),
                "from": "08:05",
                "to": "11:30",
                "place": self.text(3, 12),
                "members": members,
                "present": members,
                "mode": self.random.choice(["secret", "hands"]),
            },
            "absent": [
                {"name": self.person(), "reason": self.maybe(self.text(2, 6))}
                for _ in range(self.random.randint(0, 3))
            ],
            "guests": [self.person() for _ in range(self.random.randint(0, 3))],
            "chair": self._named(),
            "secretary": self._named(),
            "tellers": [self.person() for _ in range(self.random.randint(0, 3))],
            "discussion": self.maybe(self.paragraphs(4)),
            "recused": self.maybe(self.text(8, 20)),
            "nominees": ballots,
            "decisions": self.maybe(self.paragraphs(3)),
            "signatures": {"secretary": self.maybe(self.person()), "chair": self.maybe(self.person())},
            "recipients": self.recipients(),
        }

    def award_decision(self) -> dict:
        """Quyết định."""
        groups, persons = self._split()
        bonus = {
            "group_each": self.maybe(1410000),
            "person_each": self.maybe(710000),
            "total": self.random.randint(1, 10**9),
            "source": "nguồn tài chính công đoàn của " + self.unit(),
        }
        return {
            **self.head("QĐ-CĐN"),
            "subject": "Về việc " + self.text(5, 30),
            "authority": "Ban Thường vụ " + self.unit(),
            "bases": self.bases(),
            "period": "năm 2025",
            "award": "Giấy khen của " + self.unit(60),
            "award_short": "Giấy khen",
            "proposals": [
                {
                    "of": "Ban Chấp hành " + self.unit(),
                    "number": self.number("TTr-CĐCS", False),
                    "date": self.day(),
                }
                for _ in range(self.random.randint(0, 12))
            ],
            "groups_count": groups,
            "persons_count": persons,
            "bonus": self.maybe(bonus),
            "execution": [self.text(2, 12).rstrip(".") for _ in range(self.random.randint(1, 5))],
            "signature": self.signature(),
            "recipients": self.recipients(),
        }

    def award_decision_list(self) -> dict:
        """Danh sách kèm theo Quyết định."""
        groups, persons = self._split()
        row = lambda: {  # noqa: E731
            "name": self.person(),
            "post": self.maybe(self.text(2, 8)),
            "unit": self.unit(),
            "form": "Giấy khen",
            "amount": self.maybe(self.random.randint(1, 10**7)),
        }
        return {
            **self.head("QĐ-CĐN"),
            "subject": self.text(5, 30),
            "authority": "Ban Thường vụ " + self.unit(),
            "money": self.random.random() < 0.5,
            "groups": [row() for _ in range(groups)],
            "persons": [row() for _ in range(persons)],
        }

    def _had(self, most: int) -> list[dict]:
        return [
            {"year": 2025 - n, "award": self.text(2, 9), "decision": self.maybe(self.text(4, 15))}
            for n in range(self.random.randint(0, most))
        ]

    def _report(self) -> dict:
        head = self.head("BC-CĐCS")
        del head["number"]
        few = range(self.random.randint(0, 4))
        return {
            **head,
            "subject": "Đề nghị " + self.text(5, 20),
            "results": self.paragraphs(12),
            "ratings": [
                {
                    "year": 2025 - n,
                    "rating": "Hoàn thành tốt nhiệm vụ",
                    "decision": self.maybe(self.text(3, 12)),
                }
                for n in few
            ],
            "initiatives": [
                {
                    "year": 2025,
                    "name": self.text(3, 20),
                    "level": self.maybe("Cơ sở"),
                    "decision": self.maybe("812/QĐ-BV"),
                    "effect": self.maybe(self.text(2, 9)),
                }
                for _ in few
            ],
            "titles_had": self._had(5),
            "awards_had": self._had(7),
            "signatures": [
                {**self.signature(), "hint": self.maybe("(Ký, ghi rõ họ tên)")}
                for _ in range(self.random.randint(1, 3))
            ],
        }

    def achievement_report_person(self) -> dict:
        """Báo cáo thành tích cá nhân."""
        person = {
            "name": self.person(),
            "unit": self.unit(),
            "born": self.maybe("1984-02-08"),
            "sex": self.maybe("Nữ"),
            "native_place": self.maybe(self.text(2, 8)),
            "home": self.maybe(self.text(2, 8)),
            "post": self.maybe(self.text(2, 9)),
            "union_post": self.maybe(self.text(2, 9)),
            "education": self.maybe("Bác sĩ"),
            "degree": self.maybe("Thạc sĩ"),
        }
        return {**self._report(), "person": person, "duties": self.maybe(self.paragraphs(2))}

    def achievement_report_group(self) -> dict:
        """Báo cáo thành tích tập thể."""
        group = {
            "name": self.unit(),
            "unit": self.maybe(self.unit()),
            "address": self.maybe(self.text(3, 9)),
            "members": self.maybe(126),
            "founded": self.maybe(self.paragraphs(2)),
            "women": self.maybe(7),
            "duties": self.maybe(self.text(5, 40)),
        }
        figures = [
            {
                "name": self.text(3, 12),
                "unit": self.maybe("lượt"),
                "before": "8.813",
                "now": "9.412",
                "change": self.maybe("106,8%"),
            }
            for _ in range(self.random.randint(0, 12))
        ]
        return {
            **self._report(),
            "group": group,
            "figures": figures,
            "measures": self.maybe(self.paragraphs(3)),
            "union_work": self.maybe(self.paragraphs(3)),
        }

    def common_form(self) -> dict:
        """Kế hoạch, báo cáo, thông báo …"""
        clause = lambda: {  # noqa: E731
            "heading": self.maybe(self.text(2, 9).rstrip(".")),
            "text": self.random.choice(["", self.paragraphs(2)]),
            "points": [self.text(3, 30) for _ in range(self.random.randint(0, 4))],
        }
        return {
            **self.head("KH-CĐCS"),
            "title": self.random.choice(["Kế hoạch", "Báo cáo", "Thông báo"]),
            "subject": self.text(5, 30),
            "addressees": [self.unit() for _ in range(self.random.choice([0, 0, 1, 3]))],
            "bases": self.bases(),
            "opening": self.maybe(self.paragraphs(2)),
            "parts": [
                {
                    "heading": self.text(2, 9).rstrip("."),
                    "text": self.maybe(self.paragraphs(3)),
                    "clauses": [clause() for _ in range(self.random.randint(0, 4))],
                }
                for _ in range(self.random.randint(1, 5))
            ],
            "ending": self.paragraphs(2),
            "signature": self.signature(),
            "recipients": self.recipients(),
        }


def values(code: str, seed: int) -> dict:
    """Random values of a kind."""
    return getattr(Papers(seed), code)()
