"""Words that tell of danger: how they are spelt, what they are signs of, and the fixed words that answer them."""
