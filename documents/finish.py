"""The engine's own words: what the law fixes is written by the engine, once, and never typed by anyone.

`finish` takes the tree of a body and adds the Quốc hiệu and Tiêu ngữ, "Số:", numbers of articles, parts, clauses
and points, the semicolons and the full stop of the grounds, dashes, "Nơi nhận:", "Lưu: VT" and "./.". Parts that
turned out empty vanish before anything is counted. After it the tree holds every word of the paper in reading
order; the writers add none.

Sources: NĐ 30/2020, Phụ lục I (căn cứ: ";" and a last "."; Điều, khoản, điểm; nơi nhận) and the forms of Phụ lục III.
"""

from . import certificate
from .profile import Profile
from .tree import Node

# Order of điểm, NĐ 30/2020: the Vietnamese alphabet without ă â ê ô ơ ư, and without f j w z.
POINTS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_UPPER = {
    "parent": "parent",
    "issuer": "issuer",
    "title": "title",
    "authority": "authority",
    "order": "order",
}
_NUMBERED = ("article", "chapter", "part", "clause", "point")
_BODY = frozenset({"para", "item", "field", "clause", "point", "article"})
_AFTER_END = frozenset({"closing", "signatures", "recipients", "appendix", "copying"})


def finish(tree: Node, profile: Profile) -> Node:
    """The tree with every word of the paper; raises nothing. Empty parts are gone, the rest is counted."""
    kept = _without_empty(tree)
    paper = kept.with_children(_finished(child, profile) for child in kept.children)
    paper = _appendices(_numbered(paper, {"article": 0}), profile)
    if paper.get("end", "yes") == "yes":
        paper = _ended(paper, profile.texts["end"])
    return paper


def _appendices(paper: Node, profile: Profile) -> Node:
    """«Phụ lục» over each labelled appendix, with a Roman number where there are several (Phụ lục I, III.1)."""
    labelled = [part for part in paper.nodes("appendix") if part.get("label", "yes") == "yes"]
    children, count = [], 0
    for child in paper.children:
        if isinstance(child, Node) and child.tag == "appendix":
            if child.get("label", "yes") == "yes":
                count += 1
                number = f" {roman(count)}" if len(labelled) > 1 else ""
                name = Node("appendix-label", children=(profile.texts["appendix"] + number,))
                child = child.with_children((name, *child.children))
            child = child.with_attributes(label="")
            if child.get("end", "no") == "yes":
                child = _ended(child, profile.texts["end"])
        children.append(child)
    return paper.with_children(children)


def roman(number: int) -> str:
    """1 → "I", 4 → "IV", 39 → "XXXIX" (up to 89)."""
    result = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        result += sign * count
    return result


def point_sign(number: int) -> str:
    """1 → "a", 5 → "đ"; after y the alphabet starts again doubled ("aa")."""
    turn, place = divmod(number - 1, len(POINTS))
    return POINTS[place] * (turn + 1)


def _is_leaf(node: Node) -> bool:
    return len(node.children) == 1 and isinstance(node.children[0], str)


def _without_empty(node: Node) -> Node:
    if _is_leaf(node):
        return node
    children = []
    for child in node.children:
        if isinstance(child, str):
            children.append(child)
            continue
        slim = _without_empty(child)
        empty = not slim.children if slim.tag not in _TEXTUAL else not slim.text.strip()
        if empty and slim.tag in _VANISH:
            continue
        children.append(slim)
    return node.with_children(children)


_TEXTUAL = frozenset({
    "para", "item", "ground", "addressee", "recipient", "line", "hint", "name", "subject", "attached-to", "number",
    "place-date", "parent", "issuer", "about", "form",
})  # fmt: skip
_VANISH = _TEXTUAL | {
    "part",
    "article",
    "clause",
    "point",
    "basis",
    "addressees",
    "authority",
    "appendix",
    "chapter",
}


def split_lines(node: Node) -> list[Node]:
    """A node whose <line> children stand for preferred breaks, as one node per line; else itself."""
    lines = node.nodes("line")
    return [node.with_children(line.children) for line in lines] if lines else [node]


def _upper(node: Node) -> Node:
    return node.with_children(
        child.upper() if isinstance(child, str) else _upper(child) for child in node.children
    )


def _finished(child, profile: Profile):
    if isinstance(child, str):
        return child
    step = _STEPS.get(child.tag)
    if step is not None:
        return step(child, profile)
    style = _UPPER.get(child.tag)
    if style and profile.styles[style].upper:
        return _upper(child)
    if _is_leaf(child):
        return child
    return child.with_children(_finished(grandchild, profile) for grandchild in child.children)


