"""Fingerpost: trustworthy AI in front of public services."""
