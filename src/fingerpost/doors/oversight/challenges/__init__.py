"""The queue of challenges: an officer opens one, decides, and gives reasons that its writer reads."""
