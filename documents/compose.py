"""From a finished tree to what is drawn: styles, gaps, keeps and column widths, all out of the profile.

Space between paragraphs is space *after* only, and every larger gap is a paragraph of exact height: space before
a paragraph is treated differently by Word, LibreOffice and CSS at the top of a page, space after is not.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from . import pictures
from .finish import split_lines
from .grids import grid
from .layout import Appendix, Cell, Gap, Paragraph, Row, Run, Sheet, Table, balanced_lines, runs
from .profile import Page, Profile
from .steady import steadied
from .tree import Node
from .widths import text_width

# Heights (pt) of the gaps between the components; the law gives none.
AFTER_LETTERHEAD = 15
AFTER_RULE = 12
RULE_BELOW = 3
BEFORE_NUMBER = 6
BETWEEN_ISSUERS = 4
BEFORE_AUTHORITY = 0
BEFORE_CLOSING = 9
LEAST_SIGNATURE = 45
TAIL = 1
ROOM_FOR_DATE = 2  # mm beside place and date
LEAST_LEFT = 55  # mm for the names of the issuing bodies


def compose(tree: Node, profile: Profile) -> Sheet:
    """The sheet to draw; raises TemplateFault when the columns of a table do not fit the page."""
    parts = [tree.with_children(child for child in tree.nodes() if child.tag != "appendix")]
    parts += tree.nodes("appendix")
    drawn = [_drawn(part, profile) for part in parts]
    named = tree.nodes("title", "subject") or [
        node for head in tree.nodes("letterhead") for node in head.nodes("about")
    ]
    subject = " ".join(node.text for node in named)
    author = " ".join(
        node.text for letterhead in tree.nodes("letterhead") for node in letterhead.nodes("issuer")
    )
    return Sheet(drawn[0].orientation, drawn[0].blocks, subject, author, tuple(drawn[1:]))


def _drawn(part: Node, profile: Profile) -> Appendix:
    """The blocks of the paper proper or of one appendix, for its own page."""
    orientation = part.get("orientation", "portrait")
    page = profile.sheet(orientation)
    blocks: list = []
    nodes = iter(part.nodes())
    for child in nodes:
        if child.tag == "copying":
            blocks += _copying(child, next(nodes, None), profile, page)
        else:
            blocks += _BLOCKS[child.tag](child, profile, page)
    kept = _kept(_separated(blocks))
    return Appendix(orientation, steadied(tuple(kept), page.text_width, profile))


def _paragraph(style: str, node: Node, profile: Profile, **how) -> Paragraph:
    return Paragraph(style, runs(node), keep_next=profile.styles[style].keep, **how)


def _lines(style: str):
    """Centred words: broken where <line> says, else into lines of about the same length."""

    def step(node: Node, profile: Profile, page: Page) -> list:
        paragraphs = [_paragraph(style, line, profile) for line in split_lines(node)]
        return balanced_lines(paragraphs, page.text_width, profile)

    return step


def _rule(blocks: Sequence[Paragraph | Gap], share: float, room: float, profile: Profile) -> Gap:
    """A rule under some centred lines: `share` of the longest line, at most of the room that it has."""
    lines = [block for block in blocks if isinstance(block, Paragraph)]
    style = profile.styles[lines[-1].style]
    longest = max(text_width(line.text, style.size, style.face) for line in lines)
    return Gap(RULE_BELOW, rule=round(min(longest, room) * share), room=room)


def _letterhead(node: Node, profile: Profile, page: Page) -> list:
    left = min(round(page.text_width * profile.frame["letterhead_left"]), _left_of_date(node, profile, page))
    right = page.text_width - left
    issuer = _issuers(node.nodes("issuer"), left, profile)
    parent = balanced_lines(
        [_paragraph("parent", part, profile) for part in node.nodes("parent")], left, profile
    )
    motto = [_paragraph("motto", part, profile) for part in node.nodes("motto")]
    national = [_paragraph("national", part, profile) for part in node.nodes("national")]
    rows = [
        Row((
            Cell((*parent, *issuer, _rule(issuer, profile.frame["issuer_rule"], left, profile))),
            Cell((*national, *motto, _rule(motto, profile.frame["motto_rule"], right, profile))),
        ))
    ]  # fmt: skip
    numbers, when = node.nodes("number"), node.first("place-date")
    if numbers or when:
        under = _under("number", numbers, profile)
        about = balanced_lines(
            [_paragraph("about", line, profile) for line in node.nodes("about")], left, profile
        )
        if about:
            under = Cell((*under.blocks, Gap(BEFORE_NUMBER), *about))
        rows.append(Row((under, _under("place_date", [when] if when else [], profile))))
    return [Table("frame", (left, right), (), tuple(rows)), Gap(AFTER_LETTERHEAD, keep_next=True)]


def _issuers(lines: Sequence[Node], room: float, profile: Profile) -> list:
    """The names of the issuing bodies, one below the other, each in lines of about the same length."""
    starts = [at for at, line in enumerate(lines) if not at or line.get("apart")]
    blocks: list = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        named = [_paragraph("issuer", line, profile) for line in lines[start:end]]
        blocks += [*([Gap(BETWEEN_ISSUERS)] if start else []), *balanced_lines(named, room, profile)]
    return blocks


def _copying(node: Node, closing: Node | None, profile: Profile, page: Page) -> list:
    """Below a copied text: a rule over the whole width, then who copied it, in which form, number, date, signature.

    One table, because LibreOffice cannot keep a table with the next one.
    """
    left = round(page.text_width * profile.frame["letterhead_left"])
    right = page.text_width - left
    issuer = balanced_lines(
        [_paragraph("issuer", part, profile) for part in node.nodes("issuer")], left, profile
    )
    form = [_paragraph("copy_form", part, profile) for part in node.nodes("form")]
    rows = [
        Row((Cell((*issuer, _rule(issuer, profile.frame["issuer_rule"], left, profile))), Cell(tuple(form))),
            keep_next=True),
        Row((_under("number", node.nodes("number"), profile), _under("place_date", node.nodes("place-date"), profile)),
            keep_next=True),
    ]  # fmt: skip
    if closing is not None and closing.tag == "closing":
        notes, signed = _foot(closing, right, profile, page)
        rows.append(Row((Cell((Gap(BEFORE_CLOSING), *notes)), Cell((Gap(BEFORE_CLOSING), *signed)))))
    across = Gap(AFTER_LETTERHEAD, rule=page.text_width, room=page.text_width, keep_next=True)
    return [across, Gap(BEFORE_NUMBER, keep_next=True), Table("frame", (left, right), (), tuple(rows))]


def _left_of_date(node: Node, profile: Profile, page: Page) -> int:
    """Width that the left column may have so that place and date stay on one line, mm."""
    when, style = node.first("place-date"), profile.styles["place_date"]
    needed = text_width(when.text, style.size, style.face) + ROOM_FOR_DATE if when else 0
    return max(math.floor(page.text_width - needed), LEAST_LEFT)


def _under(style: str, nodes: Sequence[Node], profile: Profile) -> Cell:
    """What stands below the names of the head: a number for each issuer, or place and date."""
    return Cell((Gap(BEFORE_NUMBER), *(_paragraph(style, node, profile) for node in nodes)))


def _title(node: Node, profile: Profile, page: Page) -> list:
    return [replace(line, keep_next=True) for line in _lines("title")(node, profile, page)]


def _ruled(style: str):
    """Subject and «kèm theo»: the rule below stands under the last of them (see `_separated`)."""

    def step(node: Node, profile: Profile, page: Page) -> list:
        lines = [replace(line, keep_next=True) for line in _lines(style)(node, profile, page)]
        rule = replace(_rule(lines, profile.frame["subject_rule"], page.text_width, profile), keep_next=True)
        return [*lines, rule, Gap(AFTER_RULE, keep_next=True)]

    return step


def _authority(node: Node, profile: Profile, page: Page) -> list:
    lines = [replace(line, keep_next=True) for line in _lines("authority")(node, profile, page)]
    return [*lines, Gap(profile.lines["between_paragraphs"], keep_next=True)]


def _addressees(node: Node, profile: Profile, page: Page) -> list:
    rows = []
    for part in node.nodes():
        listed = "addressee_item" if part.get("listed") else "addressee"
        style = "addressee_head" if part.tag == "addressee-head" else listed
        rows.append(_paragraph(style, part, profile))
    if rows[0].style == "addressee":
        rows = balanced_lines(rows, page.text_width, profile)
    several = rows[-1].style == "addressee_item"
    return [*rows, Gap(profile.lines["between_paragraphs"] * (1 if several else 0.5))]


def _basis(node: Node, profile: Profile, page: Page) -> list:
    return [_paragraph("basis", ground, profile) for ground in node.nodes("ground")]


def _plain(style: str):
    def step(node: Node, profile: Profile, page: Page) -> list:
        return [_paragraph(style, node, profile)]

    return step


def _photo(node: Node, profile: Profile, page: Page) -> list:
    """A photo, kept with the caption below it."""
    return [pictures.photo(node.get("data"), page.text_width), Gap(RULE_BELOW, keep_next=True)]


def _label(node: Node, profile: Profile, page: Page) -> list:
    return [replace(_paragraph("appendix_label", node, profile), keep_next=True)]


def _para(node: Node, profile: Profile, page: Page) -> list:
    paragraph = _paragraph("body", node, profile, align=node.get("align"), flush=node.get("indent") == "no")
    return [replace(paragraph, keep_next=True)] if node.get("keep") == "yes" else [paragraph]


def _field(node: Node, profile: Profile, page: Page) -> list:
    return [Paragraph("body", _led(Run(node.get("label") + " "), runs(node)))]


def _led(lead: Run, rest: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs with a label before them, in one run where the face is the same."""
    if rest and (rest[0].bold, rest[0].italic) == (lead.bold, lead.italic):
        return (rest[0]._replace(text=lead.text + rest[0].text), *rest[1:])
    return (lead, *rest)


