"""The pages for staff (see README.md)."""
