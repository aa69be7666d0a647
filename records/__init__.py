"""What is kept: tables, queries with visibility as filters, acts, the journal and stored files.

The only layer that speaks to the database and the only one that begins transactions. A function
that takes `records` is a whole transaction; one that takes `session` is a part of the caller's.
"""
