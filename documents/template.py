"""Bodies: Jinja over the tag set, checked when they are loaded, run in a sandbox over plain values.

What is checked at load: every tag and attribute (also in branches that the sample does not reach), every name and
every field of a name against the schema, every filter. A template can do nothing but lay out values.
"""

import re
from collections.abc import Mapping
from datetime import date, time
from functools import lru_cache
from html import escape

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from vietnamese.dates import official_date, place_and_date, screen_date, spoken_time, weekday
from vietnamese.numbers import group, percent, two_digits
from vietnamese.words import amount_in_words

from . import names, tags
from .errors import TemplateFault
from .symbols import number_text

_HOLE = "\ue000"  # stands for what a template prints, while its source is checked
_WIDE = re.compile(" {2,}")


def _fixed_blanks(text: str) -> str:
    """Room left for handwriting (several blanks) as no-break spaces, so that no output swallows it."""
    return _WIDE.sub(lambda blanks: "\u00a0" * len(blanks[0]), text)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _number(value: Mapping) -> str:
    return number_text(value["seq"], value.get("suffix") or "", value["symbol"])


def _official(value: str | None, year: int | None = None) -> str:
    return _fixed_blanks(official_date(_day(value), year=year))


def _place_and_date(place: str, value: str | None, year: int) -> str:
    day = _day(value)
    when = place_and_date(place, day) if day else f"{place}, {official_date(None, year=year)}"
    return _fixed_blanks(when)


def _clock(value: str | None) -> str:
    return spoken_time(time.fromisoformat(value)) if value else _fixed_blanks("     giờ      phút")


def _hour(value: str | None) -> str:
    """ "07h30", for cells of programmes; nothing where there is no time."""
    return value.replace(":", "h") if value else ""


def _group(value: int | None) -> str:
    """ "1.410.000"; a number below zero has a minus sign, after which no engine breaks the line."""
    return group(value).replace("-", "\u2212")


def _weekday(value: str) -> str:
    return weekday(date.fromisoformat(value))


def _paragraphs(value: str | None) -> list[str]:
    """What a user typed over several lines, as one string per line that holds words."""
    return [line.strip() for line in (value or "").split("\n") if line.strip()]


def _joined(values, last: str = " và ") -> str:
    """ "a, b và c"."""
    items = list(values)
    return last.join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


def _lower_first(value: str) -> str:
    return value[:1].lower() + value[1:]


def _upper_first(value: str) -> str:
    return value[:1].upper() + value[1:]


def _dong(amount: int) -> str:
    """ "1.410.000 đồng", never torn between figure and unit."""
    return f"{group(amount)}\u00a0đồng"


def _share(part: int, whole: int) -> str:
    """ "95,8%"; a dash where there is nothing to be a share of."""
    return percent(part, whole) if whole else "–"


def _points(tenths: int) -> str:
    """Points kept as tenths: 970 → "97", 895 → "89,5"."""
    whole, tenth = divmod(abs(tenths), 10)
    return ("-" if tenths < 0 else "") + group(whole) + (f",{tenth}" if tenth else "")


def _numeric_date(value: str | None) -> str:
    """ "15/04/2025", for cells of tables; nothing where there is no date."""
    return screen_date(_day(value)) if value else ""


FILTERS = {
    "number_text": _number, "official_date": _official, "place_and_date": _place_and_date, "clock": _clock,
    "hour": _hour, "weekday": _weekday, "group": _group, "two_digits": two_digits, "in_words": amount_in_words,
    "paragraphs": _paragraphs, "joined": _joined, "lower_first": _lower_first, "upper_first": _upper_first,
    "percent": _share, "dong": _dong, "points": _points, "numeric_date": _numeric_date,
}  # fmt: skip
KEPT_FILTERS = ("length", "list", "first", "last", "sum", "selectattr", "rejectattr", "map", "sort", "default", "max",
                "min", "join", "select", "reject", "groupby", "batch", "string", "int", "trim", "unique")  # fmt: skip


_SIGNS = re.compile("[&<>\"']")


def _escaped(value) -> str:
    """What a template prints, whatever it is: nothing is exempt, as it would be from Jinja's own autoescape."""
    text = value if type(value) is str else str(value)
    return escape(text) if _SIGNS.search(text) else text


class _Sandbox(ImmutableSandboxedEnvironment):
    """Looks names up first as what they nearly always are: a field of a group, the place of a loop."""

    def getattr(self, obj, attribute):
        kind = type(obj)
        if kind is dict and attribute in obj:
            return obj[attribute]
        if kind is LoopContext and attribute in names.LOOP:
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def parse(self, source, name=None, filename=None):
        """The syntax tree, to be read only; of what many bodies include it is made once."""
        return _parsed(source, name)


def environment(sources: Mapping[str, str]) -> ImmutableSandboxedEnvironment:
    """A sandbox that sees the given sources by name and the filters above; no globals, strict about names."""
    made = _Sandbox(
        loader=FunctionLoader(sources.get), finalize=_escaped, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, cache_size=64,
    )  # fmt: skip
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in KEPT_FILTERS} | FILTERS
    return made


_READER = environment({})


@lru_cache(maxsize=64)
def _parsed(source: str, name: str | None) -> nodes.Template:
    return super(_Sandbox, _READER).parse(source, name)


