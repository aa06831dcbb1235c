"""What `doctor` looks at. Each check tells one part's state and what to do; none changes anything or raises."""

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from fingerpost.contract.errors import FingerpostError, InvalidGlossary, ModelUnavailable, SpeechUnavailable
from fingerpost.doors.accounts import list_members
from fingerpost.doors.challenges import list_officers
from fingerpost.doors.citizen.environment import BUILT
from fingerpost.doors.installation import Finding, installation
from fingerpost.doors.retention import clock_doubt, over_age
from fingerpost.doors.systems import list_public_records
from fingerpost.engines.embeddings.minilm import REPORT_WEIGHTS, TOKENISER, WEIGHTS
from fingerpost.engines.embeddings.weights import PinnedFile, read_checked
from fingerpost.engines.speech.espeak import Espeak
from fingerpost.engines.speech.whisper import WEIGHTS as SPEECH_WEIGHTS
from fingerpost.engines.speech.whisper import check_files
from fingerpost.knowledge.glossary import list_languages, read_glossary
from fingerpost.knowledge.models import Document
from fingerpost.record.challenges.reading import count_overdue
from fingerpost.record.reading import list_unclosed
from fingerpost.record.register.phases import PRODUCTION
from fingerpost.record.retention.backups import damaged_backups, list_backups, unreachable
from fingerpost.record.rulemaking.in_force import find_misplaced
from fingerpost.site.case_checks import check_classifier, check_post, check_services, check_teams
from fingerpost.site.home import missing_migrations

GIGABYTE = 1024**3
LOW_DISK = 1 * GIGABYTE
NO_DISK = GIGABYTE // 10
BACKUP_IS_OLD = timedelta(days=2)
STILL_RUNNING = timedelta(minutes=10)  # a run that opened longer ago than this has died

State = Literal["ok", "warning", "fault"]


def examine(*, check_index: Callable[[], Sequence[str]]) -> list[Finding]:
    """Every part, in the order in which one rests upon another."""
    findings = [_python(), _home(), _disk()]
    database = _database()
    findings += [database, _model("weights", WEIGHTS), _model("tokeniser", TOKENISER)]
    findings.append(_model("reports", REPORT_WEIGHTS, until="Until then every report waits for a person to sort it."))
    if database.state == "ok":
        findings += [_told("index", lambda: _index(check_index)), _told("library", _library), _told("record", _record)]
        findings += [_told("staff", _staff), _told("register", _register), _told("challenges", _challenges)]
        findings += [_told("services", check_services), _told("classifier", check_classifier)]
        findings += [_told("cases", check_teams), _told("post", check_post)]
        findings += [_told("retention", _retention), _told("backups", _backups), _told("rules", _rules)]
    elif installation().build_rules().problems:
        findings.append(_told("rules", _rules))
    return [*findings, _glossary(), _large_scale(), _speech(), _assets(), _translations()]


def _told(name: str, check: Callable[[], Finding]) -> Finding:
    """A fault while looking is a finding too."""
    try:
        return check()
    except FingerpostError as error:
        return Finding(name=name, state="fault", found=error.public)
    except DatabaseError as error:
        return Finding(
            name=name, state="fault", found=f"The database refused: {error}", to_do="See the line 'database'."
        )


def _python() -> Finding:
    found = ".".join(str(part) for part in sys.version_info[:3])
    enough = sys.version_info >= (3, 11)
    return Finding(
        name="python",
        state="ok" if enough else "fault",
        found=found,
        to_do="" if enough else "Use Python 3.11 or newer.",
    )


def _home() -> Finding:
    home = settings.HOME
    if not home.is_dir():
        return Finding(name="home", state="warning", found=f"{home} is not there yet.", to_do="Any command makes it.")
    if home.stat().st_mode & 0o077:
        to_do = f"Others on this machine may read it. Run: chmod 700 {home}"
        return Finding(name="home", state="warning", found=str(home), to_do=to_do)
    return Finding(name="home", state="ok", found=str(home))


def _disk() -> Finding:
    nearest = next(each for each in (settings.HOME, *settings.HOME.parents) if each.exists())
    free = shutil.disk_usage(nearest).free
    state: State = "fault" if free < NO_DISK else "warning" if free < LOW_DISK else "ok"
    to_do = "" if state == "ok" else "Make room: without it nothing can be recorded, and then nothing is answered."
    return Finding(name="disk", state=state, found=f"{free / GIGABYTE:.1f} GB free", to_do=to_do)


def _database() -> Finding:
    try:
        missing = missing_migrations()
    except DatabaseError as error:
        to_do = "Check FINGERPOST_DATABASE_URL, and that the database is up."
        return Finding(name="database", state="fault", found=str(error).strip().splitlines()[0], to_do=to_do)
    if missing:
        found = f"{connection.vendor}: {len(missing)} tables or changes are still to be made."
        return Finding(name="database", state="warning", found=found, to_do="Any command makes them.")
    return Finding(name="database", state="ok", found=f"{connection.vendor}, up to date")


