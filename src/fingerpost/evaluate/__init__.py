"""Runs a capability's cases along the road it is served on, and gives figures with confidence intervals."""
