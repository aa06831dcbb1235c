"""The tables of casework: cases and what was done with them, suggestions and decisions, and what is sent.

The plain columns are for queues and for counting, and tell of the matter. What residents and officers wrote, names,
addresses, ways to reach somebody and files are sealed under the key of the case's subject (see `sealing`), so that
erasing the subject erases them too.
"""

from typing import ClassVar

from django.db import models

from fingerpost.casework.states import State
from fingerpost.contract.services import Urgency


def _choices(kind: type) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in kind]  # type: ignore[attr-defined]  # a StrEnum


class Case(models.Model):
    """A person's matter that a team works on. `service` and `team` are codes of the body's services, "" where nobody
    has chosen yet.

    `run` is the reference of the run of triage, `subject` whose key seals the words. `line` is the sealed first line,
    for lists; `sealed` the whole report. `rank` is that of the urgency (0 to 3); `attention` puts a case before all
    others of its rank. `due_at` is when it should be dealt with; None while we wait for the resident, and
    `left_minutes` then holds what was left of working time. `target_days` are the working days that its service has for
    its urgency, by the bank holidays of `nation`; `stopped_at` is since when the clock stands, and `waited_minutes` how
    long it stood before. `version` grows with each change: a change made to an older one is refused.
    `latitude` and `longitude` stand only where the place is a street; `is_public` cases show it to everybody. `link` is
    the SHA-256 of the secret in the resident's private link.
    """

    body = models.SlugField(max_length=60, db_index=False)
    reference = models.CharField(max_length=20)
    run = models.CharField(max_length=20, blank=True)
    service = models.CharField(max_length=60, blank=True)
    team = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=12, choices=_choices(State), default=State.RECEIVED)
    is_live = models.BooleanField(default=True)
    urgency = models.CharField(max_length=10, choices=_choices(Urgency), default=Urgency.ROUTINE)
    rank = models.PositiveSmallIntegerField(default=0)
    attention = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    left_minutes = models.PositiveIntegerField(null=True)
    target_days = models.PositiveSmallIntegerField(default=10)
    nation = models.CharField(max_length=20, default="england")
    stopped_at = models.DateTimeField(null=True)
    waited_minutes = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)
    planned_on = models.DateField(null=True)
    channel = models.CharField(max_length=12)  # web, e-mail, api, open311, officer, import
    language = models.CharField(max_length=20, default="en")
    assigned_to = models.CharField(max_length=150, blank=True)
    subject = models.CharField(max_length=64)
    line = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    is_public = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    supporters = models.PositiveIntegerField(default=0)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="merged")
    outside_id = models.CharField(max_length=100, blank=True)  # the number another system knows it by
    link = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        permissions: ClassVar = [
            ("work_cases", "Can work on the cases of their teams"),
            ("lead_teams", "Can say who works in which team, and see every team's workload"),
            ("approve_templates", "Can approve templates of replies"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("body", "reference"), name="one_case_a_reference"),
        ]
        indexes: ClassVar = [
            models.Index(  # all that a queue filters and sorts by: pages and counts are read off it alone
                fields=(
                    *("body", "team", "is_live", "-attention", "-rank", "due_at", "id"),
                    *("received_at", "state", "service", "urgency", "assigned_to", "channel", "is_demo"),
                ),
                name="queue_of_a_team",
            ),
            models.Index(fields=("body", "assigned_to", "is_live"), name="cases_of_an_officer"),
            models.Index(fields=("body", "subject"), name="cases_of_a_subject"),
            models.Index(
                fields=("body", "received_at", "id", "is_live", "team", "state", "service"), name="cases_by_day"
            ),
            models.Index(fields=("body", "latitude", "longitude"), name="cases_by_place"),
            models.Index(fields=("body", "is_public", "-received_at"), name="public_cases"),
            models.Index(fields=("body", "outside_id"), name="cases_of_other_systems"),
            models.Index(
                fields=("body", "due_at"),
                condition=models.Q(is_live=True, escalated_at__isnull=True),
                name="cases_not_yet_escalated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"


class CaseVector(models.Model):
    """The vector of a report about a street, float16 of length 1, to find duplicates. There are no others."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="vector")
    values = models.BinaryField()


class CaseWord(models.Model):
    """A stem of a report as 63 bits of an HMAC under a key of this installation: words can be searched, not read."""

    body = models.SlugField(max_length=60, db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="words")
    word = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=("body", "word", "case"), name="cases_with_a_word")]


class HistoryLine(models.Model):
    """One line of a case's history. `kind` is a code, such as "moved"; `facts` hold codes, numbers and names of
    accounts, never a resident's words: those are in `sealed`. `by` is an account, "resident" or "fingerpost". `event`
    is the reference of its entry in the ledger, `version` that of the case which it made. `is_shown` says whether the
    resident sees it."""

    body = models.SlugField(max_length=60, db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="history")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)
    sealed = models.BinaryField(null=True)
    is_shown = models.BooleanField(default=False)
    event = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("case", "number"), name="one_line_a_number")]
        ordering: ClassVar = ["number"]


class Attachment(models.Model):
    """A file of a case, sealed with its name. `scan` is clean, none (no scanner here) or failed; one with something in
    it is never kept. `was_stripped` says that its picture was written anew, without place or camera."""

    body = models.SlugField(max_length=60, db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attachments")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    size = models.PositiveIntegerField()
    scan = models.CharField(max_length=10, default="none")
    was_stripped = models.BooleanField(default=False)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    sealed_name = models.BinaryField()
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("case", "number"), name="one_attachment_a_number")]


class Link(models.Model):
    """Two cases that belong together. A merge keeps how both stood, in `before`, and when it was undone."""

    class Kind(models.TextChoices):
        RELATED = "related"
        DUPLICATE = "duplicate"

    body = models.SlugField(max_length=60, db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="linked_from")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state_before = models.CharField(max_length=12, blank=True)
    before = models.JSONField(default=dict)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    undone_by = models.CharField(max_length=150, blank=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=("body", "other", "kind"), name="links_to_a_case")]


class Suggestion(models.Model):
    """What a run proposed for a case, and nothing else: it never changes. `kind` is triage, duplicate, reply or action.

    `proposed` holds codes and numbers (see `contract.proposals`); words of the report are in `sealed`. `is_planted`
    says that it was made wrong on purpose, to see whether review is real; nobody is told before they have decided.
    """

    class Kind(models.TextChoices):
        TRIAGE = "triage"
        DUPLICATE = "duplicate"
        REPLY = "reply"
        ACTION = "action"

    body = models.SlugField(max_length=60, db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="suggestions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    run = models.CharField(max_length=20, blank=True)
    classifier = models.CharField(max_length=80, blank=True)
    proposed = models.JSONField(default=dict)
    confidence = models.FloatField(null=True)
    sealed = models.BinaryField(null=True)
    is_planted = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=("body", "kind", "at"), name="suggestions_by_day")]


class Decision(models.Model):
    """What a person did with a suggestion, why, and for how long they had the case before them.

    `chosen` holds the codes that were chosen, also where they are those proposed. `seconds` runs from when the officer
    first opened the case. `reason` is sealed. `event` is its entry in the ledger.
    """

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted"
        CHANGED = "changed"
        REFUSED = "refused"

    body = models.SlugField(max_length=60, db_index=False)
    suggestion = models.OneToOneField(Suggestion, on_delete=models.CASCADE, related_name="decision")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    chosen = models.JSONField(default=dict)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    seconds = models.PositiveIntegerField(default=0)
    reason = models.BinaryField(null=True)
    event = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=("body", "at"), name="decisions_by_day")]


class Presence(models.Model):
    """Who has a case open: `first_at` when they first opened it, `seen_at` when their page last said so."""

    body = models.SlugField(max_length=60, db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="present")
    by = models.CharField(max_length=150)
    first_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("case", "by"), name="one_presence_an_officer")]


class Membership(models.Model):
    """Somebody works in a team. `is_lead` members may do more with its cases: see `visibility`."""

    body = models.SlugField(max_length=60, db_index=False)
    team = models.CharField(max_length=60)
    account = models.CharField(max_length=150)
    is_lead = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("body", "team", "account"), name="one_membership_a_team"),
        ]


class SavedView(models.Model):
    """A filter of the queue that somebody kept. `team` is "" for their own alone, else everybody's of that team."""

    body = models.SlugField(max_length=60, db_index=False)
    by = models.CharField(max_length=150)
    team = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)
    at = models.DateTimeField()


class ReplyTemplate(models.Model):
    """Words of a reply, with places for facts: `{reference}`. Only one that a second person approved may be used.

    `version` grows with each change; older ones stay. `service` is "" where it fits any.
    """

    body = models.SlugField(max_length=60, db_index=False)
    slug = models.SlugField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    service = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=100)
    subject = models.CharField(max_length=150)
    words = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    approved_by = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("body", "slug", "language", "version"), name="one_version_of_a_template"),
        ]


