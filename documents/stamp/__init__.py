"""Laid out once, stamped many times: thousands of certificates for the price of one.

How it works, in the order of the modules:

1. `plan` runs a kind's body once over *probes*, marks that stand for the values that differ from person to person.
   The finished tree then says what each slot holds: fixed words, and between them the holes for values. A row of
   values becomes the texts of the slots by filling the holes, without template, tree or schema.
2. `certificate.fit` decides size and lines of each slot, as it does for a single certificate: same code, same result.
3. `sheet` has WeasyPrint lay one certificate out and reads, from its own drawing commands, where each line of each
   slot was put. Everything else on that page (border, emblem, fixed words) becomes one form that all pages draw.
   A size or a number of lines not met before is learned the same way, from one more page laid out.
4. `faces` knows the widths of the letters and embeds the ones that were used; `writer` writes objects one after the
   other to a file, so that memory does not grow with the pages. A page is its form and half a kilobyte of text.
5. `word` does for Word what 3 and 4 do for PDF: the document is walked once for each layout (sizes and numbers of
   lines) and kept as text with holes; a row fills the holes, and only that part of the package is deflated.

6. Every line is measured while it is set, with the font that prints it; `measured` reads pages of the finished file
   back and measures them whole. A row whose page is wrong is named and left out.

Slots have a fixed height, so nothing on a page moves when a name is long. A body that does more with a value than
print it (changes its case, counts it) cannot be stamped: `plan` notices and raises NotStampable, and the caller
renders each page.
"""

from . import measured
from .plan import NotStampable, Plan, RowRefused
from .press import Press
from .word import WordPress

__all__ = ["NotStampable", "Plan", "Press", "RowRefused", "WordPress", "measured"]
