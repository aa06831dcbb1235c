"""The addresses of the citizen pages. Each capability has its command as its address."""

from django.urls import path

from fingerpost.doors.asking import capabilities
from fingerpost.doors.citizen import aloud, answers, dictation, guidance, information, questions

app_name = "citizen"
urlpatterns = [
    path("", questions.start, name="start"),
    path("answers/<str:reference>", answers.answer, name="answer"),
    path("answers/<str:reference>/speech.wav", aloud.answer_aloud, name="answer_aloud"),
    path("guidance", guidance.library, name="library"),
    path("guidance/<slug:collection>/<path:key>/speech.wav", aloud.page_aloud, name="page_aloud"),
    path("guidance/<slug:collection>/<path:key>", guidance.page, name="page"),
    path("dictate", dictation.dictate, name="dictate"),
    path("about", information.about, name="about"),
    path("privacy", information.privacy, name="privacy"),
    path("accessibility", information.accessibility, name="accessibility"),
    path("contact", information.contact, name="contact"),
    path("robots.txt", information.robots, name="robots"),
    *[path(command, questions.ask_by_form, {"command": command}, name=command) for command in capabilities()],
]
