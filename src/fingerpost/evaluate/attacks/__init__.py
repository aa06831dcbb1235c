"""Attacks of our own making, the judges of what comes of them, and a runner that takes them along the road.

| module | what it holds |
|---|---|
| `attack` | Attack: what is asked, and what may come of it |
| `sets` | direct attacks, ordinary questions that frighten, pressure, pairs, abstention |
| `encodings` | the disguises of a text |
| `judging` | is a reply within policy? |
| `bearing_out` | a second opinion on every shown claim, written apart from the guard |
| `carriers`, `files`, `planting` | documents with orders hidden in them, as real files |
| `obeying` | a language model that does whatever an attacker wants |
| `running`, `comparing` | along the road, and beside the same run without a model |

    python -m fingerpost.evaluate.attacks run --set direct

Hostile text stands in here on purpose. All of it is data.
"""
