"""Which open cases a report may be about: text, service, place and time, and what tells two matters apart.

| module or file | what it is |
|---|---|
| `telling.toml` | words of which two matters of the same kind have different ones: colours, makes, things, landmarks |
| `comparing` | a report beside one open case, as figures |
| `weights.toml` | what each figure counts for; fitted by scripts/fit_duplicates.py |
| `finding` | asks for open cases nearby, and gives those that the report is likely about |
"""
