"""Welsh questions: what their words mean in English, so that guidance in English is found for them too."""
