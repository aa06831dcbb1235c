"""The addresses of the citizen pages. Each capability has its command as its address."""

from django.urls import path

from fingerpost.doors.asking import capabilities
from fingerpost.doors.citizen import choices, contact, glossary, information, leaving, theme
from fingerpost.doors.citizen.alerts import asking as alerts
from fingerpost.doors.citizen.alerts import links as alert_links
from fingerpost.doors.citizen.answers import changes, feedback, how
from fingerpost.doors.citizen.answers import page as answers
from fingerpost.doors.citizen.asking import questions
from fingerpost.doors.citizen.challenges import check, sent
from fingerpost.doors.citizen.challenges import page as challenges
from fingerpost.doors.citizen.entitlements import asking as entitlements
from fingerpost.doors.citizen.entitlements import files as entitlement_files
from fingerpost.doors.citizen.entitlements import heard
from fingerpost.doors.citizen.guidance import library
from fingerpost.doors.citizen.guidance import page as guidance
from fingerpost.doors.citizen.receipts import files as receipt_files
from fingerpost.doors.citizen.receipts import giving
from fingerpost.doors.citizen.receipts import page as receipts
from fingerpost.doors.citizen.register.urls import urlpatterns as register
from fingerpost.doors.citizen.reporting.urls import urlpatterns as reporting
from fingerpost.doors.citizen.rules.urls import urlpatterns as rules
from fingerpost.doors.citizen.speech import aloud, dictation

app_name = "citizen"
OWN = entitlements.COMMAND
"""The command of the capability whose form is an interview of its own."""

urlpatterns = [
    path("", questions.start, name="start"),
    path("answers/<str:reference>", answers.answer, name="answer"),
    path("answers/<str:reference>/speech.wav", aloud.answer_aloud, name="answer_aloud"),
    path("answers/<str:reference>/how", how.how, name="how"),
    path("answers/<str:reference>/receipt", giving.receipt, name="receipt"),
    path("answers/<str:reference>/feedback", feedback.feedback, name="feedback"),
    path("answers/<str:reference>/challenge", challenges.begin, name="challenge_begin"),
    path("answers/<str:reference>/changes.atom", changes.changes, name="changes"),
    path("answers/<str:reference>/alert", alerts.ask, name="alert"),
    path("answers/<str:reference>/alert/sent", alerts.sent, name="alert_sent"),
    path("alerts/confirmed", alert_links.confirmed, name="alert_confirmed"),
    path("alerts/stopped", alert_links.stopped, name="alert_stopped"),
    path("alerts/old", alert_links.old, name="alert_old"),
    path("alerts/confirm/<str:link>", alert_links.confirm, name="alert_confirm"),
    path("alerts/stop/<str:link>", alert_links.stop, name="alert_stop"),
    path("challenges/<str:reference>", sent.challenge, name="challenge"),
    path("challenges/<str:reference>/check", check.check, name="challenge_check"),
    path("challenges/<str:reference>/change", check.change, name="challenge_change"),
    path("challenges/<str:reference>/discard", check.discard, name="challenge_discard"),
    path("challenges/<str:reference>/copy", sent.copy, name="challenge_copy"),
    path("answers/<str:reference>/feedback/thanks", feedback.thanks, name="thanks"),
    path("receipts", receipts.receipts, name="receipts"),
    path("receipts/verify.py", receipt_files.program, name="receipts_program"),
    path("receipts/keys.txt", receipt_files.keys, name="receipts_keys"),
    path("answers/<str:reference>/summary.json", entitlement_files.as_json, name="entitlements_json"),
    path("answers/<str:reference>/summary.txt", entitlement_files.as_text, name="entitlements_text"),
    path(OWN, entitlements.start, {"command": OWN}, name=OWN),
    path(f"{OWN}/question", entitlements.question, name="entitlements_question"),
    path(f"{OWN}/check", entitlements.check, name="entitlements_check"),
    path(f"{OWN}/heard/<str:reference>", heard.heard, name="entitlements_heard"),
    path(f"{OWN}/result", entitlements.result, name="entitlements_result"),
    path("leave", leaving.leave, name="leave"),
    path("left", leaving.left, name="left"),
    path("guidance", library.library, name="library"),
    path("guidance/all", library.listing, name="all"),
    path("guidance/topics/<slug:topic>", library.listing, name="topic"),
    path("guidance/<slug:collection>/<path:key>/speech.wav", aloud.page_aloud, name="page_aloud"),
    path("guidance/<slug:collection>/<path:key>", guidance.page, name="page"),
    path("words", glossary.all_words, name="words"),
    path("dictate", dictation.dictate, name="dictate"),
    path("choices", choices.choices, name="choices"),
    path("theme.css", theme.theme, name="theme"),
    path("about", information.about, name="about"),
    path("privacy", information.privacy, name="privacy"),
    path("accessibility", information.accessibility, name="accessibility"),
    path("contact", contact.contact, name="contact"),
    path("robots.txt", information.robots, name="robots"),
    *register,
    *reporting,
    *rules,
    *[
        path(command, questions.ask_by_form, {"command": command}, name=command)
        for command in capabilities()
        if command != OWN
    ],
]
