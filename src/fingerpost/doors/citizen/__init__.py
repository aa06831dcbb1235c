"""The pages a resident sees."""
