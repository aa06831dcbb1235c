"""The addresses of the public register. What is named outright stands before the names of systems."""

from django.urls import path

from fingerpost.doors.citizen.register import assurance, files, listing, page, versions

urlpatterns = [
    path("register", listing.listing, name="register"),
    path("register.json", files.register_json, name="register_json"),
    path("register.csv", files.register_csv, name="register_csv"),
    path("register/finder.json", files.register_finder, name="register_finder"),
    path("register/changes.atom", files.changes, name="register_changes"),
    path("register/assurance", assurance.assurance, name="assurance"),
    path("register/assurance.json", assurance.assurance_json, name="assurance_json"),
    path("register/<slug:system>.json", files.record_json, name="record_json"),
    path("register/<slug:system>", page.record, name="record"),
    path("register/<slug:system>/challenge", page.challenge, name="record_challenge"),
    path("register/<slug:system>/versions", versions.versions, name="record_versions"),
    path("register/<slug:system>/versions/<int:number>", versions.version, name="record_version"),
    path("register/<slug:system>/compare", versions.compare, name="record_compare"),
]
