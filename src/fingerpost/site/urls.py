"""Every address of this installation."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.generic import RedirectView

from fingerpost.doors.api import faults as api_faults
from fingerpost.doors.api.routes import api
from fingerpost.doors.citizen import faults as citizen_faults
from fingerpost.doors.citizen import offline
from fingerpost.site import programs
from fingerpost.site.embedding import EMBED
from fingerpost.site.requests import is_for_programs

urlpatterns = [
    path("api/", api.urls),
    path("open311/v2/", include("fingerpost.doors.open311.urls")),
    path("mcp", programs.not_here),
    path(offline.WORKER.removeprefix("/"), offline.worker),
    path(".well-known/fingerpost/", include("fingerpost.doors.citizen.published")),
    path("cy", RedirectView.as_view(url="/cy/")),  # as people type it; addresses end without a slash elsewhere
    *i18n_patterns(
        path("staff/", include("fingerpost.doors.staff.urls")),
        path("oversight/", include("fingerpost.doors.oversight.urls")),
        path("embed/", include("fingerpost.doors.citizen.urls", namespace=EMBED)),
        path("", include("fingerpost.doors.citizen.urls")),
        prefix_default_language=False,
    ),
]


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return api_faults.not_found() if is_for_programs(request) else citizen_faults.not_found(request, exception)


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    return api_faults.unreadable() if is_for_programs(request) else citizen_faults.bad_request(request, exception)


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    return api_faults.forbidden() if is_for_programs(request) else citizen_faults.forbidden(request, exception)


def handler500(request: HttpRequest) -> HttpResponse:
    return api_faults.unforeseen() if is_for_programs(request) else citizen_faults.server_error(request)
