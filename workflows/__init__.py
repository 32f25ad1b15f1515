"""The approval engine: who may do what next with a dossier, and what is recorded of it.

A chain of steps is data (``definitions/*.toml``); the outer status is fixed in code. Commands give entries
(``engine.handle``), entries fold into a state (``engine.fold``), and one table says who may act
(``engine.allowed``). The room is pure: it must not know Flask, the database, the clock, people's names, the
contents of a dossier beyond the few answers a chain asks for, or how working days are counted.
"""
