"""What `fingerpost.toml` says of language models, and what an operator is told where it does not fit."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from fingerpost.contract.language_models import Patience
from fingerpost.site.configuration import Configuration, read_configuration, read_language_models
from fingerpost.site.language_models.described import DescribedModels
from fingerpost.site.language_models.keys import NoKey, find_doubt, read_key

CLAUDE = """
[models.claude]
provider = "anthropic"
model = "claude-haiku-4-5"
key_env = "ANTHROPIC_API_KEY"
"""
OURS = """
[models.ours]
provider = "openai-compatible"
model = "llama3.1"
base_url = "http://127.0.0.1:11434/v1"
"""
SECRET = "sk-ant-api03-" + "x" * 40


def read(folder: Path, text: str) -> DescribedModels:
    (folder / "fingerpost.toml").write_text(text, encoding="utf-8")
    return read_language_models(folder)


def test_without_tables_there_are_none(tmp_path: Path) -> None:
    assert not read_language_models(tmp_path).models
    assert not read(tmp_path, 'body = "hill"').models


def test_a_whole_table_is_read(tmp_path: Path) -> None:
    more = """
context_tokens = 100000
most_tokens = 600
pounds_a_million_in = 2.40
pounds_a_million_out = 12
pounds_a_million_cached = 0.24
first_line = 1.2
next_line = 3
whole = 15
tokens_a_day = 2000000
pounds_a_day = 20.00
at_once = 8
serves_since = 2026-11-23
ends_on = 2027-06-30
aliases = ["claude-haiku"]

