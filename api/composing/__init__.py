"""How each act is made ready: from what a caller sent and what is kept, the content-free message
for the engine and the content for the records. One module a phase.
"""
