"""Receipts: files that prove, offline, that a record stands unaltered in the signed log; and what checks them."""
