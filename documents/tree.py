"""The tree of one paper: nodes with words, read from the markup that a template gave.

Words are kept as typed; only runs of blanks, tabs and line ends count as one blank (a no-break space stays).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import is_

from lxml import etree

from . import tags
from .errors import TemplateFault

BLANKS = re.compile("[ \t\r\n]+")
_SQUEEZED = ("  ", "\n", "\r", "\t")


@dataclass(frozen=True, slots=True)
class Node:
    """One tag: `children` are nodes and strings in reading order; `attributes` are plain strings."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: tuple = ()

    def get(self, name: str, default: str = "") -> str:
        """An attribute, or the default."""
        return self.attributes.get(name, default)

    def nodes(self, *names: str) -> tuple["Node", ...]:
        """Child nodes, all or those of the given tags."""
        return tuple(
            child for child in self.children if isinstance(child, Node) and (not names or child.tag in names)
        )

    def first(self, name: str) -> "Node | None":
        """First child node of that tag, if there is one."""
        for child in self.children:
            if isinstance(child, Node) and child.tag == name:
                return child
        return None

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in reading order."""
        yield self
        for child in self.nodes():
            yield from child.walk()

    def strings(self) -> Iterator[str]:
        """All pieces of text below this node, in reading order."""
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child.strings()

    @property
    def text(self) -> str:
        """All words of the node as one string."""
        return "".join(self.strings())

    def with_children(self, children) -> "Node":
        """The same tag with other children; the node itself where they are the same."""
        others = tuple(children)
        same = len(others) == len(self.children) and all(map(is_, others, self.children))
        return self if same else Node(self.tag, self.attributes, others)

    def with_attributes(self, **attributes: str) -> "Node":
        """The same tag with some attributes set."""
        return Node(self.tag, {**self.attributes, **attributes}, self.children)


@dataclass(frozen=True, slots=True)
class PlainRows(Node):
    """Rows of a table in which no cell has more than words: `cells[row][column]` is a tuple of lines.

    A list of a thousand people is ten thousand nodes that nobody changes; as texts they cost a tenth of the time.
    """

    cells: tuple[tuple[tuple[str, ...], ...], ...] = ()

    def strings(self) -> Iterator[str]:
        """All pieces of text, in reading order."""
        return (line for row in self.cells for cell in row for line in cell)

    def with_children(self, children) -> "PlainRows":
        """The same rows: there is nothing below them that a step could have changed."""
        return self


FEWEST = 8  # fewer rows in a row are not worth a way of their own
_TEXT = "[^<>&]*"
_PLAIN_CELL = rf"<cell>{_TEXT}(?:<line>{_TEXT}</line>{_TEXT})*</cell>\s*"
_PLAIN_ROWS = re.compile(rf"(?:<row>\s*(?:{_PLAIN_CELL})+</row>\s*){{{FEWEST},}}")
_BETWEEN = re.compile("[ ]?(</?(?:row|cell|line)>)[ ]?")
_TAKEN_OUT = "plain-rows"  # stands in the markup for rows that were read already; no template may use it
_HANDWRITING = "\u00a0\u00a0"  # room for it is drawn in a way of its own, see `layout.runs`


class _Cells(dict[str, tuple[str, ...]]):
    """Lines of a cell by its markup: in a long list most cells come again."""

    def __missing__(self, cell: str) -> tuple[str, ...]:
        texts = (cell,)
        if "<line>" in cell:
            texts = cell[cell.index("<line>") + 6 : cell.rindex("</line>")].split("</line><line>")
        lines = self[cell] = tuple([text for text in texts if text and not text.isspace()])
        return lines


def _rows_read(block: str) -> PlainRows:
    block = block.rstrip()
    if _uneven(block):
        block = _BETWEEN.sub(r"\1", BLANKS.sub(" ", block))
    lines = _Cells().__getitem__
    rows = block.removeprefix("<row><cell>").removesuffix("</cell></row>").split("</cell></row><row><cell>")
    return PlainRows("rows", cells=tuple(tuple(map(lines, row.split("</cell><cell>"))) for row in rows))


def _uneven(block: str) -> bool:
    """Whether there are blanks that say nothing."""
    return any(map(block.__contains__, ("> ", " <", *_SQUEEZED)))


_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)


def parse(markup: str, place: str = "body.html") -> Node:
    """Markup → tree; raises TemplateFault with the line where the markup breaks the tag set."""
    taken: list[PlainRows] = []

    def take(block: re.Match) -> str:
        if _HANDWRITING in block[0]:
            return block[0]
        taken.append(_rows_read(block[0]))
        return f"<{_TAKEN_OUT}/>"

    if "</row>" in markup:
        markup = _PLAIN_ROWS.sub(take, markup)
    try:
        root = etree.fromstring(markup.encode("utf-8"), _PARSER)
    except etree.XMLSyntaxError as error:
        raise TemplateFault(place, str(error)) from error
    return _node(root, None, place, iter(taken))


_KNOWN: set[tuple[str, str | None]] = set()  # (tag, parent) that were found right without attributes


def _node(element, parent: str | None, place: str, taken: Iterator[PlainRows]) -> Node:
    tag = element.tag
    if tag == _TAKEN_OUT:
        tags.check("row", {}, parent, place)
        return next(taken)
    if not isinstance(tag, str):
        raise TemplateFault(f"{place}, line {element.sourceline}", "entities are not allowed")
    given = element.items()
    attributes = dict(given) if given else {}
    if attributes or (tag, parent) not in _KNOWN:
        tags.check(tag, attributes, parent, f"{place}, line {element.sourceline}")
        if not attributes:
            _KNOWN.add((tag, parent))
    takes_text = tags.TAGS[tag].text
    children: list = []
    _take_words(element.text, takes_text, children, element, place)
    for child in element:
        children.append(_node(child, tag, place, taken))
        _take_words(child.tail, takes_text, children, element, place)
    said = {name: _squeezed(value).strip() for name, value in attributes.items()} if attributes else {}
    return Node(tag, said, tuple(_trimmed(children, tag)) if children else ())


def _squeezed(text: str) -> str:
    return BLANKS.sub(" ", text) if any(map(text.__contains__, _SQUEEZED)) else text


def _take_words(text: str | None, allowed: bool, children: list, element, place: str) -> None:
    if not text:
        return
    if allowed:
        children.append(_squeezed(text))
    elif text.strip():
        where = f"{place}, line {element.sourceline}"
        raise TemplateFault(where, f"<{element.tag}> cannot hold words: {text.strip()[:40]!r}")


def _trimmed(children: list, tag: str) -> list:
    """Drop blanks at both ends, and those between block children."""
    if tag in tags.INLINE:
        return children
    if len(children) == 1 and isinstance(children[0], str):
        words = children[0].strip(" ")
        return [words] if words else []
    inline = [c for c in children if isinstance(c, str) or c.tag in tags.INLINE]
    if len(inline) != len(children):
        children = [c for c in children if not isinstance(c, str) or c.strip()]
    if children and isinstance(children[0], str):
        children[0] = children[0].lstrip(" ")
    if children and isinstance(children[-1], str):
        children[-1] = children[-1].rstrip(" ")
    return [c for c in children if c != ""]
