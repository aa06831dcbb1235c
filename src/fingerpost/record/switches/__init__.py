"""What an owner has stopped at once, by whom and why."""
