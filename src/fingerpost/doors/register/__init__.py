"""What every door asks of the public register, and how each of them says it: words, states, titles of fields."""