def _part(node: Node, profile: Profile, page: Page) -> list:
    words = f"{node.get('label')} {node.get('heading')}"
    heading = Paragraph("part_heading", (Run(words),), keep_next=True)
    return [heading, *_inside(node, profile, page)]


def _chapter(node: Node, profile: Profile, page: Page) -> list:
    lines = [Paragraph("chapter", (Run(words),)) for words in (node.get("label"), node.get("heading"))]
    headed = [replace(line, keep_next=True) for line in balanced_lines(lines, page.text_width, profile)]
    gap = Gap(profile.lines["between_paragraphs"], keep_next=True)
    return [*headed, gap, *_inside(node, profile, page)]


def _inside(node: Node, profile: Profile, page: Page) -> list:
    return [block for child in node.nodes() for block in _BLOCKS[child.tag](child, profile, page)]


def _numbered(bold_label: bool):
    """Điều, khoản, điểm: a heading stands alone in bold; without one the label leads the first paragraph."""

    def step(node: Node, profile: Profile, page: Page) -> list:
        label, heading = node.get("label"), node.get("heading")
        words = runs(node) if not _has_blocks(node) else ()
        blocks = _inside(node, profile, page) if _has_blocks(node) else []
        if heading:
            title = Paragraph("clause_heading", (Run(f"{label} {heading}"),), keep_next=True)
            return [title, *([Paragraph("body", words)] if words else []), *blocks]
        lead = Run(label + " ", bold=bold_label)
        if words:
            return [Paragraph("body", _led(lead, words))]
        first = blocks[0]
        if isinstance(first, Paragraph):
            return [replace(first, runs=_led(lead, first.runs)), *blocks[1:]]
        return [Paragraph("body", (Run(label, bold=bold_label),), keep_next=True), *blocks]

    return step


