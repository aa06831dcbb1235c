"""What am I entitled to: one question at a time, the answers to check, and the result. Open `asking` first."""
