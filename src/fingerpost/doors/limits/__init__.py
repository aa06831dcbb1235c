"""How often one visitor may ask, and how that is counted."""
