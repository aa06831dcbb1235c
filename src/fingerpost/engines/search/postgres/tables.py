"""The tables of the index, as SQL. They are made at the first write, and made anew when LAYOUT rises.

`words` holds each word of a passage with its places, so that how often it stands there can be counted; the words are
those of `search.words`, the same as in every other index, and never PostgreSQL's own analysis. Words and vectors stay
uncompressed in the row, as every question reads thousands of them; the lines, of which it reads a few, are put aside.
"""

from functools import cache

LAYOUT = 3
DIMENSIONS = 384

MAKE = f"""
CREATE EXTENSION IF NOT EXISTS vector;
CREATE TABLE IF NOT EXISTS fingerpost_search_passage (
    id text PRIMARY KEY,
    digest text NOT NULL,
    profile text NOT NULL,
    first_day integer NOT NULL,
    last_day integer NOT NULL,
    words tsvector NOT NULL,
    length integer NOT NULL,
    vector halfvec({DIMENSIONS}),
    lines bytea,
    asked integer NOT NULL
) WITH (toast_tuple_target = 4080);
ALTER TABLE fingerpost_search_passage ALTER COLUMN lines SET STORAGE EXTERNAL;
CREATE INDEX IF NOT EXISTS fingerpost_search_words ON fingerpost_search_passage USING gin (words);
CREATE INDEX IF NOT EXISTS fingerpost_search_profiles ON fingerpost_search_passage (profile);
CREATE TABLE IF NOT EXISTS fingerpost_search_profile (
    key text PRIMARY KEY,
    packed jsonb NOT NULL
);
CREATE TABLE IF NOT EXISTS fingerpost_search_word (
    word text PRIMARY KEY,
    passages bigint NOT NULL
);
CREATE INDEX IF NOT EXISTS fingerpost_search_word_start ON fingerpost_search_word (left(word, 1), length(word));
CREATE TABLE IF NOT EXISTS fingerpost_search_state (
    layout integer PRIMARY KEY,
    seq bigint NOT NULL,
    model text NOT NULL,
    passages bigint NOT NULL,
    bare bigint NOT NULL,
    length bigint NOT NULL
);
"""

IS_MADE = "SELECT to_regclass('fingerpost_search_state')"
READ_STATE = "SELECT seq, model, passages, bare, length FROM fingerpost_search_state WHERE layout = %s"
READ_PROFILES = "SELECT packed FROM fingerpost_search_profile"

TRY_TURN = "SELECT pg_try_advisory_lock(hashtext('fingerpost-search'))"
END_TURN = "SELECT pg_advisory_unlock(hashtext('fingerpost-search'))"
HOLDER = """
SELECT pid FROM pg_locks
WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
LIMIT 1
"""

EMPTY = (
    "DELETE FROM fingerpost_search_passage",
    "DELETE FROM fingerpost_search_profile",
    "DELETE FROM fingerpost_search_word",
)

# What the words of these passages add to the counts is taken off before they are replaced or removed.
UNCOUNT_WORDS = """
UPDATE fingerpost_search_word AS known SET passages = known.passages - found.passages
FROM (
    SELECT part.lexeme AS word, count(*) AS passages
    FROM fingerpost_search_passage AS passage, unnest(passage.words) AS part
    WHERE passage.id = ANY(%s) GROUP BY part.lexeme
) AS found
WHERE known.word = found.word
"""
DELETE_PASSAGES = "DELETE FROM fingerpost_search_passage WHERE id = ANY(%s)"
INSERT_PASSAGE = """
INSERT INTO fingerpost_search_passage (id, digest, profile, first_day, last_day, words, length, vector, lines, asked)
VALUES (%s, %s, %s, %s, %s, %s::tsvector, %s, %s::halfvec, %s, %s)
"""
COUNT_WORDS = """
INSERT INTO fingerpost_search_word (word, passages)
SELECT part.lexeme, count(*) FROM fingerpost_search_passage AS passage, unnest(passage.words) AS part
WHERE passage.id = ANY(%s) GROUP BY part.lexeme
ON CONFLICT (word) DO UPDATE SET passages = fingerpost_search_word.passages + excluded.passages
"""
INSERT_PROFILE = "INSERT INTO fingerpost_search_profile (key, packed) VALUES (%s, %s) ON CONFLICT (key) DO NOTHING"
WRITE_STATE = """
INSERT INTO fingerpost_search_state (layout, seq, model, passages, bare, length)
SELECT %(layout)s, %(seq)s, %(model)s, count(*), count(*) FILTER (WHERE vector IS NULL), coalesce(sum(length), 0)
FROM fingerpost_search_passage
ON CONFLICT (layout) DO UPDATE SET seq = excluded.seq, model = excluded.model, passages = excluded.passages,
    bare = excluded.bare, length = excluded.length
"""

