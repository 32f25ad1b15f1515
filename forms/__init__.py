"""Forms: what a person typed, read kindly, kept exactly, and checked with Vietnamese words.

A form turns a request into values and says at each field what to mend; it knows the letters, dates and
amounts of `vietnamese`, and nothing else of the house. It must not know services, models, workflows or rules:
choices, today's date and the findings of the rules are handed in by the view.
"""
