"""The side of a render process that makes certificates by the hundred: one request, many rows.

A press stays between the requests of one batch, so that its page is laid out once. A kind that cannot be stamped is
rendered row by row; there is then no single file of all.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from typing import Any

from documents import produce
from documents.errors import ValuesRefused
from documents.stamp import NotStampable, Plan, Press, RowRefused, WordPress, measured

KEPT = 4
Problems = list[list[str]]


class Presses:
    """The presses of a process by what their pages share."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[Plan, Press | None, WordPress]] = OrderedDict()

    def answer(self, engine: Any, request: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, bytes]]:
        """Return header and files for {kind, shared, varying, profile, settings, rows, formats, whole, measure}.

        Files are named "3.pdf" after the row's place, "whole" the one file of all good rows. `left_out` holds
        [place, [[path, reason], …]] of each row that was refused. `measure`: places of the rows whose files are read
        back and measured whole.
        """
        left_out: list[list[Any]] = []
        files: dict[str, bytes] = {}
        plan, press, word = self._press(engine, request)
        makers = {"docx": lambda row: word.single(row)}
        if press:
            makers["pdf"] = lambda row: press.single(row)
        formats = [fmt for fmt in request["formats"] if fmt in makers]
        rows, wanted = request["rows"], set(request.get("measure", ()))
        try:
            if request.get("whole"):
                files, left_out = _whole(press, rows, wanted)
            else:
                if "pdf" in formats:
                    press.prepare(rows)
                for place, row in enumerate(rows):
                    try:
                        plan.fitted(plan.row(row))
                        made = {fmt: makers[fmt](row) for fmt in formats}
                        if place in wanted and (wrong := measured.single(plan, made)):
                            raise wrong
                        files |= {f"{place}.{fmt}": content for fmt, content in made.items()}
                    except RowRefused as error:
                        left_out.append([place, _said(error)])
        except NotStampable:
            files, left_out = {}, []
            if not request.get("whole"):
                for place, made in _rendered(engine, request, formats):
                    if isinstance(made, dict):
                        files |= made
                    else:
                        left_out.append([place, made])
        return {"left_out": left_out, "pdf_missing": engine.pdf_missing}, files

    def _press(self, engine: Any, request: Mapping[str, Any]) -> tuple[Plan, Press | None, WordPress]:
        said = [request.get(name) for name in ("kind", "shared", "varying", "profile", "settings")]
        key = json.dumps(said, sort_keys=True)
        if key not in self._kept:
            kind, (profile, _sha256) = (
                engine.catalogue.kind(request["kind"]),
                engine.rules(request),
            )
            plan = Plan(kind, request["shared"], request["varying"], profile)
            press = Press(plan, engine.renderer) if engine.renderer else None
            self._kept[key] = (plan, press, WordPress(plan))
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]


def _whole(
    press: Press | None, rows: list[Mapping[str, Any]], wanted: Collection[int]
) -> tuple[dict[str, bytes], list[list[Any]]]:
    if press is None:
        return {}, []
    target = BytesIO()
    refused = measured.one(press, rows, target, wanted)
    return {"whole": target.getvalue()} if target.tell() else {}, [
        [at, _said(error)] for at, error in refused
    ]


def _rendered(
    engine: Any, request: Mapping[str, Any], formats: list[str]
) -> Iterator[tuple[int, dict[str, bytes] | Problems]]:
    """Yield (place, files or problems) of rows laid out one by one."""
    kind, (profile, _sha256) = engine.catalogue.kind(request["kind"]), engine.rules(request)
    for place, row in enumerate(request["rows"]):
        values = {**request["shared"], **row}
        try:
            made = produce.produce(kind, values, profile, formats, engine.renderer)
            yield place, {f"{place}.{fmt}": bytes(content) for fmt, content in made.items()}
        except ValuesRefused as error:
            yield place, _said(error)


def _said(error: RowRefused | ValuesRefused) -> Problems:
    return [[problem.path, problem.reason] for problem in error.problems]
