"""Marketing."""

from django.urls import path

from paidang.portal.views import marketing, marketing_acts, marketing_proposal, marketing_write

_ONE = "marketing/<str:code>/<int:number>"
urlpatterns = [
    path("marketing", marketing.marketing, name="marketing"),
    path("marketing/<str:code>/new", marketing_write.marketing_write, name="marketing_new"),
    path("marketing/<str:code>/import", marketing_write.marketing_import, name="marketing_import"),
    path("marketing/<str:code>/export", marketing.marketing_export, name="marketing_export"),
    path(_ONE, marketing_proposal.marketing_proposal, name="marketing_proposal"),
    path("marketing/<str:code>/results", marketing.marketing_results, name="marketing_results"),
    path(f"{_ONE}/write", marketing_write.marketing_write, name="marketing_write"),
    path(f"{_ONE}/answer", marketing_acts.marketing_answer, name="marketing_answer"),
    path(f"{_ONE}/result", marketing_acts.marketing_result, name="marketing_result"),
    path(f"{_ONE}/spend", marketing_acts.marketing_spend, name="marketing_spend"),
    path(
        f"{_ONE}/spend/<int:spend_id>/withdraw",
        marketing_acts.marketing_spend_withdraw,
        name="marketing_spend_withdraw",
    ),
    path(f"{_ONE}/vouchers", marketing_acts.marketing_vouch, name="marketing_vouch"),
    path(
        f"{_ONE}/vouchers/<int:voucher_id>/file",
        marketing_acts.marketing_voucher_file,
        name="marketing_voucher_file",
    ),
    path(
        f"{_ONE}/vouchers/<int:voucher_id>/<slug:act>",
        marketing_acts.marketing_voucher_act,
        name="marketing_voucher_act",
    ),
    path(f"{_ONE}/claim", marketing_acts.marketing_claim, name="marketing_claim"),
    path(f"{_ONE}/waiver", marketing_acts.marketing_waive, name="marketing_waive"),
    path(f"{_ONE}/claims/<int:claim>/back", marketing_acts.marketing_claim_back, name="marketing_claim_back"),
    path(f"{_ONE}/act/<slug:act>", marketing_acts.marketing_act, name="marketing_act"),
]
