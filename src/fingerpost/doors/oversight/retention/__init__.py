"""How long things are kept, and for data protection officers: all that is kept of a person, given or erased."""
