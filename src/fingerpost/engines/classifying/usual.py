"""What a classifier goes by before it has examples enough of its own: how sure others were, on other texts."""

import numpy as np

from fingerpost.engines.classifying.sureness import USUAL_TEMPERATURE, Sureness

USUAL = Sureness(
    temperature=USUAL_TEMPERATURE,
    middle=np.zeros(5),
    spread=np.ones(5),
    weights=np.r_[np.array([-6.0, -4.0, 0.0, -4.0, 4.0]), np.zeros(15), 1.0],
    threshold=0.5,
)
