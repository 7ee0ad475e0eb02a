"""The portal's urls. A page of the navigation appears as soon as its name (`portal.queries.PAGES`) is a url here."""

from django.urls import path

from paidang.portal.views import (
    calendar_feed,
    clauses,
    contract_upload,
    contracts,
    duty,
    evidence,
    import_rows,
    imports,
    link,
    order,
    orders,
    palette,
    pick,
    settings,
    signin,
    statement_acts,
    statement_files,
    statement_page,
    statement_rows,
    statements,
    today,
    verify,
)

app_name = "portal"

urlpatterns = [
    path("", today.today, name="today"),
    path("signin", signin.signin, name="signin"),
    path("signin/demo", signin.demo_signin, name="demo_signin"),
    path("signin/forgot", signin.forgot, name="forgot"),
    path("link/<str:signed>", link.link, name="link"),
    path("signout", signin.signout, name="signout"),
    path("verify", verify.verify, name="verify"),
    path("contracts", contracts.contracts, name="contracts"),
    path("contracts/new", contract_upload.contract_new, name="contract_new"),
    path("contracts/<str:code>", contracts.contract, name="contract"),
    path("contracts/<str:code>/example", contracts.contract_tax_example, name="contract_example"),
    path("contracts/<str:code>/decide", contracts.contract_decide, name="contract_decide"),
    path("contracts/<str:code>/agree", contracts.contract_agree, name="contract_agree"),
    path("contracts/<str:code>/duties/<path:key>/done", duty.duty_done, name="duty_done"),
    path("contracts/<str:code>/duties/<path:key>/proof", duty.duty_proof, name="duty_proof"),
    path("contracts/<str:code>/duties/<path:key>", duty.duty, name="duty"),
    path("calendar/<str:signed>.ics", calendar_feed.calendar_feed, name="calendar_feed"),
    path("contracts/<str:code>/share", contracts.contract_share, name="contract_share"),
    path("contracts/<str:code>/accept", contracts.contract_accept, name="contract_accept"),
    path("statements", statements.statements, name="statements"),
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
    path("orders", orders.orders, name="orders"),
    path("orders/export", orders.orders_export, name="orders_export"),
    path("orders/<str:code>/<path:order_id>/explain", order.order_explain, name="order_explain"),
    path("orders/<str:code>/<path:order_id>", order.order, name="order"),
    path("imports", imports.imports, name="imports"),
    path("imports/upload", imports.import_upload, name="import_upload"),
    path("imports/progress", imports.import_progress, name="import_progress"),
    path("imports/<int:import_id>", imports.import_file, name="import_file"),
    path("imports/<int:import_id>/write", imports.import_write, name="import_write"),
    path("imports/<int:import_id>/pause", imports.import_pause, name="import_pause"),
    path("imports/<int:import_id>/continue", imports.import_continue, name="import_continue"),
    path("imports/<int:import_id>/stop", imports.import_stop, name="import_stop"),
    path("imports/<int:import_id>/store", import_rows.import_store, name="import_store"),
    path("imports/<int:import_id>/errors", imports.import_errors, name="import_errors"),
    path("imports/rows/<int:row_id>/mend", import_rows.import_mend, name="import_mend"),
    path("imports/rows/<int:row_id>/discard", import_rows.import_discard, name="import_discard"),
    path("evidence", evidence.evidence, name="evidence"),
    path("evidence/<str:code>", evidence.evidence_chain, name="evidence_chain"),
    path("evidence/<str:code>/verify", evidence.evidence_verify, name="evidence_verify"),
    path("evidence/<str:code>/download", evidence.evidence_download, name="evidence_download"),
    path("settings", settings.settings, name="settings"),
    path("settings/people", settings.settings_invite, name="settings_invite"),
    path("settings/people/<int:person_id>/link", settings.settings_link, name="settings_link"),
    path(
        "settings/people/<int:person_id>/deactivate", settings.settings_deactivate, name="settings_deactivate"
    ),
    path(
        "settings/people/<int:person_id>/reactivate", settings.settings_reactivate, name="settings_reactivate"
    ),
    path("settings/contracts/<str:code>", settings.settings_contract, name="settings_contract"),
    path("clauses", clauses.clauses, name="clauses"),
    path("palette", palette.palette, name="palette"),
    path("pick", pick.pick, name="pick"),
]
