"""The addresses of the pages on which rules are read."""

from django.urls import path

from fingerpost.doors.citizen.rules import listing, page

urlpatterns = [
    path("rules", listing.listing, name="rules"),
    path("rules/<slug:scheme>", page.scheme, name="rules_of"),
]
