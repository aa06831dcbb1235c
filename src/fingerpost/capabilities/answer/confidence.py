"""How likely it is that what was found answers the question: numbers from 0 to 1, fitted on cases beforehand.

The plain cosine was the best single sign of all that were tried; the share of the question's words that were found
helps a little. The figures come from scripts/fit_answer_confidence.py, on the tune half of the cases only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, log

from fingerpost.capabilities.answer.missing import share_of_words_found
from fingerpost.contract.ports import Hit

# Intercept, best cosine of a passage, best cosine of either kind, share of words found, weight of the words found.
TOPIC = (-10.35, 4.48, 5.09, 2.28, 7.77)
# Intercept, best cosine of either kind, share of words found, lead over the next page.
RIGHT = (-0.97, 1.64, 0.55, 1.31)
ON_TOPIC_FROM = 0.12
# The same where nothing has a cosine, because the search model is missing: fitted anew without it.
TOPIC_BY_WORDS = (-7.6, 0.0, 0.0, 2.71, 9.72)
RIGHT_BY_WORDS = (-0.92, 0.0, 0.4, 1.32)
ON_TOPIC_BY_WORDS_FROM = 0.33
SURE_FROM = 0.72  # a cosine that no question off the topic reached (0.71 at most): words weigh little in a tiny library

LOOKED_AT = 3  # hits whose cosines count
READ = 2  # hits whose words count
LEAST_LEXICAL = 0.1  # so that its logarithm exists
MOST_LEAD = 3.0  # a lead greater than this says no more


@dataclass(frozen=True, kw_only=True)
class Features:
    """What the two fits look at, in the order of their figures."""

    topic: tuple[float, float, float, float]
    right: tuple[float, float, float]

    @property
    def by_words(self) -> bool:
        """Nothing was compared by meaning: the model is missing."""
        return self.topic[:2] == (0.0, 0.0)


def features_of(hits: Sequence[Hit], *, question: str) -> Features:
    """Cosines from -1 to 1, a share from 0 to 1, the logarithm of BM25, a lead in fused score from 0 to MOST_LEAD."""
    dense = max(hit.dense for hit in hits[:LOOKED_AT])
    asked = max(hit.asked for hit in hits[:LOOKED_AT])
    found = share_of_words_found(question, [hit.matched for hit in hits[:READ]])
    first = hits[0]
    rival = next((hit.score for hit in hits if hit.passage.document != first.passage.document), 0.0)
    lead = max(0.0, min(MOST_LEAD, first.score - rival))
    weight = log(max(LEAST_LEXICAL, *(hit.lexical for hit in hits[:LOOKED_AT])))
    return Features(topic=(dense, max(dense, asked), found, weight), right=(max(dense, asked), found, lead))


def is_on_topic(hits: Sequence[Hit], *, question: str) -> bool:
    """Is the question about something the guidance speaks of at all? No when nothing was found."""
    if not hits:
        return False
    features = features_of(hits, question=question)
    if features.by_words:
        named = _is_named(hits[0], question=question)
        return named or _chance(TOPIC_BY_WORDS, features.topic) >= ON_TOPIC_BY_WORDS_FROM
    return features.topic[1] >= SURE_FROM or _chance(TOPIC, features.topic) >= ON_TOPIC_FROM


def confidence_in(hits: Sequence[Hit], *, question: str) -> float:
    """The chance, from 0 to 1, that the first hit stands on a page that answers; 0 when nothing was found."""
    if not hits:
        return 0.0
    features = features_of(hits, question=question)
    return _chance(RIGHT_BY_WORDS if features.by_words else RIGHT, features.right)


def _is_named(hit: Hit, *, question: str) -> bool:
    """Does the title of the page say all that the question names? Words of many titles weigh too little to tell."""
    title = replace(hit.matched, lines=(), heading_path=(), summary="", keywords=(), asked=())
    return share_of_words_found(question, []) < share_of_words_found(question, [title]) == 1.0


def _chance(figures: Sequence[float], features: Sequence[float]) -> float:
    intercept, *weights = figures
    return 1 / (1 + exp(-(intercept + sum(weight * value for weight, value in zip(weights, features, strict=True)))))
