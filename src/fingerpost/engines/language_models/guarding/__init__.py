"""What stands between a capability and a supplier's model: patience, one retry, a breaker, and bounds on what is spent.

`GuardedModel` is the port `LanguageModel`. Everything here is about time, money and faults; what a model writes passes
through unread.
"""
