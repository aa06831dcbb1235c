"""What every door does with what is kept of people: the schedule in words, sweeping, giving it all, erasing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.contract.errors import FingerpostError
from fingerpost.contract.references import tidy_reference
from fingerpost.doors.installation import Progress, installation, now
from fingerpost.record.retention import backups, erasing, exporting, restoring, sweeping
from fingerpost.record.retention.ageing import count_held, count_over_age
from fingerpost.record.retention.clock import find_doubt
from fingerpost.record.retention.schedule import Kind, Schedule, Term, read_schedule


class Purpose(StrEnum):
    """Why everything that is kept of somebody is opened. The code stands in the ledger for ever, and no word beside."""

    ASKED = "asked"
    COMPLAINT = "complaint"
    COURT = "court"


class Reason(StrEnum):
    """Why what is kept of somebody is erased. The code stands in the ledger for ever, and no word beside."""

    ASKED = "asked"
    MISTAKE = "mistake"
    COURT = "court"


def purpose_words(code: str) -> str:
    return {
        Purpose.ASKED: _("The person asked for it"),
        Purpose.COMPLAINT: _("Their complaint is being looked into"),
        Purpose.COURT: _("A court or a regulator asked for it"),
    }[Purpose(code)]


def reason_words(code: str) -> str:
    return {
        Reason.ASKED: _("The person asked for it"),
        Reason.MISTAKE: _("It should not have been kept"),
        Reason.COURT: _("A court or a regulator ordered it"),
    }[Reason(code)]


@dataclass(frozen=True, kw_only=True)
class ShownTerm:
    """One line of the schedule in words: what is kept, for how long, and why so long."""

    kind: str
    what: str
    kept: str
    why: str


def shown_schedule() -> list[ShownTerm]:
    """The schedule of this installation, in the language of the page: for the privacy page, the register, and staff."""
    words = _words()
    return [
        ShownTerm(kind=kind.value, what=words[kind][0], kept=_kept(term), why=words[kind][1])
        for kind, term in schedule().items()
    ]


def schedule() -> Schedule:
    return read_schedule(settings.CONFIGURATION.retention)


def over_age() -> dict[Kind, int]:
    """How many of each kind are kept for longer than the schedule says: 0 of each after a sweep."""
    at, terms = now(), schedule()
    found = count_over_age(body=settings.CONFIGURATION.body, at=at, schedule=terms)
    found[Kind.BACKUPS] = len(backups.old_backups(settings.HOME, at=at, days=terms[Kind.BACKUPS].days))
    return found


def held_by_challenges() -> int:
    """How many conversations are past their age and kept, because a challenge about them is not over."""
    return count_held(body=settings.CONFIGURATION.body, at=now(), schedule=schedule())


class ClockDoubted(FingerpostError):
    """The clock does not fit what the ledger noted, so nothing is erased by it unless a person says so."""


def clock_doubt() -> str:
    """Why nothing is swept by itself now, and what to do, in the language of the page; "" where all is well."""
    doubt = find_doubt(body=settings.CONFIGURATION.body, at=now())
    if doubt is None:
        return ""
    if doubt.was_swept:
        late = _("The last sweep was noted on %(day)s, more than 40 days before what the clock says now.")
        ahead = _("The last sweep was noted on %(day)s. By the clock, that lies in the future.")
    else:
        late = _(
            "No sweep was ever noted. The newest entry of the ledger is of %(day)s, more than 40 days before what the "
            "clock says now."
        )
        ahead = _(
            "No sweep was ever noted. The newest entry of the ledger is of %(day)s. By the clock, that lies in the "
            "future."
        )
    why = (ahead if doubt.is_ahead else late) % {"day": f"{timezone.localtime(doubt.at):%Y-%m-%d}"}
    to_do = _(
        "Until somebody has looked, nothing is swept by itself: what is erased is gone for good. Check the clock of "
        "the machine. If it is right, run: fingerpost retention sweep"
    )
    return f"{why} {to_do}"


def sweep_here(progress: Progress = lambda what, done, total: None, *, unattended: bool = False) -> sweeping.Sweep:
    """Take away what is over age. Raises StoreUnavailable; then run it again. `unattended` raises ClockDoubted too."""
    if unattended and (doubt := clock_doubt()):
        raise ClockDoubted(doubt)
    return sweeping.sweep(
        body=settings.CONFIGURATION.body, at=now(), schedule=schedule(), home=settings.HOME, progress=progress
    )


def count_subject(typed: str) -> exporting.Count:
    """What is kept under a reference, however it was typed, without opening it. Raises UnknownSubject."""
    return exporting.count_subject(tidy_reference(typed), body=settings.CONFIGURATION.body)


def export_subject(typed: str, *, by: str, purpose: Purpose) -> exporting.Held:
    """All that is kept of whoever was given that reference. That it was opened is in the ledger first."""
    return exporting.export_subject(
        tidy_reference(typed),
        body=settings.CONFIGURATION.body,
        by=by,
        purpose=purpose.value,
        at=now(),
        keys=installation().build_keys(),
    )


def erase_subject(typed: str, *, by: str, reason: Reason) -> erasing.Erasure:
    """Erase all that is kept of whoever was given that reference, here and in the backups. It cannot be undone."""
    return erasing.erase_conversation(
        tidy_reference(typed),
        body=settings.CONFIGURATION.body,
        by=by,
        reason=reason.value,
        at=now(),
        home=settings.HOME,
    )


def make_backup(to: Path | None) -> backups.Backup:
    return backups.make_backup(home=settings.HOME, at=now(), release=version("fingerpost"), to=to)


def list_backups() -> Sequence[backups.Backup]:
    return backups.list_backups(settings.HOME)


def damaged_backups() -> Sequence[tuple[Path, str]]:
    """Backups that cannot be restored, each with what is wrong."""
    return backups.damaged_backups(settings.HOME)


def restore_backup(folder: Path) -> restoring.Restored:
    """Put a backup in the place of the database. Raises NotABackup, CannotRestore and StoreUnavailable."""
    found = backups.read_backup(folder)
    return restoring.restore_backup(found, home=settings.HOME, at=now(), release=version("fingerpost"))


def _kept(term: Term) -> str:
    if term.days is None:
        return _("For good")
    if term.days % 365 == 0:
        years = term.days // 365
        return ngettext("%(years)d year", "%(years)d years", years) % {"years": years}
    return ngettext("%(days)d day", "%(days)d days", term.days) % {"days": term.days}


def _words() -> dict[Kind, tuple[str, str]]:
    """What each kind is, and why it is kept so long and no longer."""
    return {
        Kind.RUNS: (
            _("What was asked and answered, counted from the last question of a conversation"),
            _("So that an answer can be read again, explained and challenged. Details that identify are hidden in it."),
        ),
        Kind.FEEDBACK: (
            _("What somebody wrote about an answer"),
            _("So that the guidance can be made better. Whether it was useful is counted for longer, without words."),
        ),
        Kind.CHALLENGES: (
            _("A challenge with its files, counted from our reply"),
            _("So that the reply can be looked at again, by an ombudsman or a court. Until the reply it is kept."),
        ),
        Kind.CASES: (
            _("A report with what was written about it and its files, counted from when it was over"),
            _("So that it can be looked at again, by you, by us, or by an ombudsman. Until then it is worked on."),
        ),
        Kind.DRAFTS: (_("A challenge that was written and not sent"), _("So that it can be looked over and sent.")),
        Kind.ALERTS: (
            _("Where somebody is to be told that an answer has changed"),
            _("So that we can tell them. It goes when they are told, or after two days if they do not confirm it."),
        ),
        Kind.SESSIONS: (
            _("Which answers one browser asked for"),
            _("So that “Clear and leave now” can close them. It ends with the browser, or after twelve hours."),
        ),
        Kind.BACKUPS: (
            _("Copies of the database"),
            _("To mend a loss. What is erased here is erased in them too, at once."),
        ),
        Kind.UNCLOSED: (
            _("That a run began and broke off"),
            _("It holds no word of what was asked. It shows that nothing was left out of the record."),
        ),
        Kind.SIGN_INS: (
            _("From where somebody tried to sign in as staff too often"),
            _("To slow down whoever guesses passwords. Of an account only its last sign-in is kept."),
        ),
        Kind.FIGURES: (
            _("How each run ended and how long it took, without words"),
            _("To see how well the service does over the years."),
        ),
        Kind.EVALUATIONS: (
            _("Results of tests of the service"),
            _("They bear out what the public record says. They hold made-up questions, and nobody’s own."),
        ),
        Kind.LEDGER: (
            _("The ledger: that there was a run, when, and with which rules, and codes for its words"),
            _("It proves that nothing was altered. It holds no word, and once words are erased not even a guess fits."),
        ),
    }
