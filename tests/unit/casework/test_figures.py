"""A figure in a reply is traced to where it comes from, or somebody must tick it."""

from fingerpost.casework.figures import FilledFact, Source, trace_figures, unsourced

REFERENCE = FilledFact(name="reference", value="FP-12K4Q-99ABC", source=Source.CASE)
DUE = FilledFact(name="due_on", value="8 March 2027", source=Source.CASE)
TEMPLATE = FilledFact(name="template", value="We aim for 10 working days. Call 01632 960000.", source=Source.TEMPLATE)


def figures_of(words: str) -> dict[str, Source | None]:
    found = trace_figures(words, facts=[REFERENCE, DUE], texts=[TEMPLATE])
    return {each.text: each.source.source if each.source else None for each in found}


def test_a_fact_that_stands_there_as_a_whole_is_its_source() -> None:
    assert figures_of("Case FP-12K4Q-99ABC, by 8 March 2027.") == {
        "FP-12K4Q-99ABC": Source.CASE,
        "8 March 2027": Source.CASE,
    }


def test_a_part_of_a_fact_is_not_enough() -> None:
    assert figures_of("By 8 cones.") == {"8 cones": None}


def test_a_figure_of_the_template_counts_with_the_word_after_it_only() -> None:
    assert figures_of("In 10 working days, 10 metres on.") == {"10 working": Source.TEMPLATE, "10 metres": None}


def test_amounts_shares_and_ordinals_are_figures_too() -> None:
    assert unsourced(trace_figures("£40.50, 50% of it, on the 3rd floor", facts=[])) == (
        "£40.50",
        "50% of",
        "3rd floor",
    )


def test_each_is_named_once_and_in_order() -> None:
    assert [each.text for each in trace_figures("7 a, 5 b, 7 a", facts=[])] == ["7 a", "5 b"]


def test_words_without_figures_have_none() -> None:
    assert trace_figures("Thank you for telling us.", facts=[REFERENCE, DUE]) == ()
