"""The addresses of the staff pages. Each view says who may open it; one that does not stops the start."""

from django.urls import path

from fingerpost.doors.entry import codes, confirming, enrolment, password, second_factor, signing
from fingerpost.doors.entry.access import only_guarded
from fingerpost.doors.entry.organisation import page as organisation
from fingerpost.doors.staff import home
from fingerpost.doors.staff.feedback import answer
from fingerpost.doors.staff.feedback import page as feedback
from fingerpost.doors.staff.settings import look
from fingerpost.doors.staff.settings import page as settings

app_name = "staff"
urlpatterns = only_guarded(
    path("", home.home, name="home"),
    path("sign-in", signing.sign_in, name="sign-in"),
    path("sign-out", signing.sign_out, name="sign-out"),
    path("sign-in/code", codes.code, name="code"),
    path("sign-in/organisation", organisation.start, name="organisation"),
    path("sign-in/organisation/back", organisation.back, name="organisation-back"),
    path("sign-out/organisation", organisation.sign_out, name="organisation-sign-out"),
    path("confirm", confirming.confirm, name="confirm"),
    path("second-factor", second_factor.second_factor, name="second-factor"),
    path("second-factor/set-up", enrolment.set_up, name="set-up"),
    path("second-factor/recovery-codes", second_factor.renew_codes, name="renew-codes"),
    path("second-factor/remove", second_factor.remove, name="remove-factor"),
    path("password", password.password, name="password"),
    path("feedback", feedback.feedback, name="feedback"),
    path("feedback.csv", feedback.feedback_file, name="feedback_file"),
    path("answers/<str:reference>", answer.answer, name="answer"),
    path("settings", settings.settings, name="settings"),
    path("settings/preview.css", look.preview, name="preview"),
    path("settings/versions/<int:number>/put-back", settings.put_back, name="put-back"),
)
