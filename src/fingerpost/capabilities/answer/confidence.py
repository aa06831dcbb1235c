"""How likely it is that what was found answers the question: numbers from 0 to 1, fitted on messages beforehand.

The figures come from scripts/fit_answer_confidence.py: from the tune half of the cases, and from messages as people
type them, with what was judged of what they were shown (training/data/everyday).
"""

from collections.abc import Sequence
from dataclasses import replace
from math import exp, log

from fingerpost.capabilities.answer.missing import share_of_words_found
from fingerpost.contract.ports import Hit

# Intercept, best cosine of a passage, best cosine of either kind, share of words found, weight of the words found, lead
# over the next page.
TOPIC = (-12.53, 3.75, 10.49, 1.65, 3.38, 0.61)
RIGHT = (-10.72, 2.46, 7.95, 1.3, 2.8, 0.76)
ON_TOPIC_FROM = 0.1
NEAR_TOPIC_FROM = 0.03
# The same where nothing has a cosine, because the search model is missing: fitted anew without it.
TOPIC_BY_WORDS = (-6.91, 0.0, 0.0, 2.73, 3.99, 0.43)
RIGHT_BY_WORDS = (-6.74, 0.0, 0.0, 2.37, 3.09, 0.66)
ON_TOPIC_BY_WORDS_FROM = 0.08
SURE_FROM = 0.72  # a cosine that no question off the topic reached (0.71 at most): words weigh little in a tiny library

LOOKED_AT = 3  # hits whose cosines count
READ = 2  # hits whose words count
LEAST_LEXICAL = 0.1  # so that its logarithm exists
MOST_LEAD = 3.0  # a lead greater than this says no more

Features = tuple[float, float, float, float, float]
"""What both fits look at, in the order of their figures."""


def features_of(hits: Sequence[Hit], *, question: str) -> Features:
    """Cosines from -1 to 1, a share from 0 to 1, the logarithm of BM25, a lead in fused score from 0 to MOST_LEAD."""
    dense = max(hit.dense for hit in hits[:LOOKED_AT])
    asked = max(hit.asked for hit in hits[:LOOKED_AT])
    found = share_of_words_found(question, [hit.matched for hit in hits[:READ]])
    weight = log(max(LEAST_LEXICAL, *(hit.lexical for hit in hits[:LOOKED_AT])))
    first = hits[0]
    rival = next((hit.score for hit in hits if hit.passage.document != first.passage.document), 0.0)
    lead = max(0.0, min(MOST_LEAD, first.score - rival))
    return dense, max(dense, asked), found, weight, lead


def is_on_topic(hits: Sequence[Hit], *, question: str) -> bool:
    """Is the question about something that the guidance may answer? No when nothing was found."""
    if not hits:
        return False
    features = features_of(hits, question=question)
    if _is_by_words(features):
        named = _is_named(hits[0], question=question)
        return named or _topic(features) >= ON_TOPIC_BY_WORDS_FROM
    return features[1] >= SURE_FROM or _topic(features) >= ON_TOPIC_FROM


def is_near_topic(hits: Sequence[Hit], *, question: str) -> bool:
    """May a page that was found be worth a look, though it is not quoted?"""
    return bool(hits) and _topic(features_of(hits, question=question)) >= NEAR_TOPIC_FROM


def confidence_in(hits: Sequence[Hit], *, question: str) -> float:
    """The chance, from 0 to 1, that the first hit stands on a page that answers; 0 when nothing was found."""
    if not hits:
        return 0.0
    features = features_of(hits, question=question)
    return _chance(RIGHT_BY_WORDS if _is_by_words(features) else RIGHT, features)


def _topic(features: Features) -> float:
    return _chance(TOPIC_BY_WORDS if _is_by_words(features) else TOPIC, features)


def _is_by_words(features: Features) -> bool:
    """Was nothing compared by meaning, because the model is missing?"""
    return features[:2] == (0.0, 0.0)


def _is_named(hit: Hit, *, question: str) -> bool:
    """Does the title of the page say all that the question names? Words of many titles weigh too little to tell."""
    title = replace(hit.matched, lines=(), heading_path=(), summary="", keywords=(), asked=())
    return share_of_words_found(question, []) < share_of_words_found(question, [title]) == 1.0


def _chance(figures: Sequence[float], features: Sequence[float]) -> float:
    intercept, *weights = figures
    return 1 / (1 + exp(-(intercept + sum(weight * value for weight, value in zip(weights, features, strict=True)))))
