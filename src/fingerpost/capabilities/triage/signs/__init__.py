"""Signs in a report that somebody may be in danger, at risk, or find this harder than others.

| module or file | what it is |
|---|---|
| `patterns.toml` | fixed patterns, which a safeguarding lead can read and change |
| `examples.txt` | sentences written by hand, which `head.npz` was fitted on with many more (training/data/triage) |
| `patterns` | reads the patterns |
| `examples` | how near a report, or a sentence of it, comes to signs and to what only sounds like one |
| `seeing` | both together: the signs of one report |
"""
