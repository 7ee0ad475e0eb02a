"""Contracts: their text, terms, clauses, duties."""

from django.urls import path

from paidang.portal.views import (
    calendar_feed,
    clauses,
    contract_annexes,
    contract_approve,
    contract_draft,
    contract_findings,
    contract_paper,
    contract_proposals,
    contract_review,
    contract_sign,
    contract_talk,
    contract_terms,
    contract_upload,
    contract_versions,
    contracts,
    duty,
    portfolio,
    tiers_example,
)

urlpatterns = [
    path("contracts", portfolio.contracts, name="contracts"),
    path("contracts/export.<str:kind>", portfolio.contracts_export, name="contracts_export"),
    path("contracts/new", contract_upload.contract_new, name="contract_new"),
    path("contracts/draft", contract_draft.contract_draft_choose, name="contract_draft_choose"),
    path("contracts/draft/<str:template_id>", contract_draft.contract_draft, name="contract_draft"),
    path(
        "contracts/draft/<str:template_id>/file.<str:kind>",
        contract_draft.contract_draft_file,
        name="contract_draft_file",
    ),
    path("contracts/tiers-example", tiers_example.tiers_example, name="tiers_example"),
    path("contracts/<str:code>", contracts.contract, name="contract"),
    path("contracts/<str:code>/example", contracts.contract_tax_example, name="contract_example"),
    path("contracts/<str:code>/decide", contracts.contract_decide, name="contract_decide"),
    path("contracts/<str:code>/agree", contracts.contract_agree, name="contract_agree"),
    path("contracts/<str:code>/terms", contract_terms.contract_terms, name="contract_terms"),
    path("contracts/<str:code>/terms.json", contract_terms.contract_terms_file, name="contract_terms_file"),
    path("contracts/<str:code>/duties/<path:key>/done", duty.duty_done, name="duty_done"),
    path("contracts/<str:code>/duties/<path:key>/assign", duty.duty_assign, name="duty_assign"),
    path("contracts/<str:code>/duties/<path:key>/proof", duty.duty_proof, name="duty_proof"),
    path("contracts/<str:code>/duties/<path:key>", duty.duty, name="duty"),
    path("calendar/<str:signed>.ics", calendar_feed.calendar_feed, name="calendar_feed"),
    path(
        "contracts/<str:code>/findings/accept",
        contract_findings.contract_finding_accept,
        name="contract_finding_accept",
    ),
    path(
        "contracts/<str:code>/findings/revoke",
        contract_findings.contract_finding_revoke,
        name="contract_finding_revoke",
    ),
    path("contracts/<str:code>/revise", contract_versions.contract_revise, name="contract_revise"),
    path("contracts/<str:code>/compare", contract_versions.contract_compare, name="contract_compare"),
    path(
        "contracts/<str:code>/compare/template",
        contract_versions.contract_template_compare,
        name="contract_template_compare",
    ),
    path("contracts/<str:code>/compare/reply", contract_talk.clause_reply, name="clause_reply"),
    path("contracts/<str:code>/compare/accept", contract_talk.clauses_accept, name="clauses_accept"),
    path("contracts/<str:code>/compare/compose", contract_talk.version_compose, name="version_compose"),
    path("contracts/<str:code>/compare/redline.docx", contract_talk.redline, name="contract_redline"),
    path("contracts/<str:code>/proposals", contract_proposals.proposals, name="contract_proposals"),
    path("contracts/<str:code>/review.docx", contract_review.contract_review, name="contract_review"),
    path("contracts/<str:code>/share", contracts.contract_share, name="contract_share"),
    path("contracts/<str:code>/accept", contracts.contract_accept, name="contract_accept"),
    path(
        "contracts/<str:code>/accept/withdraw",
        contracts.contract_acceptance_withdraw,
        name="contract_acceptance_withdraw",
    ),
    path("contracts/<str:code>/annexes", contract_annexes.annex_add, name="annex_add"),
    path("contracts/<str:code>/annexes/<int:annex_id>", contract_annexes.annex_file, name="annex_file"),
    path(
        "contracts/<str:code>/annexes/<int:annex_id>/remove",
        contract_annexes.annex_remove,
        name="annex_remove",
    ),
    path(
        "contracts/<str:code>/amendments/<int:number>/approve",
        contract_approve.contract_approve,
        name="contract_approve",
    ),
    path(
        "contracts/<str:code>/amendments/<int:number>/approve/now",
        contract_approve.approve_now,
        name="approve_now",
    ),
    path(
        "contracts/<str:code>/amendments/<int:number>/sign", contract_sign.contract_sign, name="contract_sign"
    ),
    path(
        "contracts/<str:code>/amendments/<int:number>/sign/now",
        contract_sign.contract_sign_now,
        name="contract_sign_now",
    ),
    path(
        "contracts/<str:code>/amendments/<int:number>/sign/passkey",
        contract_sign.contract_sign_options,
        name="contract_sign_options",
    ),
    path(
        "contracts/<str:code>/amendments/<int:number>/sign/pdf",
        contract_sign.contract_sign_pdf,
        name="contract_sign_pdf",
    ),
    path(
        "contracts/<str:code>/amendments/<int:number>/paper", contract_paper.paper_record, name="paper_record"
    ),
    path("contracts/<str:code>/order", contract_annexes.signing_order, name="signing_order"),
    path("contracts/<str:code>/approve", contract_approve.contract_approve, name="contract_approve"),
    path("contracts/<str:code>/approve/now", contract_approve.approve_now, name="approve_now"),
    path("contracts/<str:code>/sign", contract_sign.contract_sign, name="contract_sign"),
    path("contracts/<str:code>/sign/now", contract_sign.contract_sign_now, name="contract_sign_now"),
    path(
        "contracts/<str:code>/sign/passkey", contract_sign.contract_sign_options, name="contract_sign_options"
    ),
    path("contracts/<str:code>/sign/pdf", contract_sign.contract_sign_pdf, name="contract_sign_pdf"),
    path(
        "contracts/<str:code>/sign/letter/<int:signing_id>",
        contract_sign.contract_sign_letter,
        name="contract_sign_letter",
    ),
    path("contracts/<str:code>/paper", contract_paper.paper_record, name="paper_record"),
    path("contracts/<str:code>/paper/<int:paper_id>", contract_paper.paper_scan, name="paper_scan"),
    path(
        "contracts/<str:code>/paper/<int:paper_id>/answer", contract_paper.paper_answer, name="paper_answer"
    ),
    path("clauses", clauses.clauses, name="clauses"),
]
