"""The addresses of the citizen pages. Each capability has its command as its address."""

from django.urls import path

from fingerpost.doors.asking import capabilities
from fingerpost.doors.citizen import (
    aloud,
    answers,
    choices,
    contact,
    dictation,
    dictionary,
    feedback,
    guidance,
    how,
    information,
    leaving,
    questions,
    source,
    theme,
)

app_name = "citizen"
urlpatterns = [
    path("", questions.start, name="start"),
    path("answers/<str:reference>", answers.answer, name="answer"),
    path("answers/<str:reference>/speech.wav", aloud.answer_aloud, name="answer_aloud"),
    path("answers/<str:reference>/how", how.how, name="how"),
    path("answers/<str:reference>/feedback", feedback.feedback, name="feedback"),
    path("answers/<str:reference>/feedback/thanks", feedback.thanks, name="thanks"),
    path("leave", leaving.leave, name="leave"),
    path("left", leaving.left, name="left"),
    path("guidance", guidance.library, name="library"),
    path("guidance/all", guidance.listing, name="all"),
    path("guidance/topics/<slug:topic>", guidance.listing, name="topic"),
    path("guidance/<slug:collection>/<path:key>/speech.wav", aloud.page_aloud, name="page_aloud"),
    path("guidance/<slug:collection>/<path:key>", source.page, name="page"),
    path("words", dictionary.all_words, name="words"),
    path("dictate", dictation.dictate, name="dictate"),
    path("choices", choices.choices, name="choices"),
    path("theme.css", theme.theme, name="theme"),
    path("about", information.about, name="about"),
    path("privacy", information.privacy, name="privacy"),
    path("accessibility", information.accessibility, name="accessibility"),
    path("contact", contact.contact, name="contact"),
    path("robots.txt", information.robots, name="robots"),
    *[path(command, questions.ask_by_form, {"command": command}, name=command) for command in capabilities()],
]
