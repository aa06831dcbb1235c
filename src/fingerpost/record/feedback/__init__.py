"""What visitors thought of answers: kept, sealed under the key of the run, and read again by staff."""
