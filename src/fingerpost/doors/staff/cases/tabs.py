"""The second line of navigation, within the pages of cases: one line for each page that stands in it."""

from django.utils.translation import gettext as _

from fingerpost.doors.entry.places import Place

WORK = "casework.work_cases"
LEAD = "casework.lead_teams"
QUEUE, MINE, POST = "staff:cases", "staff:cases-mine", "staff:cases-post"

TABS: tuple[Place, ...] = (
    Place(name="staff:cases", permission=WORK, words=lambda: _("Queue"), about=lambda: _("Cases of your teams.")),
    Place(
        name="staff:cases-mine", permission=WORK, words=lambda: _("My cases"), about=lambda: _("Those that are yours.")
    ),
    Place(
        name="staff:case-new",
        permission=WORK,
        words=lambda: _("Take down a report"),
        about=lambda: _("For somebody on the phone or at the desk."),
    ),
    Place(
        name="staff:cases-post",
        permission=WORK,
        words=lambda: _("Messages"),
        about=lambda: _("Messages that could not be sent, and letters to print."),
    ),
    Place(
        name="staff:case-templates",
        permission=WORK,
        words=lambda: _("Reply templates"),
        about=lambda: _("Words of replies that two people stand behind."),
    ),
    Place(
        name="staff:cases-teams",
        permission=WORK,
        words=lambda: _("Teams"),
        about=lambda: _("How much each team has to do, and who works in it."),
    ),
    Place(
        name="staff:cases-review",
        permission=LEAD,
        words=lambda: _("Review"),
        about=lambda: _("Whether people look at suggestions, and how good those are."),
    ),
)
