"""The one error of this room: something typed that could not be understood."""


class ParseProblem(ValueError):
    """What a person typed cannot be read with certainty.

    `message` is a Vietnamese message id with %(name)s placeholders that says how to mend; `params` fills
    them. Message ids are written as the first argument, so that the catalogue is extracted with the keyword
    `ParseProblem`.
    """

    def __init__(self, message: str, **params: object) -> None:
        self.message = message
        self.params: dict[str, object] = dict(params)
        super().__init__(message % self.params)


#: A field shows at most this many characters of what was typed; the box itself still holds the rest.
QUOTED_LENGTH = 60


def quoted(typed: str) -> str:
    """`typed` in one line and short enough to stand inside a message."""
    line = " ".join(typed.split())
    return line if len(line) <= QUOTED_LENGTH else line[: QUOTED_LENGTH - 1] + "…"
