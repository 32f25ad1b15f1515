"""Vietnamese as people type it and as official papers print it.

For: cleaning typed text, search keys, name order, amounts in words, dates, times, figures, working days,
deadlines in words, rows pasted from Excel. Standard library only. It must not know Flask, the database,
`reference`, the other rooms or the clock: holidays, `today` and instants are arguments, and what a person
reads leaves as a message id (Vietnamese, the catalogue's source) with its parameters.
"""
