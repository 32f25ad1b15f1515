"""What users intend, one function each: transactions, and the queries that pages need.

A service knows the four pure rooms, the tables and the extensions. It must not know the request, the session,
HTML or the workers: those reach it as plain arguments and as the two callables in `extensions.ports`.
"""
