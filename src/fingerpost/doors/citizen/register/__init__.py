"""The public register of AI systems: the list, each record, its versions, the files to take away, and assurance."""
