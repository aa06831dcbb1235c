"""Deny by default: every page behind the doors of staff and oversight, and exactly who may open it.

The table is the specification. A page that stands in no line of it, or a line without its page, fails: whoever adds
a page says here who may open it, and whether it asks once more who sits there.
"""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils.translation import override
from tests.accounts import signed_in

from fingerpost.doors.accounts import ROLES, keep_roles
from fingerpost.doors.oversight import urls as oversight
from fingerpost.doors.staff import urls as staff

pytestmark = pytest.mark.django_db

EVERYBODY = set(ROLES)
READERS_OF_FEEDBACK = {"editor", "auditor", "data-protection", "owner"}
OVERSEERS = {"viewer", "auditor", "data-protection", "owner"}
OPENERS = {"auditor", "data-protection", "owner"}
READERS_OF_RULES = {"policy", "auditor", "owner"}
MAKERS_OF_RULES = {"policy", "owner"}
FINDERS = {"benefits", "owner"}
OFFICERS = {"officer", "team-lead", "owner"}
LEADS = {"team-lead", "owner"}
KEEPERS_OF_THE_REGISTER = {"data-protection", "owner"}

MAY_OPEN: dict[str, set[str]] = {
    "staff:home": EVERYBODY,
    "staff:sign-out": EVERYBODY,
    "staff:confirm": EVERYBODY,
    "staff:second-factor": EVERYBODY,
    "staff:renew-codes": EVERYBODY,
    "staff:remove-factor": EVERYBODY,
    "staff:password": EVERYBODY,
    "staff:feedback": READERS_OF_FEEDBACK,
    "staff:feedback_file": READERS_OF_FEEDBACK,
    "staff:answer": READERS_OF_FEEDBACK,
    "staff:repair": READERS_OF_FEEDBACK,
    "staff:finding": READERS_OF_FEEDBACK,
    "staff:settle": {"editor", "owner"},
    "staff:rules": READERS_OF_RULES,
    "staff:rule-figures": READERS_OF_RULES,
    "staff:rule-proposal": READERS_OF_RULES,
    "staff:rule-decide": READERS_OF_RULES,  # who may do what there is another question: see test_rule_proposals
    "staff:rule-change": MAKERS_OF_RULES,
    "staff:rule-files": MAKERS_OF_RULES,
    "staff:cases": OFFICERS,  # which cases they see is another question: see test_the_queue_for_officers
    "staff:cases-mine": OFFICERS,
    "staff:cases-file": OFFICERS,
    "staff:cases-bulk": OFFICERS,
    "staff:cases-done": OFFICERS,
    "staff:cases-undo": OFFICERS,
    "staff:cases-views": OFFICERS,
    "staff:cases-post": OFFICERS,
    "staff:cases-letters": OFFICERS,
    "staff:cases-letter": OFFICERS,
    "staff:cases-teams": OFFICERS,
    "staff:cases-team": LEADS,
    "staff:cases-review": LEADS | OVERSEERS,
    "staff:case": OFFICERS,
    "staff:case-new": OFFICERS,
    "staff:case-do": OFFICERS,
    "staff:case-file": OFFICERS,
    "staff:case-present": OFFICERS,
    "staff:case-reply": OFFICERS,
    "staff:case-guidance": OFFICERS,
    "staff:case-templates": OFFICERS,
    "staff:case-template-new": OFFICERS,
    "staff:case-template": OFFICERS,
    "staff:case-template-act": OFFICERS,
    "staff:missing-out": FINDERS,
    "staff:missing-out-run": FINDERS,
    "staff:missing-out-file": FINDERS,
    "staff:missing-out-act": FINDERS,
    "staff:missing-out-letter": FINDERS,
    "staff:simulations": MAKERS_OF_RULES,
    "staff:simulations-compared": MAKERS_OF_RULES,
    "staff:simulation": MAKERS_OF_RULES,
    "staff:simulation-file": MAKERS_OF_RULES,
    "staff:settings": {"owner"},
    "staff:preview": {"owner"},
    "staff:put-back": {"owner"},
    "staff:tokens": {"owner"},
    "staff:token-new": {"owner"},
    "staff:token-revoke": {"owner"},
    "oversight:today": OVERSEERS,
    "oversight:trends": OVERSEERS,
    "oversight:trends_file": OVERSEERS,
    "oversight:runs": OVERSEERS,
    "oversight:run": OVERSEERS,
    "oversight:openings": OVERSEERS,
    "oversight:evaluations": OVERSEERS,
    "oversight:switches": OVERSEERS,
    "oversight:models": OVERSEERS,
    "oversight:ledger": OVERSEERS,
    "oversight:open-run": OPENERS,
    "oversight:switch": {"owner"},
    "oversight:challenges": OPENERS,
    "oversight:challenge": OPENERS,
    "oversight:challenge_open": OPENERS,
    "oversight:challenge_file": OPENERS,
    "oversight:challenge_answer": {"data-protection", "owner"},
    "oversight:retention": OVERSEERS,
    "oversight:subject": {"data-protection"},
    "oversight:subject_export": {"data-protection"},
    "oversight:subject_erase": {"data-protection"},
    "oversight:register": OVERSEERS,
    "oversight:measures": OVERSEERS,
    "oversight:system-add": KEEPERS_OF_THE_REGISTER,
    "oversight:systems-table": KEEPERS_OF_THE_REGISTER,
    "oversight:systems-csv": KEEPERS_OF_THE_REGISTER,
    "oversight:move": KEEPERS_OF_THE_REGISTER,
    "oversight:system": KEEPERS_OF_THE_REGISTER,
}
"""Which roles may open which page. Nobody else may, whatever they send."""

