"""The feed of one answer: an entry each time it was found that it would be given otherwise. No word of it, or of what
was asked, stands there."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.doors.citizen.answers.kept import kept_private, of_kept_answer
from fingerpost.doors.citizen.atom import TYPE, FeedEntry, write_feed
from fingerpost.doors.citizen.links import link_to
from fingerpost.doors.installation import installation
from fingerpost.record.reading import KeptRun
from fingerpost.record.repair.reading import findings_of


@require_safe
@of_kept_answer
def changes(request: HttpRequest, kept: KeptRun) -> HttpResponse:
    found = findings_of(kept.reference, body=settings.CONFIGURATION.body)
    page = request.build_absolute_uri(link_to("answer", reference=kept.reference))
    entries = [
        FeedEntry(
            address=page,
            identity=f"{page}#changed-{each.number}",
            title=_("The guidance that this answer quotes has changed"),
            at=each.at,
            summary=_("Today we would answer otherwise. Open the answer to see what changed."),
        )
        for each in found
    ]
    feed = write_feed(
        entries,
        feed=request.build_absolute_uri(link_to("changes", reference=kept.reference)),
        page=page,
        title=_("Changes to the answer %(reference)s") % {"reference": kept.reference},
        author=installation().read_profile().body_name,
        updated=found[0].at if found else kept.at,
    )
    return kept_private(HttpResponse(feed, content_type=TYPE))
