"""The officer's door: the queue of cases, one case, teams, and how well review goes."""
