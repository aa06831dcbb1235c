"""What `doctor` tells of casework: the list of services, what sorts reports, the teams, and what waits to be sent."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from fingerpost.casework.learned import open_versions
from fingerpost.casework.mailbox.taking import held_since
from fingerpost.casework.models import Case, Membership, Message
from fingerpost.casework.nightly import Night, last_night
from fingerpost.contract.errors import FingerpostError
from fingerpost.doors.installation import Finding, installation

WAITS_TOO_LONG = timedelta(hours=1)
HELD_IS_TOLD = timedelta(days=7)  # what was thrown away in the mailbox is not known here
LEARNING_TAKES = timedelta(hours=6)  # at most; what began longer ago has ended
FILE = "services.toml"


def check_services() -> Finding:
    """Is the body's list of services in order, and its own?"""
    try:
        services = installation().build_services()
    except FingerpostError as error:
        return Finding(name="services", state="fault", found=f"{error.public} {error.detail}", to_do=f"Mend {FILE}.")
    if problems := services.problems:
        found = f"{FILE} is not in order, so the one before is in force (faults: {len(problems)}): {problems[0]}"
        return Finding(name="services", state="fault", found=found, to_do=f"Mend {FILE}.")
    book = services.book
    found = f"services: {len(book.services)}, teams: {len(book.teams)}"
    if not (settings.HOME / FILE).is_file():
        return Finding(
            name="services", state="ok", found=f"{found}: those of the fictional Fernby, as there is no {FILE}"
        )
    gone = set(_live_by_team()) - set(book.teams) - {""}
    if gone:
        found = f"{found}; live cases stand with teams that are not in {FILE}: {', '.join(sorted(gone))}"
        return Finding(name="services", state="warning", found=found, to_do="Put the team back, or send its cases on.")
    return Finding(name="services", state="ok", found=found)


def check_teams() -> Finding:
    """Does somebody work in every team that has cases, and is anything left that nobody sorts?"""
    live = _live_by_team()
    if not live:
        return Finding(name="cases", state="ok", found="no live cases")
    body = settings.CONFIGURATION.body
    staffed = set(Membership.objects.filter(body=body).values_list("team", flat=True))
    nobody = sorted(team for team in live if team and team not in staffed)
    total = sum(live.values())
    if nobody:
        found = f"{total:,} live cases; nobody works in: {', '.join(nobody)}"
        return Finding(
            name="cases", state="warning", found=found, to_do="Run: fingerpost cases members add TEAM ACCOUNT"
        )
    if stray := live.get(""):
        found = f"{total:,} live cases; {stray:,} belong to no team yet"
        to_do = "Whoever leads teams sorts them on the page of cases. A team called front-desk would be given them."
        return Finding(name="cases", state="warning", found=found, to_do=to_do)
    return Finding(name="cases", state="ok", found=f"{total:,} live cases")


def check_classifier() -> Finding:
    """Is there something that sorts reports, and does it learn?"""
    if installation().build_classifier() is None:
        found, to_do = "The model that reads reports is missing.", "See the line 'reports'."
        return Finding(name="classifier", state="warning", found=found, to_do=to_do)
    return _fault_of_learning() or Finding(name="classifier", state="ok", found=_what_sorts())


def _what_sorts() -> str:
    name = open_versions(settings.HOME).current_name
    sorts = f"{name}, learned from cases" if name else "made of the services and their examples when a server starts"
    night = last_night(settings.HOME)
    if not settings.CONFIGURATION.learn_nightly:
        return f"{sorts}; it learns only by: fingerpost triage learn"
    if night is not None and night.became == Night.WORSE:
        return f"{sorts}; what was learned on {night.at:%Y-%m-%d} is worse, so it is not used"
    return sorts


def _fault_of_learning() -> Finding | None:
    night = last_night(settings.HOME)
    if night is None or night.became not in {Night.FAILED, Night.BEGAN}:
        return None
    found = f"Learning from cases failed on {night.at:%Y-%m-%d}: {night.why} Reports are sorted as before."
    if night.became == Night.BEGAN:
        if timezone.now() - night.at < LEARNING_TAKES:
            return None
        found = f"Learning from cases began on {night.at:%Y-%m-%d} and was broken off. Reports are sorted as before."
    to_do = "It is tried again the next night. To do it now: fingerpost triage learn"
    return Finding(name="classifier", state="warning", found=found, to_do=to_do)


def check_post() -> Finding:
    """Does what is to be sent go, and does nothing wait for somebody to look at it?"""
    body, now = settings.CONFIGURATION.body, timezone.now()
    ways = sorted(settings.POST_WAYS)
    failed = Message.objects.filter(body=body, state=Message.State.FAILED).count()
    unsent = (Message.State.WAITING, Message.State.SENDING)
    late = Message.objects.filter(body=body, state__in=unsent, made_at__lt=now - WAITS_TOO_LONG, due_at__lt=now)
    if failed or (stuck := late.count()):
        found = f"{failed:,} messages were given up" if failed else f"{stuck:,} messages wait for more than an hour"
        return Finding(name="post", state="warning", found=found, to_do="See: fingerpost post list")
    if held := held_since(now - HELD_IS_TOLD, body=body):
        found = f"{held:,} letters are held: their senders wrote more than {settings.CONFIGURATION.mail_a_day} in a day"
        to_do = "Look at them in the folder Held of the mailbox, then run: fingerpost mail take --held"
        return Finding(name="post", state="warning", found=found, to_do=to_do)
    found = f"can be sent by {', '.join(ways)}" if ways else "no way of sending is set up"
    return Finding(name="post", state="ok", found=found)


def _live_by_team() -> dict[str, int]:
    live = Case.objects.filter(body=settings.CONFIGURATION.body, is_live=True).order_by()
    return dict(live.values_list("team").annotate(number=Count("pk")))
