"""What the rules say of one household, in their own words: the claims that may rest on a rule. Open `claims` first."""
