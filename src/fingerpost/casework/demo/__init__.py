"""A made-up year of a made-up council: reports with seasons, storms, rhythms and duplicates, and what is so of each."""
