"""What every classifier must do: the one that is served, with the served encoder and with its twin, and the twin."""

import math
from collections.abc import Callable, Sequence

import pytest

from fingerpost.contract.classifying import Class, Classifier, Labelled
from fingerpost.contract.errors import InvalidRequest
from fingerpost.engines.classifying.memory import CountingClassifier
from fingerpost.engines.classifying.training import train
from fingerpost.engines.embeddings.memory import HashingEmbedder
from fingerpost.engines.embeddings.minilm import MiniLM

CLASSES = (
    Class(label="lights", title="Street lights", description="Lamps in the street that are broken or do not light."),
    Class(label="bins", title="Missed bins", description="Rubbish or recycling that was not collected."),
    Class(label="trees", title="Trees", description="Branches that fall, or a tree that leans over a path."),
)
EXAMPLES = (
    Labelled(text="The street lamp outside my door is broken", label="lights", id="a1"),
    Labelled(text="Three lamps in the street do not light at night", label="lights", id="a2"),
    Labelled(text="My rubbish was not collected this week", label="bins", id="b1"),
    Labelled(text="The recycling crew drove past our recycling boxes", label="bins", id="b2"),
    Labelled(text="A large branch hangs over the path", label="trees", id="t1"),
    Labelled(text="The tree leans against our fence", label="trees", id="t2"),
)

Make = Callable[[Sequence[Class], Sequence[Labelled]], Classifier]


@pytest.fixture(scope="module", params=["minilm", "hashed", "memory"])
def make(request: pytest.FixtureRequest) -> Make:
    if request.param == "memory":
        return CountingClassifier
    embedder = MiniLM(threads=1) if request.param == "minilm" else HashingEmbedder()
    return lambda classes, examples: train(classes, examples, embedder=embedder)


@pytest.fixture(scope="module")
def classifier(make: Make) -> Classifier:
    return make(CLASSES, EXAMPLES)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The lamps in our street are broken", "lights"),
        ("Nobody collected the recycling", "bins"),
        ("A branch fell onto the path", "trees"),
    ],
)
def test_text_goes_to_its_class_from_examples_and_from_descriptions_alone(make: Make, text: str, label: str) -> None:
    for examples in (EXAMPLES, ()):
        first = make(CLASSES, examples).classify(text).first
        assert first is not None
        assert first.label == label


def test_every_class_is_ranked_best_first_with_chances_of_at_most_one(classifier: Classifier) -> None:
    found = classifier.classify("The street lamp is broken")
    chances = [each.probability for each in found.ranked]
    assert {each.label for each in found.ranked} == {"lights", "bins", "trees"}
    assert chances == sorted(chances, reverse=True)
    assert all(0 <= chance <= 1 for chance in [*chances, found.outside])
    assert sum(chances) + found.outside == pytest.approx(1, abs=1e-6)


def test_near_examples_are_of_the_first_class_and_nearest_first(classifier: Classifier) -> None:
    found = classifier.classify("The street lamp outside is broken")
    assert found.near[0].id == "a1"
    assert found.near[0].text == EXAMPLES[0].text
    assert {each.label for each in found.near} == {"lights"}
    assert [each.similarity for each in found.near] == sorted((each.similarity for each in found.near), reverse=True)
    assert all(-1 <= each.similarity <= 1 for each in found.near)


def test_words_that_counted_stand_in_the_text_with_shares_of_the_whole(classifier: Classifier) -> None:
    text = "Hello, the street lamp outside is broken"
    found = classifier.classify(text)
    assert found.words
    assert all(word in text.lower() and 0 < share <= 1 for word, share in found.words)
    assert sum(share for _word, share in found.words) <= 1 + 1e-6
    assert {word for word, _share in found.words} & {"lamp", "street", "broken"}


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_empty_text_is_not_known_and_every_class_is_as_likely_as_usual(classifier: Classifier, text: str) -> None:
    found = classifier.classify(text)
    assert not found.is_known
    assert [each.probability for each in found.ranked] == pytest.approx([1 / 6] * 3)
    assert found.near == ()
    assert found.words == ()


@pytest.mark.parametrize("text", ["🙂", "ما هي", "\x00", "a" * 100_000, "lamp " * 50_000, "¿?!", "\ud800"])
def test_any_text_has_an_answer(classifier: Classifier, text: str) -> None:
    found = classifier.classify(text)
    assert len(found.ranked) == 3
    assert all(math.isfinite(each.probability) for each in found.ranked)
    assert math.isfinite(found.outside)


def test_many_at_once_get_what_each_would_get_alone_in_the_same_order(classifier: Classifier) -> None:
    texts = ["The lamp is broken", "", "A branch fell", "bins bins bins", "x" * 5_000, "The lamp is broken"] * 15
    together = classifier.classify_many(texts)
    assert together[:6] == [classifier.classify(text) for text in texts[:6]]
    assert together[:6] == together[-6:]
    assert classifier.classify_many([]) == []


def test_same_texts_make_the_same_classifier_and_one_more_makes_another(make: Make) -> None:
    first, again, other = make(CLASSES, EXAMPLES), make(CLASSES, EXAMPLES), make(CLASSES, EXAMPLES[1:])
    assert first.digest == again.digest
    assert first.classify("broken lamp") == again.classify("broken lamp")
    assert other.digest != first.digest
    assert first.classify("broken lamp").version


def test_single_class_is_enough(make: Make) -> None:
    found = make(CLASSES[:1], ()).classify("The street lamp is broken")
    assert [each.label for each in found.ranked] == ["lights"]


def test_examples_that_belong_nowhere_are_no_class(make: Make) -> None:
    nowhere = Labelled(text="What time is kick-off on Saturday?", label="", id="n1")
    found = make(CLASSES, [*EXAMPLES, nowhere]).classify("When is kick-off on Saturday?")
    assert {each.label for each in found.ranked} == {"lights", "bins", "trees"}


@pytest.mark.parametrize(
    ("classes", "examples", "says"),
    [
        ((), (), "no class"),
        ((CLASSES[0], CLASSES[0]), (), "named twice"),
        ((Class(label="", title="Nothing"),), (), "no code"),
        (CLASSES, (Labelled(text="A hole in the road", label="potholes"),), "potholes, which is not a class"),
    ],
)
def test_what_does_not_fit_is_told_plainly(
    make: Make, classes: tuple[Class, ...], examples: tuple[Labelled, ...], says: str
) -> None:
    with pytest.raises(InvalidRequest, match=says):
        make(classes, examples)
