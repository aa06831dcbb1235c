"""The addresses of the register within the oversight door. Files are taken below /oversight/register/ alone."""

from django.urls import path

from fingerpost.doors.oversight.register import moving, page, systems, table

patterns = (
    path("register", page.listing, name="register"),
    path("register/measures", page.measures, name="measures"),
    path("register/systems/add", systems.add, name="system-add"),
    path("register/systems/table", table.table, name="systems-table"),
    path("register/systems/table.csv", table.systems_csv, name="systems-csv"),
    path("register/<slug:system>/move", moving.move, name="move"),
    path("register/<slug:system>/change", systems.change, name="system"),
)
