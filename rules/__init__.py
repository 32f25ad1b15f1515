"""Checks of what people propose: plain facts and a dated rule set go in, findings come out.

The package must not know Flask, the database, the files of `reference/`, the workflow or the clock: rule data, bonus
tables, catalogues and the day are arguments. Missing data never fails, it asks; only the rules whose subject is
completeness report absence itself. Messages are Vietnamese message ids with parameters (`rules.finding.N_`).

Rules AW01–AW47 have the ids of the domain notes on awards. The nomination form's own checks:

=====  ============================================================================================  ========
id     what it checks                                                                                weight
=====  ============================================================================================  ========
OW01   the award is meant for this kind of nominee (no flag for a person)                             block
OW02   the nominee belongs to the nominating unit                                                     block
OW03   not more nominees than the round's quota (share of members, rounded, or a fixed number)        block
OW04   nobody is named twice (same record; the same name without a record is asked about)             block
OW05   the ballot adds up: issued ≥ collected = valid + invalid; valid = agree + disagree             block
OW06   attendance adds up, ballots come from those who voted, the meeting precedes the nomination     block
OW07   every nominee has a text of results (completeness)                                             block
OW08   the list names somebody (completeness)                                                         block
OW09   an initiative that carries the nomination names its recognition decision                       ask
OW10   no other award of the same level, form and year is on record                                   warn
OW11   the nominee stands in no other open dossier of the round                                       block
OW12   the round is open                                                                              block
OW13   the year is rated, not below the floor that the round has set                                  block
OW14   meeting, attendance and a vote on every nominee are recorded (completeness)                    block
=====  ============================================================================================  ========

Rules EV01–EV21 and EV23–EV29 have the ids of the domain notes on events. The event form's own checks:

=====  ============================================================================================  ========
id     what it checks                                                                                weight
=====  ============================================================================================  ========
OE01   a weekday named beside a date is the weekday of that date                                     block
OE02   no time stays open between two rows of a session's programme                                  warn
OE03   before the day the papers that the size of the event asks for are there (completeness)        block
=====  ============================================================================================  ========
"""
