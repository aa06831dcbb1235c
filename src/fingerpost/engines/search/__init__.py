"""Search: one port, three indexes that pass one suite of tests.

| module | what it is |
|---|---|
| `service` | `HybridSearch`, the port `Search`: question in, passages of the database out |
| `memory`, `embedded/`, `postgres` | the three indexes |
| `index` | what each index takes and gives |
| `profiles` | who may see a passage: the filter that acts inside every query |
| `words`, `bm25` | how text becomes words, and how words are scored |
| `fusion` | how the lexical and the dense score become one |
| `indexer`, `upkeep` | keeps an index in step with the database, checks it, builds it anew |
"""
