"""The addresses of reports: the form, the private page of one, and what everybody may see."""

from django.urls import path

from fingerpost.doors.citizen.reporting import asking, following, listing, sending, writing

urlpatterns = [
    path("report", writing.start, name="report"),
    path("report/<str:draft>/check", sending.check, name="report_check"),
    path("report/<str:draft>/sent", sending.sent, name="report_sent"),
    path("report/<str:draft>/discard", sending.discard, name="report_discard"),
    path("report/<str:draft>/<str:step>", asking.page, name="report_step"),
    path("follow/<str:reference>/<str:secret>", following.standing, name="follow"),
    path("follow/<str:reference>/<str:secret>/add", following.add_to, name="follow_add"),
    path("follow/<str:reference>/<str:secret>/not-done", following.not_done, name="follow_not_done"),
    path("follow/<str:reference>/<str:secret>/take-back", following.take_back, name="follow_take_back"),
    path("follow/<str:reference>/<str:secret>/files/<int:number>", following.own_file, name="follow_file"),
    path("reports", listing.reports, name="reports"),
    path("reports/feed.atom", listing.feed, name="reports_feed"),
    path("reports/reports.csv", listing.as_csv, name="reports_csv"),
    path("reports/reports.geojson", listing.as_geojson, name="reports_geojson"),
    path("reports/<str:reference>", listing.one, name="public_report"),
    path("reports/<str:reference>/me-too", listing.count_me_in, name="me_too"),
]
