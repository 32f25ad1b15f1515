"""Addresses of pages: what builds one is compiled when the first is built, not for all pages at the start."""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class Address(Rule):
    """A page's address. Compiling its two builders is nine tenths of binding the application's pages.

    Should the library compile them by another method some day, all are compiled at the start again.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        compiled: list[Builder] = []

        def build(rule: Rule, /, **values: object) -> tuple[str, str]:
            if not compiled:
                compiled.append(super(Address, self)._compile_builder(append_unknown))
            return compiled[0](rule, **values)

        return build
