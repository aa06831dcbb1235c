"""The second line of navigation, within the oversight pages: one line for each page that stands in it."""

from django.utils.translation import gettext as _

from fingerpost.doors.entry.places import Place

SEE = "record.view_oversight"

TABS: tuple[Place, ...] = (
    Place(name="oversight:today", permission=SEE, words=lambda: _("Today"), about=lambda: _("At a glance.")),
    Place(
        name="oversight:trends", permission=SEE, words=lambda: _("Trends"), about=lambda: _("By day, week and month.")
    ),
    Place(name="oversight:runs", permission=SEE, words=lambda: _("Runs"), about=lambda: _("Every run and its steps.")),
    Place(
        name="oversight:challenges",
        permission="challenges.view_challenge",
        words=lambda: _("Challenges"),
        about=lambda: _("People who say that an answer was wrong, or who ask for a person."),
    ),
    Place(
        name="oversight:register",
        permission=SEE,
        words=lambda: _("Register"),
        about=lambda: _("Every system, what is wrong with its record, and its phase."),
    ),
    Place(
        name="oversight:evaluations",
        permission=SEE,
        words=lambda: _("Evaluations"),
        about=lambda: _("What was measured, and when."),
    ),
    Place(
        name="staff:cases-review",
        permission=SEE,
        words=lambda: _("Review of cases"),
        about=lambda: _("Whether people look at suggestions, and how good those are."),
    ),
    Place(
        name="oversight:switches",
        permission=SEE,
        words=lambda: _("Switches"),
        about=lambda: _("What is on, and what was switched off."),
    ),
    Place(
        name="oversight:models",
        permission=SEE,
        words=lambda: _("Language models"),
        about=lambda: _("Which writes what, how it is doing, and what it costs."),
    ),
    Place(
        name="oversight:ledger", permission=SEE, words=lambda: _("Ledger"), about=lambda: _("Whether the record holds.")
    ),
    Place(
        name="oversight:openings",
        permission=SEE,
        words=lambda: _("Opened texts"),
        about=lambda: _("Who read a resident’s words, and why."),
    ),
    Place(
        name="oversight:retention",
        permission=SEE,
        words=lambda: _("Retention"),
        about=lambda: _("How long things are kept, and what is kept of a person."),
    ),
)
