"""E-mail that comes in: a new report, or more about a case. Whatever comes is hostile until it was read."""
