"""After-sales cases and their norms."""

from django.urls import path

from paidang.portal.views import (
    case,
    case_acts,
    case_files,
    case_norms,
    case_replies,
    case_returns,
    cases,
)

urlpatterns = [
    path("cases", cases.cases, name="cases"),
    path("cases/export", cases.cases_export, name="cases_export"),
    path("cases/new", cases.case_new, name="case_new"),
    path("cases/returned", case_returns.cases_returned, name="cases_returned"),
    path("cases/norms", case_norms.case_norms, name="case_norms"),
    path("cases/norms/<str:code>/propose", case_norms.case_norms_propose, name="case_norms_propose"),
    path("cases/norms/<str:code>/limit", case_norms.case_limit, name="case_limit"),
    path(
        "cases/norms/<str:code>/<int:number>/answer", case_norms.case_norms_answer, name="case_norms_answer"
    ),
    path("cases/replies", case_replies.case_replies, name="case_replies"),
    path("cases/replies/<str:code>/<int:number>", case_replies.case_reply_edit, name="case_reply_edit"),
    path("cases/<str:code>/<int:number>", case.case, name="case"),
    path("cases/<str:code>/<int:number>/files", case_files.case_file_add, name="case_file_add"),
    path("cases/<str:code>/<int:number>/files/<str:sha256>", case_files.case_file, name="case_file"),
    path("cases/<str:code>/<int:number>/<str:act>", case_acts.case_act, name="case_act"),
]
