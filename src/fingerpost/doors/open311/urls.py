"""The addresses of GeoReport v2, each in XML and JSON."""

from django.urls import path, register_converter

from fingerpost.doors.open311 import page
from fingerpost.doors.open311.written import FORMATS


class Format:
    """The end of an address that says in which format."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Format, "open311_format")

app_name = "open311"
urlpatterns = [
    path("discovery.<open311_format:form>", page.discovery, name="discovery"),
    path("services.<open311_format:form>", page.services, name="services"),
    path("services/<str:code>.<open311_format:form>", page.service, name="service"),
    path("requests.<open311_format:form>", page.requests, name="requests"),
    path("requests/<str:reference>.<open311_format:form>", page.request_of, name="request"),
    path("tokens/<str:token>.<open311_format:form>", page.token_of, name="token"),
]
