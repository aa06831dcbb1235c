"""What was said and decided, kept so that it can be proved: the ledger's first part."""
