"""The addresses of one case, and of templates. They stand after those of the queue: the last takes any word."""

from django.urls import path

from fingerpost.doors.staff.cases import act_page, attachments, case, guidance, new, replying, templates

PATTERNS = (
    path("cases/new", new.new, name="case-new"),
    path("cases/templates", templates.templates, name="case-templates"),
    path("cases/templates/new", templates.write, name="case-template-new"),
    path("cases/templates/<int:number>", templates.template, name="case-template"),
    path("cases/templates/<int:number>/act", templates.act, name="case-template-act"),
    path("cases/<str:reference>/do/<slug:action>", act_page.do, name="case-do"),
    path("cases/<str:reference>/files/<int:number>", attachments.file, name="case-file"),
    path("cases/<str:reference>/present", case.present, name="case-present"),
    path("cases/<str:reference>/reply", replying.reply, name="case-reply"),
    path("cases/<str:reference>/guidance", guidance.guidance, name="case-guidance"),
    path("cases/<str:reference>", case.case, name="case"),
)
