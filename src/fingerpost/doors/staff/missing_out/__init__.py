"""The pages for officers who look for those who miss out. What they list stands on this machine and nowhere else.

`page.py` lists the runs and begins one, `found.py` shows one run with its households and letters, `letter.py` the words
of a letter and their approval, `words.py` what the codes mean.
"""
