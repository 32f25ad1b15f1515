"""Pages, by journey: a view parses with a form, calls one service, and answers.

What pages share (the shell around them, filters of the templates) stands in `page.py`. A view must not
know models, SQL, workflows, rules or documents; it knows forms, services, `vietnamese`, `extensions` and
typed errors.
"""
