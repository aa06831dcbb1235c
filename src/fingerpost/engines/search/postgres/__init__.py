"""The index inside PostgreSQL: pgvector for vectors, tsvector for finding words, BM25 worked out in the query.

For several machines over one database. The tables hold nothing that the passages do not: they can always be rebuilt.
"""

from fingerpost.engines.search.postgres.index import PostgresIndex

__all__ = ["PostgresIndex"]
