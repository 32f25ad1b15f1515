"""What can go wrong in a service; blueprints turn each into a field error, a message or a page."""

from __future__ import annotations

from typing import Any


class ServiceError(Exception):
    """Base of all. `message` is a Vietnamese message id, `params` its values."""

    def __init__(self, message: str = "", **params: Any) -> None:
        super().__init__(message)
        self.message = message
        self.params = params


class NotFound(ServiceError):
    """The thing does not exist, or may not be read: both look alike (404)."""


class Forbidden(ServiceError):
    """The thing may be read, but not changed by this person in this seat (403)."""


class Conflict(ServiceError):
    """The page was stale, or nobody could make this move in this state (409)."""


class CannotSign(Conflict):
    """Somebody was chosen who may not sign this paper on its day (`day`: dd/mm/yyyy)."""

    def __init__(self, day: str) -> None:
        super().__init__(
            "Người đã chọn không ký được văn bản này vào ngày %(day)s. Chọn lại người ký.", day=day
        )


class StaleDraft(Conflict):
    """Somebody saved the draft meanwhile; `version` is the present one, `draft` what it holds."""

    def __init__(self, version: int, draft: Any) -> None:
        super().__init__("Phần này vừa được người khác lưu. Chọn bản giữ lại.")
        self.version = version
        self.draft = draft


class Refused(ServiceError):
    """The data do not allow the command; `findings` say why, field by field."""

    def __init__(self, message: str, findings: list[Any] | None = None, **params: Any) -> None:
        super().__init__(message, **params)
        self.findings = findings or []


class Busy(ServiceError):
    """The machine has too much to do right now; nothing was lost, and asking again later works (503)."""


class NotMade(ServiceError):
    """The files of a paper cannot be made yet; `findings` say why. The paper keeps its number and is retried."""

    def __init__(self, message: str, findings: list[Any] | None = None, **params: Any) -> None:
        super().__init__(message, **params)
        self.findings = findings or []
