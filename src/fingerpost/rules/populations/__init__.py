"""Many households at once: read from a body's own data, or made up from published figures and labelled so.

| module | holds |
|---|---|
| `mapping` | what a source is for, and which of its columns is which fact |
| `cells` | one cell of a table as the value of a fact |
| `reading` | rows out of a CSV file or a database, good and bad ones |
| `columns` | many households as columns of numbers |
| `synthetic` | made-up households, drawn from published marginals with their sources |
| `evaluating` | rules over blocks of households, on one core, several, or several machines |
| `statistics` | weighted totals, deciles, winners and losers, poverty, and how sure each is |
"""
