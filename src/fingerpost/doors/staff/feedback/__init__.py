"""What residents thought of the answers, and one answer as the record holds it."""
