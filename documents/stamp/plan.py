"""What differs from certificate to certificate: the texts of the slots as pieces around the values of a row."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .. import certificate, repertoire, schema
from ..catalogue import Kind
from ..errors import DocumentProblem, Refusal
from ..finish import finish
from ..profile import Profile
from ..tree import BLANKS, parse

# A probe is a letter of the private area between letters of both cases, and a second one has them the other way
# round: a body that changes the case of a value, were it only of its first letter, is found out.
FIRST = 0xE100
SHAPES = ("Ba{}aB", "bA{}Ab")
_PROBE = re.compile(SHAPES[0].format("[\ue100-\ue1ff]"))
NOT_TEXT = "Phải là chữ."


class NotStampable(DocumentProblem):
    """The kind must be rendered page by page: a value is not simply printed, or the kind is no certificate."""


class RowRefused(DocumentProblem):
    """A row that cannot be printed; `problems` is a tuple of Refusal, the path naming the row's own value."""

    def __init__(self, problems: Iterable[Refusal]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{path}: {reason}" for path, reason in self.problems))


@dataclass(frozen=True)
class Pattern:
    """The text of one line of a slot: `words` has one piece more than `names` has values."""

    words: tuple[str, ...]
    names: tuple[str, ...]

    def filled(self, row: Mapping[str, str]) -> str:
        """The line with a row's values."""
        if not self.names:
            return self.words[0]
        if len(self.names) == 1:
            return self.words[0] + row[self.names[0]] + self.words[1]
        pieces = [self.words[0]]
        for name, word in zip(self.names, self.words[1:], strict=True):
            pieces += (row[name], word)
        return "".join(pieces)


class Plan:
    """The lines of one kind of certificate with the values that all rows share; `varying` are the others.

    Raises NotStampable, and ValuesRefused where the shared values do not fit the kind's schema.
    """

    def __init__(
        self, kind: Kind, shared: Mapping[str, Any], varying: Iterable[str], profile: Profile
    ) -> None:
        if kind.design is None:
            raise NotStampable(f"{kind.code} is no certificate")
        self.kind, self.profile, self.design = kind, profile, kind.design
        self.shared, self.varying = dict(shared), tuple(varying)
        known = kind.schema["properties"]
        for name in self.varying:
            if name not in known or "string" not in _types(known[name]):
                raise NotStampable(f"{name} is not a text of {kind.code}")
        self._limits = {name: _Limit(known[name], name in kind.schema["required"]) for name in self.varying}
        self._patterns: dict[tuple[bool, ...], dict[str, tuple[Pattern, ...]]] = {}
        self.slots: frozenset[str] = frozenset()  # known with the first row

    def row(self, given: Mapping[str, Any]) -> dict[str, str]:
        """The varying values of a row, clean; "" for what is left out. Raises RowRefused."""
        problems: list[Refusal] = []
        clean = {name: self._limits[name].clean(name, given.get(name), problems) for name in self.varying}
        if problems:
            raise RowRefused(problems)
        return clean

    def values(self, row: Mapping[str, str]) -> dict[str, Any]:
        """All values of a row's certificate, as `produce` takes them."""
        return {**self.shared, **{name: row[name] or None for name in self.varying}}

    def texts(self, row: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
        """{slot: lines} that a clean row varies, in the order of the page."""
        patterns = self.patterns(row)
        return {code: tuple([line.filled(row) for line in lines]) for code, lines in patterns.items()}

    def fitted(self, row: Mapping[str, str]) -> dict[str, tuple[int, tuple[str, ...]]]:
        """{slot: (size, lines)} of the slots that a clean row varies. Raises RowRefused for what does not fit."""
        found = {}
        for code, texts in self.texts(row).items():
            try:
                found[code] = certificate.fit(self.design.slots[code], texts, self.design.room(code))
            except certificate.Misfit as misfit:
                raise self.refused(code, row, misfit.text) from misfit
        return found

    def refused(self, code: str, row: Mapping[str, str], text: str) -> RowRefused:
        """Why a row cannot be printed: a text does not fit its slot; the path names the row's first value in it."""
        there = (name for line in self.patterns(row)[code] for name in line.names)
        return RowRefused([Refusal(f"$.{next(there, self.varying[0])}", certificate.TOO_LONG, text=text)])

    def shape(self, row: Mapping[str, str]) -> tuple[bool, ...]:
        """Which of the varying values are there: a template may leave a line out without one."""
        return tuple([bool(row[name]) for name in self.varying])

    def patterns(self, row: Mapping[str, str]) -> dict[str, tuple[Pattern, ...]]:
        """The slots that values may stand in, for rows that have the same values as this. Raises NotStampable."""
        shape = self.shape(row)
        if shape not in self._patterns:
            schema.check(self.kind, self.values(row))  # the shared values too, once for each shape
            self.slots = self.slots or self._varying_slots()
            lines = self._probed({name for name in self.varying if row[name]})
            self._patterns[shape] = {code: found for code, found in lines.items() if code in self.slots}
        return self._patterns[shape]

    def _varying_slots(self) -> frozenset[str]:
        every = self._probed(set(self.varying))
        return frozenset(code for code, lines in every.items() if any(line.names for line in lines))

    def _probed(self, there: set[str]) -> dict[str, tuple[Pattern, ...]]:
        """The lines of all slots when exactly these values are there."""
        self._tried(SHAPES[1], there)
        return self._tried(SHAPES[0], there)

    def _tried(self, shape: str, there: set[str]) -> dict[str, tuple[Pattern, ...]]:
        names = {
            shape.format(chr(FIRST + place)): name for place, name in enumerate(self.varying) if name in there
        }
        probes = {**dict.fromkeys(self.varying, ""), **{name: probe for probe, name in names.items()}}
        complete = self.kind.whole(self.values(probes))
        try:
            tree = finish(parse(self.kind.body.markup(complete), self.kind.code), self.profile)
        except (TypeError, ValueError, KeyError) as error:  # a filter that reads a date or a number
            raise NotStampable(f"{self.kind.code} computes with a value: {error}") from error
        found = certificate.texts_of(tree)
        seen = "".join(text for texts in found.values() for text in texts)
        for probe, name in names.items():
            if probe not in seen:
                raise NotStampable(f"{self.kind.code} does more with {name} than print it")
        return {code: tuple(_pattern(text, names) for text in texts) for code, texts in found.items()}


def _pattern(text: str, names: Mapping[str, str]) -> Pattern:
    return Pattern(tuple(_PROBE.split(text)), tuple(names[probe] for probe in _PROBE.findall(text)))


def _types(shape: Mapping) -> list[str]:
    kind = shape.get("type", [])
    return [kind] if isinstance(kind, str) else list(kind)


class _Limit:
    """The checks of one text of the schema, quicker than a validator: kind, length, form, letters."""

    def __init__(self, shape: Mapping, required: bool) -> None:
        self.required = required
        self.most = shape.get("maxLength")
        self.pattern = re.compile(shape["pattern"]) if "pattern" in shape else None
        self.reason = shape.get("x-reason") or schema.REASONS["pattern"]

    def clean(self, name: str, value: Any, problems: list[Refusal]) -> str:
        path = f"$.{name}"
        if value is None or value == "":
            if self.required:
                problems.append(Refusal(path, schema.MISSING))
            return ""
        if not isinstance(value, str):
            problems.append(Refusal(path, NOT_TEXT))
            return ""
        text = value if repertoire.plain(value) else schema.clean_text(value, path, problems)
        text = BLANKS.sub(" ", text).strip(" ")
        if self.most is not None and len(text) > self.most:
            problems.append(Refusal(path, schema.REASONS["maxLength"], limit=self.most, length=len(text)))
        if self.pattern and not self.pattern.search(text):
            problems.append(Refusal(path, self.reason, limit=self.pattern.pattern))
        return text
