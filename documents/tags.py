"""The tag set of a paper's body: what each tag may hold and which attributes it takes.

One table; the loader of templates, the tree and the docs read it. A tag speaks of the paper ("ground", "article",
"recipient"), never of its looks. Numbers of articles, semicolons of bases, dashes of lists and "./." are the
engine's work, so that a part that is left out leaves no gap.
"""

from dataclasses import dataclass, field

from .errors import TemplateFault

INLINE = frozenset({"strong", "em"})
BLOCKS = frozenset({"para", "item", "field", "clause", "point", "table"})
_WIDTH = "a width in mm, or * for what is left"


def _one_of(*words: str):
    return lambda text: text in words


def _width(text: str) -> bool:
    return text == "*" or (text.isdigit() and 5 <= int(text) <= 250)


def _count(text: str) -> bool:
    return text.isdigit() and int(text) >= 1


def _any(text: str) -> bool:
    return True


@dataclass(frozen=True)
class Tag:
    """children: tags allowed inside; text: whether words may stand directly in it; attributes: name → check."""

    children: frozenset[str] = frozenset()
    text: bool = False
    attributes: dict = field(default_factory=dict)
    required: frozenset[str] = frozenset()


def _text(*children: str, **attributes) -> Tag:
    return Tag(children=INLINE | frozenset(children), text=True, attributes=attributes)


_ALIGN = _one_of("left", "center", "right", "justify")
_NUMBERED = {"heading": _any}

_WHOLE = BLOCKS | {
    "letterhead", "title", "subject", "attached-to", "authority", "addressees", "basis", "order", "part", "chapter",
    "article", "closing", "signatures", "recipients",
}  # fmt: skip
_LAID = {"orientation": _one_of("portrait", "landscape"), "end": _one_of("yes", "no")}

TAGS: dict[str, Tag] = {
    "paper": Tag(children=_WHOLE | {"appendix", "certificate", "copying", "photo"}, attributes=_LAID),
    "appendix": Tag(children=_WHOLE, attributes={**_LAID, "label": _one_of("yes", "no")}),
    "copying": Tag(children=frozenset({"issuer", "form", "number", "place-date"})),
    "form": _text(),
    "letterhead": Tag(children=frozenset({"parent", "issuer", "number", "about", "place-date"})),
    "about": _text("line"),
    "parent": _text("line"),
    "issuer": _text("line"),
    "number": _text(),
    "place-date": _text(),
    "title": _text("line"),
    "subject": _text("line"),
    "attached-to": _text("line"),
    "authority": _text("line"),
    "addressees": Tag(children=frozenset({"addressee"})),
    "addressee": _text(),
    "basis": Tag(children=frozenset({"ground"})),
    "ground": _text(),
    "order": _text(),
    "part": Tag(children=BLOCKS, attributes=_NUMBERED, required=frozenset({"heading"})),
    "chapter": Tag(children=BLOCKS | {"article"}, attributes=_NUMBERED, required=frozenset({"heading"})),
    "article": Tag(children=BLOCKS | INLINE, text=True, attributes=_NUMBERED),
    "clause": Tag(children=BLOCKS | INLINE, text=True, attributes=_NUMBERED),
    "point": Tag(children=BLOCKS | INLINE, text=True, attributes=_NUMBERED),
    "para": _text(indent=_one_of("yes", "no"), align=_ALIGN, keep=_one_of("yes", "no")),
    "item": _text(),
    "field": Tag(children=INLINE, text=True, attributes={"label": _any}, required=frozenset({"label"})),
    "table": Tag(
        children=frozenset({"column", "band", "row", "total"}),
        attributes={"size": _one_of("normal", "small")},
    ),
    "column": Tag(
        children=INLINE,
        text=True,
        attributes={"width": _width, "align": _ALIGN, "group": _any},
        required=frozenset({"width"}),
    ),
    "band": _text(),
    "row": Tag(children=frozenset({"cell"})),
    "total": Tag(children=frozenset({"cell"})),
    "photo": Tag(attributes={"data": _any}, required=frozenset({"data"})),
    "cell": _text("line", span=_count, align=_ALIGN),
    "line": _text(),
    "closing": Tag(children=frozenset({"recipients", "signature"})),
    "recipients": Tag(children=frozenset({"recipient"})),
    "recipient": _text(),
    "signatures": Tag(children=frozenset({"signature"})),
    "signature": Tag(children=frozenset({"line", "hint", "name"})),
    "hint": _text(),
    "name": _text(),
    "certificate": Tag(
        children=frozenset(
            {
                "authority",
                "verb",
                "award",
                "presented",
                "about",
                "merit",
                "registered",
                "place-date",
                "signature",
            }
        ),
        attributes={
            "background": _one_of("border", "grid", "none"),
            "print": _one_of("all", "fields"),
            "dx": _any,
            "dy": _any,
            "logo": _any,
        },
    ),
    "verb": _text(),
    "award": _text(),
    "presented": _text(),
    "merit": _text("line"),
    "registered": _text(),
    "strong": Tag(children=frozenset({"em"}), text=True),
    "em": Tag(children=frozenset({"strong"}), text=True),
}


def check(
    tag: str, attributes: dict[str, str], parent: str | None, place: str, *, fixed=lambda text: True
) -> None:
    """Raise TemplateFault if the tag is unknown, stands in the wrong tag, or has a wrong attribute.

    `fixed(text)` tells whether an attribute's value is literal: one that a template fills in is checked later.
    """
    if tag not in TAGS:
        raise TemplateFault(place, f"unknown tag <{tag}>")
    if parent is None and tag != "paper":
        raise TemplateFault(place, f"the body must be one <paper>, not <{tag}>")
    if parent is not None and tag not in TAGS[parent].children:
        raise TemplateFault(place, f"<{tag}> cannot stand in <{parent}>")
    known = TAGS[tag]
    for name, value in attributes.items():
        if name not in known.attributes:
            raise TemplateFault(place, f"<{tag}> has no attribute {name!r}")
        if fixed(value) and not known.attributes[name](value):
            raise TemplateFault(place, f"<{tag} {name}={value!r}>: not an allowed value")
    for name in sorted(known.required - attributes.keys()):
        raise TemplateFault(place, f"<{tag}> needs the attribute {name!r}")