def _model(name: str, pinned: PinnedFile, *, until: str = "Until then search goes by words alone.") -> Finding:
    try:
        read_checked(pinned.find(), sha256=pinned.sha256)
    except ModelUnavailable as error:
        return Finding(name=name, state="fault", found=error.public, to_do=until)
    return Finding(name=name, state="ok", found=f"{pinned.package}, sha256 {pinned.sha256[:12]}…")


def _index(check_index: Callable[[], Sequence[str]]) -> Finding:
    faults = check_index()
    if faults:
        return Finding(name="index", state="fault", found=" ".join(faults), to_do="Run: fingerpost index rebuild")
    return Finding(name="index", state="ok", found="in step with the database")


def _library() -> Finding:
    """Guidance past its review date is still shown with the day it was checked; somebody must look at it."""
    documents = Document.objects.filter(body=settings.CONFIGURATION.body)
    total = documents.count()
    late = documents.filter(review_by__lt=timezone.localdate()).order_by("review_by")
    if not total:
        to_do = "Run: fingerpost import ./our-guidance"
        return Finding(name="library", state="warning", found="There is no guidance.", to_do=to_do)
    names = list(late.values_list("title", flat=True)[:3])
    if names:
        found = f"{late.count():,} of {total:,} pages are past their review date, such as {', '.join(names)}."
        return Finding(name="library", state="warning", found=found, to_do="Check them and import them again.")
    return Finding(name="library", state="ok", found=f"{total:,} pages, none past its review date")


def _record() -> Finding:
    unclosed = list_unclosed(body=settings.CONFIGURATION.body, before=timezone.now() - STILL_RUNNING)
    if unclosed:
        found = f"{len(unclosed):,} runs were opened and never closed, such as {unclosed[-1]}."
        return Finding(name="record", state="warning", found=found, to_do="The process died on the way. See its log.")
    return Finding(name="record", state="ok", found="every run is closed")


def _staff() -> Finding:
    """Whoever must have a second factor opens nothing until they set it up: so may a thief of their password."""
    members = [each for each in list_members() if each.role in settings.CONFIGURATION.second_factor]
    factors = installation().build_second_factors()
    bare = [each.name for each in members if factors.find(each.number) is None and not each.is_outside]
    if bare:
        found = f"Without a second factor: {', '.join(bare[:3])}. Whoever has their password could set one up."
        return Finding(name="staff", state="warning", found=found, to_do="Ask them to sign in once, and soon.")
    return Finding(name="staff", state="ok", found=f"{len(members):,} accounts must have a second factor, and have one")


def _challenges() -> Finding:
    """Whoever contests an outcome was promised a person by a day."""
    body = settings.CONFIGURATION.body
    late = count_overdue(body=body, today=timezone.localdate())
    officers = list_officers()
    if late:
        found = f"{late:,} challenges are overdue. {len(officers)} accounts may answer them."
        to_do = "Answer them at /oversight/challenges. See: fingerpost challenge list --state overdue"
        return Finding(name="challenges", state="fault", found=found, to_do=to_do)
    if not officers:
        to_do = "Give somebody the role: fingerpost staff add NAME --role data-protection"
        found = "Nobody may answer a challenge, and anybody may send one."
        return Finding(name="challenges", state="warning", found=found, to_do=to_do)
    return Finding(name="challenges", state="ok", found=f"none overdue; {len(officers)} accounts may answer")


def _register() -> Finding:
    """What is in production with a fault that must not stand there keeps `serve` from starting."""
    records = list_public_records()
    late = [each for each in records if each.phase == PRODUCTION and each.blocking]
    if late:
        found = " ".join(f"{each.title}: {fault.words}" for each in late for fault in each.blocking)
        to_do = "Until then `fingerpost serve` does not start. Put it right, or move it: fingerpost register move"
        return Finding(name="register", state="fault", found=found, to_do=to_do)
    faults = sum(len(each.faults) for each in records)
    found = f"systems: {len(records)}; faults in their records: {faults}"
    to_do = "None stops anything outside production. See: fingerpost register check" if faults else ""
    return Finding(name="register", state="ok", found=found, to_do=to_do)


def _retention() -> Finding:
    if doubt := clock_doubt():
        return Finding(name="retention", state="fault", found=doubt)
    over = {str(kind): count for kind, count in over_age().items() if count}
    if over:
        found = "Kept for longer than the schedule says: " + ", ".join(f"{n:,} {kind}" for kind, n in over.items())
        to_do = "Run: fingerpost retention sweep. `fingerpost serve` does it once a day."
        return Finding(name="retention", state="warning", found=f"{found}.", to_do=to_do)
    return Finding(name="retention", state="ok", found="nothing is over age")


