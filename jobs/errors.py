"""What can go wrong in the workers and in the pool; all of them are errors the services know."""

from __future__ import annotations

from services.errors import Busy, NotMade


class PoolBusy(Busy):
    """No render process was free in time, or the page took longer than there was time for."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            "Máy đang dựng nhiều văn bản, quá %(seconds)s giây chưa xong. Thử lại sau ít phút.",
            seconds=round(seconds),
        )


class RenderFailed(NotMade):
    """The renderer refused: a template fault, a warning of the PDF library, or a fault in its own code.

    `detail` is for the log, in English.
    """

    def __init__(self, detail: str) -> None:
        super().__init__("Không dựng được văn bản: %(detail)s", detail=detail.strip().splitlines()[-1])
        self.detail = detail


class RendererDied(RenderFailed):
    """Two render processes in a row died over the same request."""

    def __init__(self) -> None:
        super().__init__("two render processes died over it")


class MailRefused(Exception):
    """The mail server will never take this letter (no such recipient, a broken address)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
