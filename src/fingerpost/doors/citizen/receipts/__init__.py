"""Receipts: the file that proves an answer, the page that explains it, and what checks it."""
