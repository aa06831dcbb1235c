"""Welsh reports: what their words mean in English, so that they are sorted as English ones are."""
