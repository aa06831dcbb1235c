"""The addresses of the pages about keeping."""

from django.urls import path

from fingerpost.doors.oversight.retention import page, subject

patterns = (
    path("retention", page.retention, name="retention"),
    path("retention/subjects/<str:reference>", subject.subject, name="subject"),
    path("retention/subjects/<str:reference>/export", subject.export, name="subject_export"),
    path("retention/subjects/<str:reference>/erase", subject.erase, name="subject_erase"),
)