class Message(models.Model):
    """Something to be sent about a case: by e-mail, Notify, letter or webhook. It is sent at least once, and tried
    again until `tries` are used up. `sealed` holds to whom and what; `key` is one a message, so that no second is made.

    `way` is email, notify-email, notify-sms, letter or webhook; `due_at` when to try next.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"

    body = models.SlugField(max_length=60, db_index=False)
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="messages")
    hook = models.ForeignKey("Webhook", null=True, on_delete=models.CASCADE, related_name="messages")
    key = models.CharField(max_length=100)
    way = models.CharField(max_length=15)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=100, blank=True)
    subject = models.CharField(max_length=64)
    sealed = models.BinaryField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("body", "key"), name="one_message_a_key")]
        indexes: ClassVar = [models.Index(fields=("body", "state", "due_at"), name="messages_to_send")]


class Webhook(models.Model):
    """An address that another system wants to be told at. `secret` is sealed by the installation and signs each call.

    `kinds` are the events it is told of. `stopped_at` is when it was switched off, by a person or by its faults.
    """

    body = models.SlugField(max_length=60, db_index=False)
    url = models.CharField(max_length=500)
    secret = models.BinaryField()
    kinds = models.JSONField(default=list)
    services = models.JSONField(default=list)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    why_stopped = models.CharField(max_length=100, blank=True)


class MailReceived(models.Model):
    """An e-mail that came in, by the digest of its Message-ID: none makes two cases. `became` says what came of it."""

    body = models.SlugField(max_length=60, db_index=False)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    became = models.CharField(max_length=30)  # case, added, loop, automatic, refused
    case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="letters")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("body", "digest"), name="one_letter_a_message_id")]


class Support(models.Model):
    """One "me too" for a public case. `visitor` is an HMAC of who came, of that day: it stops double clicks, and after
    a day tells nobody anything."""

    body = models.SlugField(max_length=60, db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="support")
    visitor = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("case", "visitor"), name="one_support_a_visitor")]
