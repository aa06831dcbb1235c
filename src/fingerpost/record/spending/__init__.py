"""What language models have taken, by body, model and day: the budget that every process draws on."""
