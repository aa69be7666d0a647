"""Facts in, documents out: Word letters and templates, and the report in HTML and PDF.

Pure: no database, network, clock or randomness. The same facts and the same renderer give the same
bytes.
"""
