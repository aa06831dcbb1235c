"""The pages a resident sees (see README.md)."""
