"""The addresses of the queue. Those of one case stand in `case_urls`, after these."""

from django.urls import path

from fingerpost.doors.staff.cases import bulk, file, post, queue, review, teams, views

PATTERNS = (
    path("cases", queue.queue, name="cases"),
    path("cases/mine", queue.mine, name="cases-mine"),
    path("cases.csv", file.file, name="cases-file"),
    path("cases/bulk", bulk.bulk, name="cases-bulk"),
    path("cases/bulk/done", bulk.done, name="cases-done"),
    path("cases/bulk/undo", bulk.undo, name="cases-undo"),
    path("cases/views", views.views, name="cases-views"),
    path("cases/post", post.post, name="cases-post"),
    path("cases/letters", post.letters, name="cases-letters"),
    path("cases/letters/<str:name>", post.letter, name="cases-letter"),
    path("cases/teams", teams.teams, name="cases-teams"),
    path("cases/teams/<slug:team>", teams.members, name="cases-team"),
    path("cases/review", review.review, name="cases-review"),
)
