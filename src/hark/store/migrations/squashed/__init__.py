"""The tables of 0001 to 0018 as a new database gets them, one file a subject, as in `hark.store.models`.

Columns stand in the order in which those migrations added them, so that old and new databases are the same.
"""
