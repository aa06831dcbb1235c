"""The addresses of the oversight pages. Each view says who may open it; one that does not stops the start."""

from django.urls import path

from fingerpost.doors.entry.access import only_guarded
from fingerpost.doors.oversight.challenges import case as challenge
from fingerpost.doors.oversight.challenges import queue as challenges

app_name = "oversight"
urlpatterns = only_guarded(
    path("challenges", challenges.queue, name="challenges"),
    path("challenges/<str:reference>", challenge.case, name="challenge"),
    path("challenges/<str:reference>/open", challenge.open_words, name="challenge_open"),
    path("challenges/<str:reference>/answer", challenge.answer, name="challenge_answer"),
    path("challenges/<str:reference>/files/<int:number>", challenge.file, name="challenge_file"),
)
