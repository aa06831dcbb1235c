"""The addresses of the staff pages. Each view says who may open it; one that does not stops the start."""

from django.urls import path

from fingerpost.doors.entry import codes, confirming, enrolment, password, second_factor, signing
from fingerpost.doors.entry.access import only_guarded
from fingerpost.doors.entry.organisation import page as organisation
from fingerpost.doors.staff import home
from fingerpost.doors.staff.cases import case_urls, queue_urls
from fingerpost.doors.staff.feedback import answer
from fingerpost.doors.staff.feedback import page as feedback
from fingerpost.doors.staff.missing_out import found as missing_out_found
from fingerpost.doors.staff.missing_out import letter as missing_out_letter
from fingerpost.doors.staff.missing_out import page as missing_out
from fingerpost.doors.staff.repair import finding
from fingerpost.doors.staff.repair import page as repair
from fingerpost.doors.staff.rules import change as rule_change
from fingerpost.doors.staff.rules import figures as rule_figures
from fingerpost.doors.staff.rules import page as rules
from fingerpost.doors.staff.rules import proposal as rule_proposal
from fingerpost.doors.staff.settings import look
from fingerpost.doors.staff.settings import page as settings
from fingerpost.doors.staff.simulations import figures as simulated
from fingerpost.doors.staff.simulations import page as simulations
from fingerpost.doors.staff.tokens import making
from fingerpost.doors.staff.tokens import page as tokens

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
    *queue_urls.PATTERNS,
    *case_urls.PATTERNS,
    path("missing-out", missing_out.runs, name="missing-out"),
    path("missing-out/letters/<str:scheme>/<str:language>", missing_out_letter.letter, name="missing-out-letter"),
    path("missing-out/<str:name>", missing_out_found.found, name="missing-out-run"),
    path("missing-out/<str:name>/act", missing_out_found.act, name="missing-out-act"),
    path("missing-out/<str:name>/<str:which>.csv", missing_out_found.file, name="missing-out-file"),
    path("repair", repair.repair, name="repair"),
    path("repair/<int:number>", finding.finding, name="finding"),
    path("repair/<int:number>/settle", finding.settle, name="settle"),
    path("rules", rules.rules, name="rules"),
    path("rules/files", rules.files, name="rule-files"),
    path("rules/figures", rule_figures.figures, name="rule-figures"),
    path("rules/figures/<slug:scheme>/<slug:figure>", rule_change.change, name="rule-change"),
    path("rules/proposals/<int:number>", rule_proposal.proposal, name="rule-proposal"),
    path("rules/proposals/<int:number>/decide", rule_proposal.decide, name="rule-decide"),
    path("settings", settings.settings, name="settings"),
    path("settings/preview.css", look.preview, name="preview"),
    path("settings/versions/<int:number>/put-back", settings.put_back, name="put-back"),
    path("simulations", simulations.simulations, name="simulations"),
    path("simulations/compared", simulated.compared, name="simulations-compared"),
    path("simulations/<str:name>", simulated.simulation, name="simulation"),
    path("simulations/<str:name>/figures.csv", simulated.file, name="simulation-file"),
    path("tokens", tokens.tokens, name="tokens"),
    path("tokens/new", making.make, name="token-new"),
    path("tokens/<int:number>/revoke", tokens.revoke, name="token-revoke"),
)
