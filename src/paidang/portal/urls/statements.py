"""Statements, bills set against orders, what if."""

from django.urls import path

from paidang.portal.views import (
    reconcile,
    reconcile_acts,
    statement_acts,
    statement_adjust,
    statement_batch,
    statement_files,
    statement_page,
    statement_rows,
    statement_trial,
    statements,
    what_if,
)

urlpatterns = [
    path("statements", statements.statements, name="statements"),
    path("statements/batch", statement_batch.statements_batch, name="statements_batch"),
    path("statements/batch/close", statement_batch.statements_batch_close, name="statements_batch_close"),
    path("statements/batch/send", statement_batch.statements_batch_send, name="statements_batch_send"),
    path(
        "statements/batch/<int:batch_id>", statement_batch.statements_batch_done, name="statements_batch_done"
    ),
    path("contracts/<str:code>/what-if", what_if.what_if, name="what_if"),
    path("contracts/<str:code>/trial", statement_trial.trial, name="statement_trial"),
    path("contracts/<str:code>/statements/<str:month>", statement_page.statement, name="statement"),
    path("contracts/<str:code>/statements/<str:month>/rows", statement_rows.rows, name="statement_rows"),
    path("contracts/<str:code>/statements/<str:month>/close", statement_acts.close, name="statement_close"),
    path("contracts/<str:code>/statements/<str:month>/send", statement_acts.send, name="statement_send"),
    path(
        "contracts/<str:code>/statements/<str:month>/recompute",
        statement_acts.recompute,
        name="statement_recompute",
    ),
    path(
        "contracts/<str:code>/statements/<str:month>/confirm",
        statement_acts.confirm,
        name="statement_confirm",
    ),
    path(
        "contracts/<str:code>/statements/<str:month>/question",
        statement_acts.question,
        name="statement_question",
    ),
    path(
        "contracts/<str:code>/statements/<str:month>/answer", statement_acts.answer, name="statement_answer"
    ),
    path(
        "contracts/<str:code>/statements/<str:month>/adjust",
        statement_adjust.adjust,
        name="statement_adjust",
    ),
    path(
        "contracts/<str:code>/adjustments/<int:number>/answer",
        statement_adjust.adjust_answer,
        name="statement_adjust_answer",
    ),
    path(
        "contracts/<str:code>/adjustments/<int:number>/withdraw",
        statement_adjust.adjust_withdraw,
        name="statement_adjust_withdraw",
    ),
    path(
        "contracts/<str:code>/attachments/<int:attachment_id>",
        statement_adjust.attachment,
        name="statement_attachment",
    ),
    path("contracts/<str:code>/statements/<str:month>/pdf", statement_files.pdf, name="statement_pdf"),
    path("contracts/<str:code>/statements/<str:month>/xlsx", statement_files.xlsx, name="statement_xlsx"),
    path(
        "contracts/<str:code>/statements/<str:month>/bundle", statement_files.bundle, name="statement_bundle"
    ),
    path(
        "contracts/<str:code>/statements/<str:month>/receipt",
        statement_files.receipt,
        name="statement_receipt",
    ),
    path("contracts/<str:code>/reconcile/<str:month>", reconcile.reconcile, name="statement_reconcile"),
    path(
        "contracts/<str:code>/reconcile/<str:month>/export",
        reconcile_acts.bill_export,
        name="statement_bill_export",
    ),
    path(
        "contracts/<str:code>/reconcile/<str:month>/explain",
        reconcile_acts.bill_explain,
        name="statement_bill_explain",
    ),
    path(
        "contracts/<str:code>/reconcile/<str:month>/reopen",
        reconcile_acts.bill_reopen,
        name="statement_bill_reopen",
    ),
    path(
        "contracts/<str:code>/reconcile/<str:month>/fees",
        reconcile_acts.bill_fees,
        name="statement_bill_fees",
    ),
    path(
        "contracts/<str:code>/reconcile/<str:month>/<str:kind>/<path:item>",
        reconcile_acts.bill_item,
        name="statement_bill_item",
    ),
]
