"""Errors of the forms' room: mistakes of the programmer, never shown to a person."""

from __future__ import annotations


class FormError(Exception):
    """Base of this room's errors."""


class FieldSetupError(FormError):
    """A field was declared in a way that cannot be kept: no longest length, no limit of rows.

    `field` is the label or class of the field, `reason` one English sentence.
    """

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class UnknownField(FormError):
    """`refuse` was asked to pin words to a field that the form does not have; `name` is the HTML name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the form has no field named {name!r}")
        self.name = name
