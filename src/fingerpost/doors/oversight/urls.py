"""The addresses of the oversight pages. Each view says who may open it; one that does not stops the start."""

from django.urls import path

from fingerpost.doors.entry.access import only_guarded
from fingerpost.doors.oversight import evaluations, ledger, models, openings, run, runs, switches, today, trends
from fingerpost.doors.oversight.challenges import case as challenge
from fingerpost.doors.oversight.challenges import queue as challenges
from fingerpost.doors.oversight.register.urls import patterns as register
from fingerpost.doors.oversight.retention.urls import patterns as retention

app_name = "oversight"
urlpatterns = only_guarded(
    path("", today.today, name="today"),
    path("trends", trends.trends, name="trends"),
    path("trends.csv", trends.trends_file, name="trends_file"),
    path("runs", runs.runs, name="runs"),
    path("runs/<int:number>", run.run, name="run"),
    path("runs/<int:number>/open", run.open_run, name="open-run"),
    path("openings", openings.openings, name="openings"),
    path("evaluations", evaluations.evaluations, name="evaluations"),
    path("switches", switches.switches, name="switches"),
    path("switches/<slug:kind>/<slug:name>", switches.switch, name="switch"),
    path("models", models.models, name="models"),
    path("ledger", ledger.ledger, name="ledger"),
    path("challenges", challenges.queue, name="challenges"),
    path("challenges/<int:number>", challenge.case, name="challenge"),
    path("challenges/<int:number>/open", challenge.open_words, name="challenge_open"),
    path("challenges/<int:number>/answer", challenge.answer, name="challenge_answer"),
    path("challenges/<int:number>/files/<int:file_number>", challenge.file, name="challenge_file"),
    *retention,
    *register,
)
