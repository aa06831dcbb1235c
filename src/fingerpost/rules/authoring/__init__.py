"""For those who write and read rules: conditions in words, what the examples reach, and what a change would do."""