def _letterhead(node: Node, profile: Profile) -> Node:
    """Reading order: parent and issuer (left), Quốc hiệu and Tiêu ngữ (right), number, place and date."""
    children: list[Node] = []
    for tag in ("parent", "issuer"):
        for no, part in enumerate(node.nodes(tag)):
            lines = split_lines(part)
            if no:  # the second issuer of a joint paper
                lines[0] = lines[0].with_attributes(apart="yes")
            children += [_upper(line) for line in lines] if profile.styles[tag].upper else lines
    children.append(Node("national", children=(profile.texts["national"],)))
    children.append(Node("motto", children=(profile.texts["motto"],)))
    for number in node.nodes("number"):
        children.append(number.with_children((profile.texts["number"] + " ", *number.children)))
    for about in node.nodes("about"):
        lines = split_lines(about)
        lead = lines[0].with_children((profile.texts["about"] + " ", *lines[0].children))
        children += [lead, *lines[1:]]
    children += node.nodes("place-date")
    return node.with_children(children)


def _copying(node: Node, profile: Profile) -> Node:
    """Reading order of the block under a copied text: copying body, form of the copy, number, place and date."""
    form = [_upper(part) for part in node.nodes("form")]
    issuer = [_upper(line) for part in node.nodes("issuer") for line in split_lines(part)]
    number = [
        part.with_children((profile.texts["number"] + " ", *part.children)) for part in node.nodes("number")
    ]
    return node.with_children([*issuer, *form, *number, *node.nodes("place-date")])


def _basis(node: Node, profile: Profile) -> Node:
    grounds = node.nodes("ground")
    ends = [";"] * (len(grounds) - 1) + ["."]
    return node.with_children(_ending(ground, end) for ground, end in zip(grounds, ends, strict=True))


def _addressees(node: Node, profile: Profile) -> Node:
    label = profile.texts["addressees"]
    places = node.nodes("addressee")
    if len(places) == 1:
        return node.with_children([places[0].with_children((label + " ", *_ending(places[0], "").children))])
    ends = [";"] * (len(places) - 1) + ["."]
    rows = [_ending(place, end) for place, end in zip(places, ends, strict=True)]
    return node.with_children(
        [Node("addressee-head", children=(label,))]
        + [row.with_children(("- ", *row.children)).with_attributes(listed="yes") for row in rows]
    )


def _recipients(node: Node, profile: Profile) -> Node:
    """Dash and semicolon on each line, none twice; the last line says what is kept, and where."""
    places = list({_ending(place, "").text.casefold(): place for place in node.nodes("recipient")}.values())
    kept = profile.texts["kept"]
    if not places or not places[-1].text.casefold().startswith(kept.split(":")[0].casefold() + ":"):
        places.append(Node("recipient", children=(kept,)))
    ends = [";"] * (len(places) - 1) + ["."]
    rows = [_ending(place, end) for place, end in zip(places, ends, strict=True)]
    return node.with_children(
        [Node("recipients-head", children=(profile.texts["recipients"],))]
        + [row.with_children(("- ", *row.children)) for row in rows]
    )


def _closing(node: Node, profile: Profile) -> Node:
    left = [_recipients(part, profile) for part in node.nodes("recipients")]
    return node.with_children(left + [_signature(part, profile) for part in node.nodes("signature")])


def _signature(node: Node, profile: Profile) -> Node:
    upper = profile.styles["signer_title"].upper
    return node.with_children(_upper(part) if upper and part.tag == "line" else part for part in node.nodes())


def _signatures(node: Node, profile: Profile) -> Node:
    """Side by side: first what stands above the signatures, from left to right, then the names below."""
    above = [
        _signature(part.with_children(part.nodes("line", "hint")), profile)
        for part in node.nodes("signature")
    ]
    below = [Node("signed", children=part.nodes("name")) for part in node.nodes("signature")]
    return node.with_children(above + below)


def _part(node: Node, profile: Profile) -> Node:
    heading = node.get("heading")
    if profile.styles["part_heading"].upper:
        heading = heading.upper()
    return node.with_attributes(heading=heading).with_children(
        _finished(child, profile) for child in node.children
    )


def _chapter(node: Node, profile: Profile) -> Node:
    return node.with_attributes(heading=node.get("heading").upper()).with_children(
        _finished(child, profile) for child in node.children
    )


