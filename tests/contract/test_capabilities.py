"""What every capability must declare and do before it may run. Each is found by its folder; none is named here."""

import ast
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.urls import Resolver404, resolve

from fingerpost import guard
from fingerpost.capabilities import discover
from fingerpost.capabilities.scaffold import TAKEN
from fingerpost.contract.capability import Capability
from fingerpost.contract.card import read_card
from fingerpost.contract.citing import quote
from fingerpost.contract.claims import NextStep, Outcome, OutcomeKind
from fingerpost.contract.context import ALL_NATIONS, Access, Context
from fingerpost.contract.errors import UnknownCapability
from fingerpost.contract.passages import Line, Passage
from fingerpost.contract.run import Run
from fingerpost.doors.api.routes import api
from fingerpost.doors.asking import prepare
from fingerpost.doors.citizen import urls as citizen
from fingerpost.doors.cli.application import OWN, build
from fingerpost.doors.cli.derived import add_derived_commands
from fingerpost.doors.forms import form_of
from fingerpost.doors.mcp.tools import tools
from fingerpost.doors.switchable import list_switchable
from fingerpost.evaluate.cases import Case, read_cases
from fingerpost.pipeline.explain import foreign_links
from fingerpost.pipeline.offers import may_offer
from fingerpost.site.urls import urlpatterns

ENGINES = frozenset({"search", "clock", "passages", "embedder", "rules", "services", "classifier", "open_cases"})
PURE_LIBRARIES = frozenset(
    {"numpy", "rapidfuzz", "snowballstemmer", "yaml"}
)  # they compute; they read no file and no network
OF_STAFF_ALONE = frozenset({"distributed"})  # other machines of the body, where an analyst names their scheduler
MAY_IMPORT = ("fingerpost.contract", "fingerpost.rules")
LEAST_CASES = 3
UNFILLED = re.compile(r"to[ -]be[ -]filled[ -]in", re.IGNORECASE)
BEFORE_PEOPLE_SEE_IT = frozenset({"pre-deployment", "retired"})
LINK = re.compile(r"\w+://[^\s)]+|\bwww\.[^\s)]+")

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HERE = Context(body="fernby", at=NOON)
PAGE = Passage(
    id="fernby/starter/bins#days",
    document="bins",
    collection="starter",
    body="fernby",
    title="Bin collection days",
    heading_path=("Which day",),
    anchor="which-day",
    lines=(Line(text="Bins are emptied on Tuesdays."),),
    url="https://www.fernby.example/bins",
    copy="/guidance/starter/bins",
    language="en",
    nations=ALL_NATIONS,
    audience=frozenset({"residents"}),
    access=Access.PUBLIC,
    digest="0" * 64,
    checked_on=date(2026, 11, 1),
)


def source_files(capability: Capability) -> list[Path]:
    """Its own modules, without its tests."""
    return [
        path for path in capability.folder.rglob("*.py") if "tests" not in path.relative_to(capability.folder).parts
    ]


@cache
def cases_of(name: str) -> list[Case]:
    """Read once: a capability has hundreds."""
    return read_cases(discover()[name])


def request_of(capability: Capability) -> Any:
    """A request of its own kind: that of its first case, or plain words in each field that must be filled in."""
    cases = cases_of(capability.name)
    if cases:
        return cases[0].request
    return capability.request(**{each.name: "words" for each in fields(capability.request) if each.default is MISSING})


def run_with(capability: Capability, outcome: Outcome | None) -> Run:
    return Run(
        reference="FP-7K2M9-QX4DA",
        capability=capability.name,
        request=request_of(capability),
        context=HERE,
        outcome=outcome,
    )


def outcomes() -> Iterator[Outcome | None]:
    """Each kind of outcome as the check may leave it, and none at all."""
    yield None
    for kind in OutcomeKind:
        plain = Outcome(kind=kind, confidence=None)
        yield plain
        if plain.speaks:
            yield Outcome(kind=kind, claims=(quote(PAGE),), confidence=0.9, complete=True)


