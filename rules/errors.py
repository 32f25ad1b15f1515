"""Typed errors of the rules: they say that data handed over is malformed, never that a dossier breaks a rule."""


class RulesError(ValueError):
    """Base of the errors of this package."""


class RuleDataError(RulesError):
    """Rule data, an award catalogue, a bonus table or a list of acts is malformed.

    `place` is the path inside the data (`AW29.versions[0].values.months`), `reason` one English sentence.
    """

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


class UnknownRule(RulesError):
    """A procedure wires a rule id that no function implements."""

    def __init__(self, rule_id: str) -> None:
        super().__init__(f"no function implements the rule {rule_id}")
        self.rule_id = rule_id


class UnknownAward(RulesError):
    """An award code that the catalogue does not hold on the date asked."""

    def __init__(self, code: str) -> None:
        super().__init__(f"the catalogue has no award {code}")
        self.code = code


class UnknownNominee(RulesError):
    """A nominee key that the facts do not hold."""

    def __init__(self, key: str) -> None:
        super().__init__(f"the facts have no nominee {key}")
        self.key = key


class ScoreOutOfRange(RulesError):
    """A score below 0 or above the highest possible, in tenths of a point."""

    def __init__(self, score: int, highest: int) -> None:
        super().__init__(f"{score} tenths of a point are not between 0 and {highest}")
        self.score = score
        self.highest = highest