class Body:
    """One checked body; `markup(values)` renders it. Raises TemplateFault on anything wrong in the source."""

    def __init__(self, sources: Mapping[str, str], name: str, schema: Mapping, place: str) -> None:
        self.place = place
        made = environment(sources)
        for source in _with_included(made, sources, name, place):
            _check_tags(sources[source], source, source == name)
        whole = _joined_up(sources, name, ())
        try:
            names.check(made, sources, name, schema)
            self._template = made.from_string(whole)
        except TemplateError as error:
            raise TemplateFault(f"{place}, line {getattr(error, 'lineno', '?')}", str(error)) from error

    def markup(self, values: Mapping) -> str:
        """The body filled with values (already checked and completed by `schema`)."""
        try:
            return self._template.render(**values)
        except TemplateError as error:
            raise TemplateFault(self.place, f"{type(error).__name__}: {error}") from error


_AROUND_CELLS = re.compile(r"\s*(</?(?:row|cell)>)\s*")  # blanks there say nothing, and a list has thousands
_INCLUDE = re.compile(r"""{%-?\s*include\s+(["'])(?P<name>[^"']+)\1\s*-?%}""")


def _joined_up(sources: Mapping[str, str], name: str, above: tuple[str, ...]) -> str:
    """The source with what it includes in place: a call for each row of a long list costs more than the row."""
    if name in above:
        raise TemplateFault(name, "it includes itself")
    within = (*above, name)
    joined = _INCLUDE.sub(
        lambda found: _joined_up(sources, found["name"], within).removesuffix("\n"), sources[name]
    )
    return _AROUND_CELLS.sub(r"\1", joined)


def _with_included(made, sources: Mapping[str, str], name: str, place: str) -> list[str]:
    found, waiting = [], [name]
    while waiting:
        current = waiting.pop()
        if current in found:
            continue
        found.append(current)
        try:
            tree = made.parse(sources[current], current)
        except TemplateError as error:
            raise TemplateFault(f"{current}, line {getattr(error, 'lineno', '?')}", str(error)) from error
        for include in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)):
            if not isinstance(include, nodes.Include) or not isinstance(include.template, nodes.Const):
                raise TemplateFault(
                    f"{current}, line {include.lineno}", 'only {% include "name" %} is allowed'
                )
            if include.template.value not in sources:
                raise TemplateFault(
                    f"{current}, line {include.lineno}", f"no file {include.template.value!r}"
                )
            waiting.append(include.template.value)
    return found


@lru_cache(maxsize=64)
def _check_tags(source: str, name: str, whole: bool) -> None:
    """Tags and attributes of the source itself, whatever branches it has: statements out, prints as holes.

    What was found right is remembered: many bodies include the same.
    """
    text = _without_statements(source)
    _check_branches(text, name)
    text = text.translate(dict.fromkeys(map(ord, _BRANCH_SIGNS)))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring((text if whole else f"<fragment>{text}</fragment>").encode(), parser)
    except etree.XMLSyntaxError as error:
        raise TemplateFault(name, str(error)) from error
    tops = [(root, None)] if whole else [(child, _parent_of(child.tag)) for child in root]
    for top, parent in tops:
        _check_element(top, parent, name)


_OPEN, _MIDDLE, _CLOSE = _BRANCH_SIGNS = "\ue001\ue002\ue003"
_STATEMENTS = {
    "if": _OPEN, "for": _OPEN, "with": _OPEN, "elif": _MIDDLE, "else": _MIDDLE,
    "endif": _CLOSE, "endfor": _CLOSE, "endwith": _CLOSE,
}  # fmt: skip


def _without_statements(source: str) -> str:
    """The source with a hole for each print and a sign for each branch; line ends stay where they are."""
    pieces, inside, first = [], "", False
    for _, token, value in _READER.lex(source):
        ends = "\n" * value.count("\n")
        if token in ("variable_begin", "block_begin", "comment_begin"):
            inside, first = token.removesuffix("_begin"), True
            pieces.append((_HOLE if inside == "variable" else "") + ends)
        elif token in ("variable_end", "block_end", "comment_end"):
            inside = ""
            pieces.append(ends)
        elif inside:
            if inside == "block" and token == "name" and first:
                pieces.append(_STATEMENTS.get(value, ""))
                first = False
            pieces.append(ends)
        else:
            pieces.append(value)
    return "".join(pieces)


_TAG_OR_BRANCH = re.compile(rf"<(/?)[A-Za-z][^<>]*?(/?)>|([{_BRANCH_SIGNS}])")


def _check_branches(text: str, name: str) -> None:
    """What an {% if %} or {% for %} opens, it closes: else one branch of the data would break the paper."""
    depth, begun = 0, []
    for match in _TAG_OR_BRANCH.finditer(text):
        closing, single, sign = match.groups()
        if not sign:
            depth += 0 if single else -1 if closing else 1
        elif sign == _OPEN:
            begun.append(depth)
        elif begun and depth != begun[-1]:
            line = text.count("\n", 0, match.start()) + 1
            raise TemplateFault(f"{name}, line {line}", "a tag is not closed in the branch that opens it")
        elif sign == _CLOSE and begun:
            begun.pop()


def _parent_of(tag: str) -> str | None:
    return next((name for name, known in tags.TAGS.items() if tag in known.children), "paper")


def _check_element(element, parent: str | None, name: str) -> None:
    place = f"{name}, line {element.sourceline}"
    tags.check(element.tag, dict(element.attrib), parent, place, fixed=lambda text: _HOLE not in text)
    if not tags.TAGS[element.tag].text:
        words = [element.text or "", *(child.tail or "" for child in element)]
        if any(word.replace(_HOLE, "").strip() for word in words) or any(_HOLE in word for word in words):
            raise TemplateFault(place, f"<{element.tag}> cannot hold words")
    for child in element:
        _check_element(child, element.tag, name)