_PERMITTED = "profile = ANY(%(profiles)s) AND first_day <= %(day)s AND %(day)s <= last_day"

WORD_COUNTS = "SELECT word, passages FROM fingerpost_search_word WHERE word = ANY(%s) AND passages > 0"

# One row, as thousands take longer to read. Words hold letters and digits only.
WORDS_STARTING = """
SELECT string_agg(word, ' ') FROM fingerpost_search_word
WHERE left(word, 1) = left(%(letters)s, 1) AND length(word) BETWEEN %(shortest)s AND %(longest)s
  AND starts_with(word, %(letters)s)
"""

# BM25 over the passages in which one of the rarer words stands. Sums over all words of the question.
_SCORE = """
SELECT passage.id,
       sum(rarity.weight * cardinality(part.positions) * (%(k1)s + 1)
           / (cardinality(part.positions) + %(k1)s * (1 - %(b)s + %(b)s * passage.length / %(mean)s)))::real AS score
FROM passage
CROSS JOIN LATERAL unnest(passage.words) AS part
JOIN unnest(%(words)s::text[], %(weights)s::float8[]) AS rarity (word, weight) ON rarity.word = part.lexeme
GROUP BY passage.id
"""


@cache
def search_words(count: int) -> str:
    """The query for a question of `count` words.

    Counting how often each word stands in a passage is dear, so it is done for the `most` passages alone in which the
    weightiest words stand at all.
    """
    weight = " + ".join(f"CASE WHEN words @@ %(word{n})s::tsquery THEN %(weight{n})s ELSE 0 END" for n in range(count))
    return f"""
WITH passage AS MATERIALIZED (
    SELECT id, words, length FROM fingerpost_search_passage
    WHERE words @@ %(rare)s::tsquery AND {_PERMITTED}
    ORDER BY {weight} DESC, id LIMIT %(most)s
)
{_SCORE} ORDER BY score DESC, id LIMIT %(limit)s
"""  # noqa: S608  # built of the constants here alone


SCORE_WORDS = f"""
WITH passage AS MATERIALIZED (SELECT id, words, length FROM fingerpost_search_passage WHERE id = ANY(%(ids)s))
{_SCORE}
"""  # noqa: S608

COUNT_PERMITTED = f"""
SELECT count(*) FROM (SELECT 1 FROM fingerpost_search_passage WHERE {_PERMITTED} LIMIT %(limit)s) AS some
"""  # noqa: S608
# Adding 0 keeps the approximate index out of it: every permitted passage is scored.
SEARCH_EXACTLY = f"""
SELECT id FROM fingerpost_search_passage WHERE vector IS NOT NULL AND {_PERMITTED}
ORDER BY (vector <#> %(vector)s::halfvec) + 0, id LIMIT %(limit)s
"""  # noqa: S608
SEARCH_NEAR = f"""
SELECT id FROM fingerpost_search_passage WHERE vector IS NOT NULL AND {_PERMITTED}
ORDER BY vector <#> %(vector)s::halfvec LIMIT %(limit)s
"""  # noqa: S608
LOOK_FURTHER = "SET LOCAL hnsw.iterative_scan = relaxed_order; SET LOCAL hnsw.ef_search = 200"
MAKE_NEAR = (
    "CREATE INDEX IF NOT EXISTS fingerpost_search_near ON fingerpost_search_passage USING hnsw (vector halfvec_ip_ops)"
)

READ_POOL = """
SELECT id, profile, coalesce(-(vector <#> %(vector)s::halfvec), 0) FROM fingerpost_search_passage
WHERE id = ANY(%(ids)s) ORDER BY id
"""
READ_LINES = "SELECT id, lines, asked FROM fingerpost_search_passage WHERE id = ANY(%s)"
READ_DIGESTS = "SELECT id, digest FROM fingerpost_search_passage"
