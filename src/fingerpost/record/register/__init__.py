"""The public list of AI systems: what is declared of each, what was measured, and each version of both."""
