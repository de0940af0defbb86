"""Finding organisations, needs and offers: one index for the search page, feeds and digests.

`entries` reads what is published, `index` counts and ranks it in memory, `live` keeps it in step
with the database, `query` understands what somebody typed, `results` puts both together. Nothing
is true because the index says so: every page fetches its rows from the database again.
"""
