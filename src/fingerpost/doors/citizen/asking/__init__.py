"""A question on its way in: the forms, the conversation it stands in, and its answer as it arrives."""
