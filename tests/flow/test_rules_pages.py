"""The rules behind every amount, as residents read them: made from the files, in both languages, with every source."""

import re

import pytest
from django.test import Client

from fingerpost.doors.rulebook import rules_in_force


def page(client: Client, path: str) -> str:
    reply = client.get(path)
    assert reply.status_code == 200, path
    return reply.content.decode()


def test_every_scheme_is_listed_once_under_its_kind(client: Client) -> None:
    shown = page(client, "/rules")
    listed = re.findall(r'href="/rules/(\w+)"', shown)
    assert sorted(listed) == sorted(rules_in_force().public)
    assert "<h2" in shown


def test_schemes_are_found_by_words_and_by_nation(client: Client) -> None:
    assert re.findall(r'href="/rules/(\w+)"', page(client, "/rules?words=child+benefit"))[0].startswith("child_benefit")
    scottish = page(client, "/rules?nation=scotland")
    assert "/rules/scottish_child_payment" in scottish
    assert "/rules/scottish_child_payment" not in page(client, "/rules?nation=wales")
    assert "No rules fit what you chose" in page(client, "/rules?words=zzqx")


@pytest.mark.parametrize("place", ["", "/cy"])
def test_each_scheme_has_a_page_in_both_languages(client: Client, place: str) -> None:
    for name in rules_in_force().public:
        shown = page(client, f"{place}/rules/{name}")
        assert shown.count("<h1") == 1, name
        assert "{name}" not in shown, name


def test_a_page_holds_conditions_figures_with_their_history_and_examples(client: Client) -> None:
    shown = page(client, "/rules/child_benefit")
    for words in (
        "A child who counts for Child Benefit lives with you",
        "£27.05 a week",
        "£26.05 a week",
        "6 April 2026 to 5 April 2027",
        "Checked on 22 November 2026",
        "https://www.gov.uk/child-benefit/what-youll-get",
        "Example 1",
        "What we leave out",
        "Guardian&#39;s Allowance",
    ):
        assert words in shown, words


def test_the_figure_that_holds_today_is_marked_once(client: Client) -> None:
    shown = page(client, "/rules/child_benefit")
    figures = len(list(rules_in_force().parameters_of("child_benefit")))
    assert shown.count('class="govuk-tag">Now<') == figures


def test_a_condition_that_another_scheme_decides_leads_to_its_page(client: Client) -> None:
    assert 'href="/rules/universal_credit"' in page(client, "/rules/free_school_meals")


def test_the_welsh_page_speaks_welsh_and_marks_english_titles(client: Client) -> None:
    shown = page(client, "/cy/rules/child_benefit")
    assert "Budd-dal Plant" in shown
    assert "£27.05 yr wythnos" in shown
    assert re.search(r'<a class="govuk-link[^"]*" lang="en"', shown)


@pytest.mark.parametrize("name", ["income", "nothing-here", "passport"])
def test_what_schemes_only_share_and_what_is_not_there_has_no_page(client: Client, name: str) -> None:
    assert client.get(f"/rules/{name}").status_code == 404
