"""The addresses of the oversight pages. Each view says who may open it; one that does not stops the start."""

from django.urls import URLPattern

from fingerpost.doors.entry.access import only_guarded

app_name = "oversight"
urlpatterns: list[URLPattern] = only_guarded()