def _backups() -> Finding:
    """A backup that cannot be reached still holds the keys of whoever was erased since."""
    away, made = unreachable(settings.HOME), list_backups(settings.HOME)
    if damaged := damaged_backups(settings.HOME):
        to_do = "They cannot be restored. Bring the whole folder back from a copy, or delete it and make another."
        found = " ".join(words for _folder, words in damaged)
        return Finding(name="backups", state="fault", found=found, to_do=to_do)
    if away:
        found = f"Backups that cannot be reached now: {', '.join(map(str, away))}."
        to_do = "Bring them back and run: fingerpost retention sweep. It erases there whoever was erased here."
        return Finding(name="backups", state="warning", found=found, to_do=to_do)
    if not made:
        return Finding(name="backups", state="warning", found="There is none.", to_do="Run: fingerpost backup")
    newest = made[-1].manifest.at
    if timezone.now() - newest > BACKUP_IS_OLD:
        found = f"The newest is from {newest:%Y-%m-%d}."
        return Finding(name="backups", state="warning", found=found, to_do="Run: fingerpost backup, each night.")
    return Finding(name="backups", state="ok", found=f"{len(made):,}, the newest from {newest:%Y-%m-%d %H:%M}")


def _rules() -> Finding:
    """A file with an error changes nothing: what ran before goes on. Nor does a change that nobody approved."""
    running = installation().build_rules()
    book = running.book  # looks whether a file has changed
    if running.problems:
        found = f"{len(running.problems)} errors keep files from being in force. First: {running.problems[0]}"
        return Finding(name="rules", state="fault", found=found, to_do="Mend it. See: fingerpost rules check")
    if misplaced := find_misplaced(body=settings.CONFIGURATION.body, home=settings.HOME):
        found = "; ".join(f"{each.file} {each.words}" for each in misplaced[:3])
        to_do = "See docs/how-to/change-a-rate.md, under 'When something is wrong'."
        return Finding(name="rules", state="fault", found=f"Files of changed figures: {found}.", to_do=to_do)
    found = f"{len(book.public)} schemes, {len(book.parameters)} figures; version {book.digest[:12]}"
    return Finding(name="rules", state="ok", found=found)


def _glossary() -> Finding:
    try:
        counts = [f"{len(read_glossary(language).words)} in {language}" for language in list_languages()]
    except InvalidGlossary as error:
        to_do = f"Mend {error.detail}. Until then no hard words are explained."
        return Finding(name="glossary", state="fault", found=error.public, to_do=to_do)
    return Finding(name="glossary", state="ok", found=f"hard words explained: {', '.join(counts)}")


def _large_scale() -> Finding:
    missing = [each for each in ("psycopg", "faiss") if find_spec(each) is None]
    if missing:
        to_do = "Only for PostgreSQL and above 100,000 passages: pip install 'fingerpost[scale]'"
        return Finding(name="scale", state="ok", found=f"without {' and '.join(missing)}", to_do=to_do)
    return Finding(name="scale", state="ok", found="psycopg and faiss are installed")


def _speech() -> Finding:
    """Off unless an operator switched it on: then both halves must be there."""
    if not settings.CONFIGURATION.speech:
        return Finding(name="speech", state="ok", found="off", to_do="To add it: make speech, then speech = true")
    faults = []
    for look in (Espeak, check_files):
        try:
            look()
        except (SpeechUnavailable, ModelUnavailable) as error:
            faults.append(error.public)
    if faults:
        return Finding(name="speech", state="fault", found=" ".join(faults), to_do="Until then people read and type.")
    return Finding(name="speech", state="ok", found=f"espeak-ng, and Whisper, sha256 {SPEECH_WEIGHTS.sha256[:12]}…")


def _translations() -> Finding:
    """Without its compiled catalogues a Welsh page says everything in English."""
    folders = [Path(path) / "cy" / "LC_MESSAGES" for path in settings.LOCALE_PATHS]
    missing = [folder for folder in folders if not (folder / "django.mo").is_file()]
    if missing:
        found = f"{len(missing)} of {len(folders)} Welsh catalogues are not compiled. Those words are in English."
        return Finding(name="welsh", state="warning", found=found, to_do="Run: make setup")
    return Finding(name="welsh", state="ok", found=f"{len(folders)} catalogues compiled")


def _assets() -> Finding:
    try:
        files = json.loads((BUILT / "built.json").read_text(encoding="utf-8"))["files"]
        missing = [name for name in files if not (BUILT / name).is_file()]
    except (OSError, ValueError, KeyError):
        missing = ["every file"]
    if missing:
        found = f"Styles are not built: {', '.join(missing)}. Pages work, but plainly."
        return Finding(name="assets", state="warning", found=found, to_do="Run: python scripts/build_assets.py")
    return Finding(name="assets", state="ok", found=f"{len(files)} files built")