def _has_blocks(node: Node) -> bool:
    return any(child.tag in _BLOCKS for child in node.nodes())


def _closing(node: Node, profile: Profile, page: Page) -> list:
    right = min(
        page.text_width * (1 - profile.frame["signature_left"]), profile.frame["signature_right_most"]
    )
    left = round(page.text_width - right)
    notes, signed = _foot(node, page.text_width - left, profile, page)
    row = Row((Cell(tuple(notes)), Cell(tuple(signed))))
    return [Gap(BEFORE_CLOSING, keep_next=True), Table("frame", (left, page.text_width - left), (), (row,))]


def _foot(closing: Node, right: float, profile: Profile, page: Page) -> tuple[list, list]:
    """Recipients, and the signature with its name."""
    recipients, signature = closing.first("recipients"), closing.first("signature")
    notes = _recipients(recipients, profile, page) if recipients else [Gap(BEFORE_NUMBER)]
    if signature is None:
        return notes, [Gap(BEFORE_NUMBER)]
    above, below = _signature(signature, profile, right)
    return notes, [*above, *below]


def _recipients(node: Node, profile: Profile, page: Page) -> list:
    head = [_paragraph("recipients_head", part, profile) for part in node.nodes("recipients-head")]
    rows = [_paragraph("recipient", part, profile) for part in node.nodes("recipient")]
    return [replace(row, keep_next=True) for row in (head + rows)[:-1]] + rows[-1:]


