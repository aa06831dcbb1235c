"""casework: cases, teams, suggestions, decisions, and whoever works on them."""
