"""The words everyone shares. Nothing here knows a database, a web framework or a model.

| module | words |
|---|---|
| `context` | Body, Nation, Access, Audience: who asks, of whom, and what they may see |
| `passages` | Passage, Line: a piece of guidance as it stands |
| `quoting` | when a quote counts as found |
| `claims` | Source, Claim, NextStep, Outcome |
| `citing` | how a capability quotes: cite, quote |
| `explanation` | Explanation: the six kinds |
| `run` | Run, Step, Verdict, Route: one journey along the road |
| `card`, `capability` | what is declared of a capability, and what it does |
| `ports` | what a capability may be handed, as protocols |
| `welsh` | what Welsh does to the first letter of a word |
| `errors` | every fault that has a sentence for the reader |
"""
