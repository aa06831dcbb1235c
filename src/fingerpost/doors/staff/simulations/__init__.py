"""The pages for those who look at what a change in the rules would do.

`page.py` lists the simulations and begins one, `figures.py` shows one or two of them with every figure and its bounds,
`words.py` what their codes mean and how a figure is written.
"""