ON_THE_WAY_IN = {
    "staff:sign-in",
    "staff:code",
    "staff:set-up",
    "staff:organisation",
    "staff:organisation-back",
    "staff:organisation-sign-out",
}
"""Pages that need nobody to have signed in. Each looks for itself at what was shown so far."""

ASKS_ONCE_MORE = {
    "staff:renew-codes",
    "staff:remove-factor",
    "staff:token-new",
    "staff:missing-out-letter",
    "oversight:switch",
    "oversight:move",
    "oversight:subject_export",
    "oversight:subject_erase",
}
"""What cannot be undone, or takes words out of here: only within a quarter of an hour of showing who one is."""

LEADS_IN = "/staff/sign-in"


def every_page() -> Iterator[tuple[str, str, URLPattern]]:
    """Name, address with something in each gap, and pattern."""
    for door, urls in (("staff", staff), ("oversight", oversight)):
        for pattern in urls.urlpatterns:
            parts = {
                name: 1 if "Int" in type(kind).__name__ else "x" for name, kind in pattern.pattern.converters.items()
            }
            name = f"{door}:{pattern.name}"
            with override("en"):  # whatever page was opened last
                address = reverse(name, kwargs=parts or None)
            yield name, address, pattern


def test_the_table_names_every_page_and_no_other() -> None:
    assert {name for name, _, _ in every_page()} == set(MAY_OPEN) | ON_THE_WAY_IN
    assert {name for name, _, pattern in every_page() if pattern.callback.needs is None} == ON_THE_WAY_IN
    assert {name for name, _, pattern in every_page() if pattern.callback.fresh} == ASKS_ONCE_MORE


def test_the_permission_of_each_page_is_one_that_the_table_bears_out() -> None:
    for name, _, pattern in every_page():
        if needed := pattern.callback.needs:
            enough = {needed, pattern.callback.or_else} - {""}
            assert {role for role, held in ROLES.items() if enough & set(held)} == MAY_OPEN[name], name


@pytest.mark.parametrize("role", [*ROLES, ""])
def test_each_role_opens_its_own_pages_and_is_refused_at_every_other(role: str, settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    keep_roles()
    client = signed_in(role) if role else _without_any()
    client.raise_request_exception = False
    for name, address, _ in every_page():
        if name in ON_THE_WAY_IN:
            continue
        seen = client.get(address)
        if role in MAY_OPEN[name] or (not role and MAY_OPEN[name] is EVERYBODY):
            assert seen.status_code in {200, 303, 404, 405}, f"{name}: {seen.status_code}"
            assert not seen.headers.get("Location", "").startswith(LEADS_IN), name
        else:
            assert seen.status_code == 403, name
            assert client.post(address, {"do": "it"}).status_code == 403, name


def _without_any() -> Client:
    """An account that lost its role, as one whose organisation took them out of a group."""
    client = signed_in("editor", name="nobody-special")
    User.objects.get(username="nobody-special").groups.clear()
    return client


@pytest.mark.parametrize("language", ["", "/cy"])
def test_a_visitor_opens_none_of_them(language: str) -> None:
    client = Client()
    for name, address, _ in every_page():
        if name not in ON_THE_WAY_IN:
            for reply in (client.get(language + address), client.post(language + address, {"do": "it"})):
                assert (reply.status_code, reply.headers["Location"].startswith(language + LEADS_IN)) == (303, True), (
                    name
                )
