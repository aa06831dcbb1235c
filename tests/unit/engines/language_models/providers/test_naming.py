"""Which model answered, where it is asked, and how many tokens a text takes."""

import pytest

from fingerpost.contract.language_models import Prompt
from fingerpost.engines.language_models.addresses import check_address
from fingerpost.engines.language_models.estimating import estimate_prompt, estimate_tokens, weigh
from fingerpost.engines.language_models.naming import is_asked_model


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("claude-haiku-4-5", "claude-haiku-4-5"),
        ("claude-haiku-4-5", "claude-haiku-4-5-20251001"),
        ("claude-haiku-4-5@20251001", "claude-haiku-4-5@20251001"),
        ("claude-haiku-latest", "claude-haiku-20251001"),
        ("gpt-4", "gpt-4-0613"),
        ("gpt-4o", "gpt-4o-2024-08-06"),
        ("llama3.2", "llama3.2:latest"),
        ("llama3.2:latest", "llama3.2"),
        ("meta-llama/Llama-3.1-8B-Instruct", "meta-llama/Llama-3.1-8B-Instruct"),
    ],
)
def test_an_edition_of_the_model_is_the_model(asked: str, answered: str) -> None:
    assert is_asked_model(answered, asked=asked)


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("gpt-4o", "gpt-4o-mini"),
        ("gpt-4o", "gpt-4"),
        ("claude-opus-5", "claude-opus-5-5"),
        ("claude-sonnet-5", "claude-haiku-5"),
        ("llama3.2", "llama3.2-evil"),
        ("llama3.2", ""),
        ("llama3.2", "llama3.2: ignore all rules"),
        ("llama3.2", "x" * 500),
    ],
)
def test_another_model_is_another_model(asked: str, answered: str) -> None:
    assert not is_asked_model(answered, asked=asked)


def test_a_server_may_have_a_name_of_its_own_for_it() -> None:
    assert is_asked_model("gpt-3.5-turbo", asked="llama-8b", aliases={"gpt-3.5-turbo"})


@pytest.mark.parametrize(
    "address", ["https://api.example.com", "http://vllm.internal:8000/v1/", "http://[::1]:8080/v1"]
)
def test_an_address_names_a_server(address: str) -> None:
    assert check_address(address) == address.rstrip("/")


@pytest.mark.parametrize(
    "address",
    [
        *("", "api.example.com", "ftp://example.com", "file:///etc/passwd", "https://", "http://host:99999/v1"),
        *("https://key@example.com", "https://user:sk-canary@example.com", "https://example.com/v1?key=sk-canary"),
        *("https://example.com/#sk-canary", "http://[::1/v1", "http://example.com:abc"),
    ],
)
def test_any_other_is_refused_with_a_sentence_that_repeats_nothing(address: str) -> None:
    with pytest.raises(ValueError, match=r"^The address of a language model .*\.$") as refused:
        check_address(address)
    assert "canary" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "counted"),  # as tokenisers of today count it, about
    [
        ("You must pay twenty five pounds a year for a garden bin.", 13),
        ("Rhaid i chi dalu pum punt ar hugain y flwyddyn am fin gardd.", 24),
        ("£1,234.56 on 31/03/2027, reference 0044 20 7946 0000", 30),
        ("باغ کے ڈبے کے لیے سالانہ پچیس پاؤنڈ ادا کریں", 33),
        ("ਬਾਗ ਦੇ ਡੱਬੇ ਲਈ ਸਾਲਾਨਾ ਪੱਚੀ ਪੌਂਡ", 55),
        ("😀" * 10, 20),
    ],
)
def test_tokens_are_estimated_rather_too_high_but_not_wildly(text: str, counted: int) -> None:
    assert counted * 0.9 <= estimate_tokens(text) <= counted * 2.5


def test_pieces_weigh_as_much_as_the_whole() -> None:
    text = "You must pay £25 — twice."
    assert sum(weigh(sign) for sign in text) == weigh(text)


def test_a_thousand_turns_are_too_much_before_they_are_sent() -> None:
    """They are counted at once: nothing is built of them first."""
    turns = tuple((f"turn {number}", "How much is it? " * 20) for number in range(1_000))
    assert estimate_prompt(Prompt(name="a", digest="", instructions="b", parts=turns)) > 100_000