class TestCard:
    def test_it_reads_and_is_the_one_in_the_folder(self, capability):
        assert read_card(capability.folder / "card.toml") == capability.card

    def test_its_name_is_that_of_its_folder(self, capability):
        assert capability.card.name == capability.folder.name

    def test_it_says_what_the_public_must_know(self, capability):
        card = capability.card
        assert all((card.title, card.owner, card.purpose, card.legal_basis, card.contact.team, card.version))
        assert card.data, "name the data that it uses"
        assert card.limits, "say what it cannot do"
        assert card.risks, "say what can go wrong"
        assert all(risk.name and risk.description and risk.mitigation for risk in card.risks)
        assert card.review.why, "say why a person looks, or need not"

    def test_nothing_is_left_to_be_filled_in_once_people_see_it(self, capability):
        if capability.card.phase not in BEFORE_PEOPLE_SEE_IT:
            text = (capability.folder / "card.toml").read_text(encoding="utf-8")
            left = [line for line in text.splitlines() if UNFILLED.search(line) and not line.startswith("#")]
            assert not left, f"fill in {capability.folder / 'card.toml'}: {left}"

    def test_it_needs_engines_that_there_are(self, capability):
        assert set(capability.card.needs) <= ENGINES

    def test_each_threshold_is_a_figure_that_its_cases_measure(self, capability):
        measured = {"unsupported_claims_at_most"}  # looked at for every capability, whatever its cases
        for case in cases_of(capability.name):
            measured |= set(capability.judge(case.expected, run_with(capability, Outcome(kind=OutcomeKind.ANSWERED))))
        assert capability.card.thresholds, "say what its evaluation must reach"
        assert set(capability.card.thresholds) <= measured


class TestRequest:
    def test_it_is_a_frozen_dataclass_with_named_fields_only(self, capability):
        assert is_dataclass(capability.request)
        assert capability.request.__dataclass_params__.frozen
        assert fields(capability.request)
        assert all(each.kw_only for each in fields(capability.request))

    def test_each_field_is_made_with_ask_for(self, capability):
        for each in fields(capability.request):
            assert {"label", "hint", "max_length", "free_text"} <= set(each.metadata), each.name
            assert each.metadata["label"].strip(), each.name

    def test_free_text_is_bounded(self, capability):
        free = [each for each in fields(capability.request) if each.metadata["free_text"]]
        assert all(0 < each.metadata["max_length"] <= 10_000 for each in free)

    def test_nation_and_language_belong_to_the_circumstances(self, capability):
        """Every form has these two beside the request's own fields."""
        assert not {"nation", "language"} & {each.name for each in fields(capability.request)}

    def test_a_form_can_be_made_from_it(self, capability):
        schema = form_of(capability).model_json_schema()
        assert {each.name for each in fields(capability.request)} <= set(schema["properties"])


class TestHandle:
    def test_it_takes_the_request_the_context_and_the_engines_its_card_needs(self, capability):
        parameters = list(inspect.signature(capability.handle).parameters.values())
        assert parameters[0].name == "request"
        assert {each.name for each in parameters[1:]} == {"context", *capability.card.needs, *capability.card.may_use}
        assert all(each.kind is inspect.Parameter.KEYWORD_ONLY for each in parameters[1:])


class TestExplain:
    @pytest.mark.parametrize("outcome", list(outcomes()), ids=lambda each: each.kind.value if each else "none")
    def test_it_gives_all_six_kinds_for_each_outcome(self, capability, outcome):
        run = run_with(capability, outcome)
        explanation = capability.explain(run, capability.card)
        assert all(words.strip() for words in explanation.kinds().values())
        assert not foreign_links(explanation, run, capability.card)

    def test_it_says_who_is_responsible_and_how_to_reach_them(self, capability):
        words = capability.explain(run_with(capability, None), capability.card).responsibility
        assert capability.card.owner in words
        assert capability.card.contact.team in words


class TestFixedWords:
    def test_phrases_are_sentences(self, capability):
        assert all(isinstance(phrase, str) and phrase.strip() for phrase in capability.phrases)

    def test_phrases_name_no_link_that_is_not_a_fixed_one(self, capability):
        named = {link.rstrip(".,") for phrase in capability.phrases for link in LINK.findall(phrase)}
        assert named <= guard.FIXED_LINKS

    def test_reasons_are_short_codes(self, capability):
        assert all(re.fullmatch(r"[a-z][a-z -]{0,39}", reason) for reason in capability.reasons)

    def test_each_fixed_next_step_passes_the_check(self, capability):
        for name, step in _constants_of(capability, NextStep):
            assert may_offer(step, None, capability, HERE), f"{name}: {step}"


def _constants_of(capability: Capability, kind: type) -> Iterator[tuple[str, Any]]:
    """Every value of this kind that stands at the top of one of its modules."""
    package = f"fingerpost.capabilities.{capability.name}"
    for found in pkgutil.iter_modules([str(capability.folder)], f"{package}."):
        if not found.ispkg:
            module = import_module(found.name)
            yield from ((f"{found.name}.{name}", each) for name, each in vars(module).items() if isinstance(each, kind))