[use]
answer = "claude"
"""
    found = read(tmp_path, CLAUDE + more)
    claude = found.models["claude"]
    assert found.use == {"answer": "claude"}
    assert claude.patience == Patience(first_line=1.2, next_line=3.0, whole=15.0)
    assert (claude.prices.tokens_in, claude.prices.tokens_out) == (Decimal("2.4"), Decimal(12))
    assert claude.prices.tokens_cached == Decimal("0.24")
    assert (claude.serves_since, claude.ends_on) == (date(2026, 11, 23), date(2027, 6, 30))
    assert (claude.room, claude.at_once, claude.aliases) == (100_000, 8, ("claude-haiku",))


def test_what_is_cached_costs_the_same_where_no_price_is_given(tmp_path: Path) -> None:
    assert read(tmp_path, CLAUDE + "pounds_a_million_in = 2").models["claude"].prices.tokens_cached == Decimal(2)


def test_the_other_settings_of_the_file_are_read_as_before(tmp_path: Path) -> None:
    read(tmp_path, f'body = "hill"\n{CLAUDE}')
    assert read_configuration(tmp_path, {}).body == "hill"
    assert read_configuration(tmp_path / "nowhere", {}) == Configuration()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (CLAUDE + "colour = 3", r"\[models.claude\]: there is no setting 'colour'. There is: provider"),
        (CLAUDE + 'key_file = "/run/secrets/x"', r"\[models.claude\]: there are two keys"),
        (CLAUDE.replace('key_env = "ANTHROPIC_API_KEY"', ""), "there is no key. Write key_env"),
        (CLAUDE.replace("anthropic", "antropic", 1), "'provider' must be one of anthropic, openai-compatible, local"),
        (CLAUDE.replace('provider = "anthropic"', ""), "'provider' is missing. Write one of"),
        (CLAUDE.replace('model = "claude-haiku-4-5"', ""), "'model' is missing"),
        (CLAUDE + "pounds_a_million_in = -1", "'pounds_a_million_in' must be a number from 0 up"),
        (CLAUDE + 'pounds_a_million_in = "2.40"', "'pounds_a_million_in' must be a number without quotes"),
        (CLAUDE + "pounds_a_million_in = nan", "'pounds_a_million_in' must be a number from 0 up"),
        (CLAUDE + "tokens_a_day = 1.5", "'tokens_a_day' must be a whole number without quotes"),
        (CLAUDE + "tokens_a_day = true", "'tokens_a_day' must be a whole number without quotes"),
        (CLAUDE + "pounds_a_day = 20", "'pounds_a_day' cannot be kept without prices"),
        (CLAUDE + 'ends_on = "soon"', "'ends_on' must be a day without quotes"),
        (CLAUDE + "ends_on = 2027-06-30T12:00:00Z", "'ends_on' must be a day without quotes"),
        (CLAUDE + "serves_since = 2027-01-01\nends_on = 2026-01-01", "'ends_on' is before"),
        (CLAUDE + "first_line = 0", "'first_line' must be between 0.05 and 120 seconds"),
        (CLAUDE + "whole = 3", "'whole' must be at least as long"),
        (CLAUDE + "at_once = 0", "'at_once' must be between 1 and 64"),
        (CLAUDE + "context_tokens = 900", "'context_tokens' must be more than 'most_tokens'"),
        (CLAUDE + 'base_url = "api.example"', "'base_url': The address of a language model begins with https://"),
        (CLAUDE + 'aliases = "claude"', "'aliases' must be a list"),
        (CLAUDE + 'sha256 = "00"', "'sha256' is for the file of a local model"),
        (OURS.replace('base_url = "http://127.0.0.1:11434/v1"', ""), "'base_url' is missing"),
        ('[models.mine]\nprovider = "local"\nmodel = "m.gguf"\nkey_env = "X"', "a local model needs no key"),
        (
            '[models.mine]\nprovider = "local"\nmodel = "m.gguf"\nbase_url = "http://x"',
            "a local model has no 'base_url'",
        ),
        (CLAUDE.replace("models.claude", 'models."Claude 3"'), r"\[models.Claude 3\]: a model's name is small letters"),
        (CLAUDE.replace("models.claude", "models.answer"), "'answer' is the name of another switch already"),
        (CLAUDE.replace("models.claude", "models.embedder"), "'embedder' is the name of another switch already"),
        (CLAUDE + '[use]\nanswer = "gpt"', r"\[use\]: 'answer' must name a model that a table .* describes: claude"),
        (CLAUDE + "[use]\nanswer = 1", r"\[use\]: 'answer' must name a model"),
        (CLAUDE + '[use]\nanser = "claude"', r"\[use\]: there is no capability 'anser'. There is: answer"),
        ('models = "claude"', "write each model as a table of its own"),
        ("models = {claude = 1}", "write each model as a table of its own"),
        ("use = 1", r"write \[use\] as a table"),
    ],
)
def test_what_does_not_fit_is_named_with_file_table_and_key(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=words) as told:
        read(tmp_path, text)
    assert str(tmp_path / "fingerpost.toml") in str(told.value)


@pytest.mark.parametrize(
    "line",
    [
        'key = "SECRET"',
        'api_key = "SECRET"',
        'key_env = "SECRET"',
        'key_file = "SECRET"',
        'provider = "SECRET"',
        'SECRET = "x"',
        "context_tokens = 'SECRET'",
    ],
)
def test_a_key_in_the_wrong_place_is_refused_and_not_repeated(tmp_path: Path, line: str) -> None:
    table = CLAUDE.replace('key_env = "ANTHROPIC_API_KEY"', "").replace('provider = "anthropic"', "")
    text = table + ("" if "provider" in line else 'provider = "anthropic"\n') + line.replace("SECRET", SECRET)
    with pytest.raises(ImproperlyConfigured) as told:
        read(tmp_path, text)
    assert "sk-ant" not in str(told.value)
    assert told.value.__cause__ is None


def test_a_key_is_read_when_it_is_needed(tmp_path: Path) -> None:
    of = read(tmp_path, CLAUDE).models["claude"]
    assert read_key(of, home=tmp_path, environment={"ANTHROPIC_API_KEY": f" {SECRET}\n"}) == SECRET
    with pytest.raises(NoKey, match="The variable ANTHROPIC_API_KEY is empty"):
        read_key(of, home=tmp_path, environment={})
    assert read_key(read(tmp_path, OURS).models["ours"], home=tmp_path) == ""


def test_a_key_in_a_file_is_read_and_must_be_alone_in_it(tmp_path: Path) -> None:
    path = tmp_path / "key"
    of = read(tmp_path, CLAUDE.replace('key_env = "ANTHROPIC_API_KEY"', f'key_file = "{path}"')).models["claude"]
    with pytest.raises(NoKey, match="could not be read"):
        read_key(of, home=tmp_path)
    path.write_text(f"{SECRET}\n")
    assert read_key(of, home=tmp_path) == SECRET
    for wrong in ("", f"ANTHROPIC_API_KEY = {SECRET}", "x" * 5_000, "é" * 20):
        path.write_text(wrong)
        with pytest.raises(NoKey, match="must hold the key and nothing else") as told:
            read_key(of, home=tmp_path)
        assert SECRET not in str(told.value)


def test_a_key_that_others_on_the_machine_may_read_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text(SECRET)
    of = read(tmp_path, CLAUDE.replace('key_env = "ANTHROPIC_API_KEY"', 'key_file = "./key"')).models["claude"]
    path.chmod(0o644)
    assert "chmod 600" in find_doubt(of, home=tmp_path)
    path.chmod(0o600)
    assert find_doubt(of, home=tmp_path) == ""
