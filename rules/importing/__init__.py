"""Lists that people keep in Excel, read into typed rows: headings, cells, what is wrong with each, who looks alike.

The package knows neither files nor tables: it gets rows of raw cells and the choices a column may have, and gives
back records with faults by row and column, in words (Vietnamese message ids with parameters). Nothing is guessed
silently: what was understood otherwise than it is written is told as a note.
"""
