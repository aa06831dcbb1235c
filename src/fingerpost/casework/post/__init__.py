"""The outbox: what is to be sent about cases, by e-mail, Notify, letter or a call to another system.

A message is put in within the transaction of what it tells of, and sent afterwards, at least once (see `outbox`).
"""
