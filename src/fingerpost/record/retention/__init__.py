"""How long what is kept is kept, and how it goes: by age, or because the person asks."""
