"""Adapters behind the ports of `contract.ports`, each with an in-memory twin that passes the same tests."""
