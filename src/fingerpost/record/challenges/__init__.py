"""What people contest or ask a person to look at, and what they were answered."""
