"""A contract's life: amendments, notices, rights, its end."""

from django.urls import path

from paidang.portal.views import (
    amend,
    amend_text,
    amendment,
    contract_life,
    life_acts,
    life_paper,
)

urlpatterns = [
    path("contracts/<str:code>/amend", amend.contract_amend, name="contract_amend"),
    path("contracts/<str:code>/amend/text", amend_text.contract_amend_text, name="contract_amend_text"),
    path(
        "contracts/<str:code>/amendments/<int:number>",
        amendment.contract_amendment,
        name="contract_amendment",
    ),
    path(
        "contracts/<str:code>/amendments/<int:number>/accept",
        amendment.amendment_accept,
        name="amendment_accept",
    ),
    path(
        "contracts/<str:code>/amendments/<int:number>/decline",
        amendment.amendment_decline,
        name="amendment_decline",
    ),
    path(
        "contracts/<str:code>/amendments/<int:number>/withdraw",
        amendment.amendment_withdraw,
        name="amendment_withdraw",
    ),
    path("contracts/<str:code>/life", contract_life.contract_life, name="contract_life"),
    path("contracts/<str:code>/held", life_acts.held_list, name="held_list"),
    path("contracts/<str:code>/notices", life_acts.notice_serve, name="notice_serve"),
    path("contracts/<str:code>/notices/<int:number>/answer", life_acts.notice_answer, name="notice_answer"),
    path("contracts/<str:code>/notices/<int:number>/close", life_acts.notice_close, name="notice_close"),
    path("contracts/<str:code>/notices/<int:number>/pdf", life_paper.notice_paper, name="notice_paper"),
    path("contracts/<str:code>/notices/files/<int:file_id>", life_acts.notice_file, name="notice_file"),
]