def _signature(node: Node, profile: Profile, room: float) -> tuple[list, list]:
    """What stands above the space for the signature, and what stands below."""
    lines = [_paragraph("signer_title", line, profile) for line in node.nodes("line")]
    hints = [_paragraph("signer_hint", hint, profile) for hint in node.nodes("hint")]
    name = [_paragraph("signer_name", name, profile) for name in node.nodes("name")]
    return [*balanced_lines(lines, room - 2, profile), *hints], [Gap(profile.frame["signature_space"]), *name]


def _signatures(node: Node, profile: Profile, page: Page) -> list:
    """Several signatures side by side, in equal columns, the names level with each other."""
    signatures, signed = node.nodes("signature"), node.nodes("signed")
    width = page.text_width // len(signatures)
    widths = (width,) * (len(signatures) - 1) + (page.text_width - width * (len(signatures) - 1),)
    above = [_signature(part, profile, width)[0] for part in signatures]
    below = [_signature(part, profile, width)[1] for part in signed]
    upper, lower = (tuple(Cell(tuple(part)) for part in parts) for parts in (above, below))
    rows = (Row(upper, keep_next=True), Row(lower))
    return [Gap(BEFORE_CLOSING, keep_next=True), Table("frame", widths, (), rows)]


def _alone(node: Node, profile: Profile, page: Page) -> list:
    """Recipients below several signatures: a row of their own, so that they stay together."""
    row = Row((Cell(tuple(_recipients(node, profile, page))),))
    return [Gap(BEFORE_CLOSING), Table("frame", (page.text_width,), (), (row,))]


_BLOCKS = {
    "letterhead": _letterhead, "title": _title, "subject": _ruled("subject"), "attached-to": _ruled("attached_to"),
    "authority": _authority, "addressees": _addressees, "basis": _basis, "order": _plain("order"), "part": _part,
    "chapter": _chapter, "appendix-label": _label,
    "article": _numbered(True), "clause": _numbered(False), "point": _numbered(False), "para": _para,
    "item": _plain("body"), "field": _field, "table": grid, "closing": _closing, "signatures": _signatures,
    "recipients": _alone, "photo": _photo,
}  # fmt: skip


def _separated(blocks: list) -> list:
    """One rule under subject and «kèm theo» together; tables never touch; one gap where two would meet."""
    result: list = []
    for block in blocks:
        following_attached = isinstance(block, Paragraph) and block.style == "attached_to"
        if following_attached and len(result) >= 2 and isinstance(result[-2], Gap) and result[-2].rule:
            del result[-2:]
        if (
            isinstance(block, Gap)
            and result
            and isinstance(result[-1], Gap)
            and not result[-1].rule
            and not block.rule
        ):
            taller = max(result[-1].height, block.height)
            result[-1] = Gap(taller, keep_next=result[-1].keep_next or block.keep_next)
            continue
        if isinstance(block, Table) and result and isinstance(result[-1], Table):
            result.append(Gap(BEFORE_NUMBER))
        if isinstance(block, Paragraph) and result and _is_frame(result[-1]):
            result.append(Gap(BEFORE_CLOSING))  # text that goes on below a signature
        result.append(block)
    if result and isinstance(result[-1], Table):
        result.append(Gap(TAIL))
    return result


def _is_frame(block) -> bool:
    return isinstance(block, Table) and block.kind == "frame"


def _kept(blocks: list) -> list:
    """The signature block never stands alone: what precedes it stays whole and with it."""
    result = list(blocks)
    for place, block in enumerate(result):
        if not (_is_frame(block) and place > 1):
            continue
        before = place - 1
        if any(
            isinstance(gap, Gap) and gap.rule > 0 and gap.rule == gap.room
            for gap in result[place - 2 : place]
        ):
            continue  # a rule over the whole width: a copied text and who copied it may part
        while before > 0 and isinstance(result[before], Gap):
            result[before] = replace(result[before], keep_next=True)
            before -= 1
        kept = result[before]
        if isinstance(kept, Paragraph):
            result[before] = replace(kept, keep_next=True, keep_lines=True)
        elif isinstance(kept, Table):
            result[before] = replace(kept, rows=_last_kept(kept.rows), keep_next=True)
    return result


def _last_kept(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return (*rows[:-1], replace(rows[-1], keep_next=True)) if rows else rows
