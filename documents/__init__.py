"""Official papers: from a template and plain values to one tree, and from the tree to HTML, PDF and Word.

A kind of paper is a folder (manifest, schema, sample, body). Its body is Jinja over a small tag set that speaks
of papers, not of fonts; `produce` turns it into the three outputs, which hold the same words in the same order
and break alike. Every size, margin and fixed wording comes from a dated format profile that the caller hands in.
This room knows nothing of the web, the database, the rules, who may sign, or today's date; numbers, dates and
names reach it as plain values.
"""