def _item(node: Node, profile: Profile) -> Node:
    return node.with_children(("- ", *node.children))


def _field(node: Node, profile: Profile) -> Node:
    return node.with_attributes(label=node.get("label").rstrip(" :") + ":")


def _table(node: Node, profile: Profile) -> Node:
    """Column headings become one or two head rows: grouped columns share a cell above their own."""
    columns = node.nodes("column")
    deep = "2" if any(column.get("group") for column in columns) else "1"
    upper: list[Node] = []
    lower: list[Node] = []
    group = ""
    for column in columns:
        name = column.get("group")
        if not name:
            upper.append(Node("cell", {"rows": deep, "span": "1"}, column.children))
        elif name == group:
            upper[-1] = upper[-1].with_attributes(span=str(int(upper[-1].get("span")) + 1))
            lower.append(Node("cell", {}, column.children))
        else:
            upper.append(Node("cell", {"rows": "1", "span": "1"}, (name,)))
            lower.append(Node("cell", {}, column.children))
        group = name
    heads = [Node("head", children=tuple(cells)) for cells in (upper, lower) if cells]
    frame = [column.with_children(()) for column in columns]
    return node.with_children([*frame, *heads, *node.nodes("band", "row", "rows", "total")])


_STEPS = {
    "letterhead": _letterhead, "basis": _basis, "addressees": _addressees, "recipients": _recipients,
    "closing": _closing, "signatures": _signatures, "part": _part, "chapter": _chapter,
    "copying": _copying, "item": _item, "field": _field,
    "table": _table, "certificate": certificate.finished,
}  # fmt: skip


def _ending(node: Node, mark: str) -> Node:
    """The same words with exactly one mark at the end, whatever mark was typed there."""
    return _append(node, mark, " .;,\u00a0")


def _append(node: Node, mark: str, strip: str) -> Node:
    children = list(node.children)
    while children:
        last = children[-1]
        if isinstance(last, str):
            stripped = last.rstrip(strip)
            if stripped:
                children[-1] = stripped
                break
            children.pop()
        elif last.text.rstrip(strip):
            children[-1] = _append(last, "", strip)
            break
        else:
            children.pop()
    if mark:
        if children and isinstance(children[-1], str):
            children[-1] += mark
        else:
            children.append(mark)
    return node.with_children(children)


def _numbered(node: Node, counts: dict[str, int]) -> Node:
    """Labels: articles run through the paper, the others start again in each parent."""
    if _is_leaf(node):
        return node
    here = dict.fromkeys(("chapter", "part", "clause", "point"), 0)
    children = []
    for child in node.children:
        if isinstance(child, Node) and child.tag == "appendix":
            child = _numbered(child, {"article": 0})  # a text issued under a decision counts its own articles
        elif isinstance(child, Node):
            if child.tag in _NUMBERED:
                tally = counts if child.tag == "article" else here
                tally[child.tag] += 1
                child = child.with_attributes(label=_label(child.tag, tally[child.tag]))
            child = _numbered(child, counts)
        children.append(child)
    return node.with_children(children)


def _label(tag: str, number: int) -> str:
    signs = {"article": f"Điều {number}.", "chapter": f"Chương {roman(number)}", "part": f"{roman(number)}.",
             "clause": f"{number}.", "point": f"{point_sign(min(number, 999))})"}  # fmt: skip
    return signs[tag]


def _ended(paper: Node, mark: str) -> Node:
    """Close the text once: the last paragraph before the signature gets "./." in place of its full stop."""
    children = list(paper.children)
    for place in reversed(range(len(children))):
        child = children[place]
        if isinstance(child, str) or child.tag in _AFTER_END:
            continue
        closed = _close(child, mark)
        if closed is not None:
            children[place] = closed
        break
    return paper.with_children(children)


def _close(node: Node, mark: str) -> Node | None:
    blocks = [
        place for place, child in enumerate(node.children) if isinstance(child, Node) and child.tag in _BODY
    ]
    tables = [child.tag for child in node.nodes()][-1:] == ["table"]
    if tables:
        return None
    if blocks:
        children = list(node.children)
        closed = _close(children[blocks[-1]], mark)
        if closed is None:
            return None
        children[blocks[-1]] = closed
        return node.with_children(children)
    if node.tag not in _BODY or not node.text.strip():
        return None
    return _append(node, mark, " .;,/\u00a0")