class TestImports:
    def test_it_knows_the_contract_and_the_rules_only(self, capability):
        own = f"fingerpost.capabilities.{capability.name}"
        for path in source_files(capability):
            extra = OF_STAFF_ALONE if capability.card.is_for_staff else frozenset()
            strangers = [name for name in _imported_by(path) if name not in extra and not _may_import(name, own)]
            assert not strangers, f"{path.name} imports {', '.join(strangers)}"


def _imported_by(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: write imports in full"
            yield node.module or ""
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            yield f"{ast.unparse(node.func)}(...)"


def _may_import(name: str, own: str) -> bool:
    if name.partition(".")[0] in PURE_LIBRARIES | sys.stdlib_module_names - {"importlib", "socket", "subprocess"}:
        return True
    return any(name == each or name.startswith(f"{each}.") for each in (own, *MAY_IMPORT))


class TestCases:
    def test_there_are_enough_and_each_fits(self, capability):
        """`read_cases` says which line does not fit, and why."""
        cases = cases_of(capability.name)
        missing = LEAST_CASES - len(cases)
        assert missing <= 0, f"put {missing} more into {capability.folder / 'cases'}: its README.md shows how"

    def test_each_is_judged(self, capability):
        for case in cases_of(capability.name):
            found = capability.judge(case.expected, run_with(capability, Outcome(kind=case.expect)))
            assert isinstance(found, Mapping)
            assert found, case.id
            assert all(isinstance(each, bool) for each in found.values()), case.id

    def test_some_must_not_be_answered(self, capability):
        """A capability that never says "I don't know" has not been asked the right questions."""
        cases = cases_of(capability.name)
        assert not cases or any(case.expect is OutcomeKind.CANNOT_ANSWER for case in cases)


class TestFolder:
    def test_it_has_a_readme(self, capability):
        assert (capability.folder / "README.md").read_text(encoding="utf-8").startswith("# ")

    def test_it_has_tests_of_its_own(self, capability):
        assert list((capability.folder / "tests").glob("test_*.py"))


@pytest.fixture
def public(capability: Capability) -> Capability:
    if capability.card.is_for_staff:
        pytest.skip("it is a tool of staff alone")
    return capability


@pytest.fixture
def of_staff(capability: Capability) -> Capability:
    if not capability.card.is_for_staff:
        pytest.skip("anyone may ask it")
    return capability


class TestDoors:
    def test_its_command_is_not_taken_by_a_page_or_another_command(self, public):
        assert public.card.command not in TAKEN

    def test_it_has_a_page_of_its_own(self, public):
        assert resolve(f"/{public.card.command}").kwargs == {"command": public.card.command}

    def test_it_has_an_api_path_of_its_own(self, public):
        assert f"/api/v1/{public.card.command}" in api.get_openapi_schema()["paths"]

    def test_it_has_a_command_of_its_own(self, public):
        app = build()
        add_derived_commands(app)
        assert public.card.command in {each.name for each in app.registered_commands}


class TestDoorsOfStaff:
    def test_no_resident_and_no_program_can_reach_it(self, of_staff):
        with pytest.raises(Resolver404):
            resolve(f"/{of_staff.card.command}")
        assert not [path for path in api.get_openapi_schema()["paths"] if of_staff.card.command in path.split("/")]
        assert of_staff.card.command not in tools()
        with pytest.raises(UnknownCapability):
            prepare(of_staff.card.command, {})

    def test_its_command_is_written_by_hand_and_its_name_kept_for_it(self, of_staff):
        app = build()
        add_derived_commands(app)
        assert of_staff.card.command not in {each.name for each in app.registered_commands}
        assert of_staff.card.command in {each.name for each in app.registered_groups}
        assert of_staff.card.command in TAKEN

    def test_a_person_always_looks(self, of_staff):
        assert of_staff.card.review.always

    @pytest.mark.django_db
    def test_it_has_a_switch(self, of_staff):
        assert ("capability", of_staff.name) in {(each.kind, each.name) for each in list_switchable()}


def test_the_words_that_doors_keep_for_themselves_are_known_to_the_scaffold():
    groups = {each.name for each in build().registered_groups}
    pages = {str(each.pattern).partition("/")[0] for each in [*citizen.urlpatterns, *urlpatterns]} - {""}
    derived = {each.card.command for each in discover().values()}
    kept = {str(each) for each in {*OWN, *groups, *pages} - derived}
    assert {each for each in kept if "." not in each} <= TAKEN, "no name holds a full stop, such as robots.txt does"
