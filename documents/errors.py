"""What can go wrong with a template, a profile, values or a renderer; every error carries its place."""


class DocumentProblem(Exception):
    """Any error of this room."""


class TemplateFault(DocumentProblem):
    """A template that may not be used: `place` (file, line or tag) and `reason`, in English, for who edits it."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


class ProfileFault(DocumentProblem):
    """A format profile lacks a value or holds one outside its own limits."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


class SettingRefused(ProfileFault):
    """What a unit set in a profile cannot stand: `place`, `message` (Vietnamese msgid) and its `params`."""

    def __init__(self, place: str, message: str, **params: object) -> None:
        super().__init__(place, message % params if params else message)
        self.message = message
        self.params = params


class UnknownKind(DocumentProblem):
    """No folder of that code; `code` is what was asked for."""

    def __init__(self, code: str) -> None:
        super().__init__(f"unknown kind of paper: {code}")
        self.code = code


class Refusal:
    """One reason why values were refused: `path` ("$.persons[2].name"), `message` (Vietnamese msgid), `params`."""

    __slots__ = ("message", "params", "path")

    def __init__(self, path: str, message: str, **params: object) -> None:
        self.path = path
        self.message = message
        self.params = params

    @property
    def reason(self) -> str:
        """The message with its figures, in Vietnamese."""
        return self.message % self.params if self.params else self.message

    def __iter__(self):
        """Unpacks as (path, reason)."""
        return iter((self.path, self.reason))

    def __repr__(self) -> str:
        return f"Refusal({self.path!r}, {self.reason!r})"


class ValuesRefused(DocumentProblem):
    """The values do not fit the kind's schema; `problems` is a tuple of Refusal, in the order of the values."""

    def __init__(self, problems) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{path}: {reason}" for path, reason in self.problems))


class RenderWarning(DocumentProblem):
    """The PDF library warned of something (a missing glyph, unknown CSS, a forbidden address): never let pass."""

    def __init__(self, warnings) -> None:
        self.warnings = tuple(warnings)
        super().__init__("; ".join(self.warnings))


class PdfUnavailable(DocumentProblem):
    """This machine cannot make PDF files; `reason` is one Vietnamese sentence that says what to install."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
