"""Every address of this installation."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from fingerpost.doors.api import faults as api_faults
from fingerpost.doors.api.routes import api
from fingerpost.doors.citizen import faults as citizen_faults
from fingerpost.site.requests import is_for_programs

urlpatterns = [
    path("api/", api.urls),
    path("", include("fingerpost.doors.citizen.urls")),
]


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return api_faults.not_found() if is_for_programs(request) else citizen_faults.not_found(request, exception)


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    return api_faults.unreadable() if is_for_programs(request) else citizen_faults.bad_request(request, exception)


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    return api_faults.forbidden() if is_for_programs(request) else citizen_faults.forbidden(request, exception)


def handler500(request: HttpRequest) -> HttpResponse:
    return api_faults.unforeseen() if is_for_programs(request) else citizen_faults.server_error(request)
