"""The register for those who look after it: faults and what to do, phases, measures, and systems that run elsewhere."""
