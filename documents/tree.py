"""The tree of one paper: nodes with words, read from the markup that a template gave.

Words are kept as typed; only runs of blanks, tabs and line ends count as one blank (a no-break space stays).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from . import tags
from .errors import TemplateFault

BLANKS = re.compile("[ \t\r\n]+")


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
        return next(iter(self.nodes(name)), None)

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
        """The same tag with other children."""
        return Node(self.tag, self.attributes, tuple(children))

    def with_attributes(self, **attributes: str) -> "Node":
        """The same tag with some attributes set."""
        return Node(self.tag, {**self.attributes, **attributes}, self.children)


def parse(markup: str, place: str = "body.html") -> Node:
    """Markup → tree; raises TemplateFault with the line where the markup breaks the tag set."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(markup.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise TemplateFault(place, str(error)) from error
    return _node(root, None, place)


_KNOWN: set[tuple[str, str | None]] = set()  # (tag, parent) that were found right without attributes


def _node(element, parent: str | None, place: str) -> Node:
    tag = element.tag
    if not isinstance(tag, str):
        raise TemplateFault(f"{place}, line {element.sourceline}", "entities are not allowed")
    attributes = dict(element.attrib)
    if attributes or (tag, parent) not in _KNOWN:
        tags.check(tag, attributes, parent, f"{place}, line {element.sourceline}")
        if not attributes:
            _KNOWN.add((tag, parent))
    texts = [(None, element.text), *((child, child.tail) for child in element)]
    takes_text = tags.TAGS[tag].text
    children: list = []
    for child, text in texts:
        if child is not None:
            children.append(_node(child, tag, place))
        if text and takes_text:
            children.append(BLANKS.sub(" ", text))
        elif text and text.strip():
            where = f"{place}, line {element.sourceline}"
            raise TemplateFault(where, f"<{tag}> cannot hold words: {text.strip()[:40]!r}")
    said = {name: BLANKS.sub(" ", value).strip() for name, value in attributes.items()} if attributes else {}
    return Node(tag, said, tuple(_trimmed(children, tag)))


def _trimmed(children: list, tag: str) -> list:
    """Drop blanks at both ends, and those between block children."""
    if tag in tags.INLINE:
        return children
    inline = [c for c in children if isinstance(c, str) or c.tag in tags.INLINE]
    if len(inline) != len(children):
        children = [c for c in children if not isinstance(c, str) or c.strip()]
    if children and isinstance(children[0], str):
        children[0] = children[0].lstrip(" ")
    if children and isinstance(children[-1], str):
        children[-1] = children[-1].rstrip(" ")
    return [c for c in children if c != ""]
