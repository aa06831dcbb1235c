"""The pages for those who answer for the systems: owners, auditors, data protection, and viewers."""
