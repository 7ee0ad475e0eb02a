"""Evidence and checking it."""

from django.urls import path

from paidang.portal.views import (
    evidence,
    verify,
    verify_offline,
)

urlpatterns = [
    path("verify", verify.verify, name="verify"),
    path("verify/offline", verify_offline.verify_offline, name="verify_offline"),
    path("evidence", evidence.evidence, name="evidence"),
    path("evidence/<str:code>", evidence.evidence_chain, name="evidence_chain"),
    path("evidence/<str:code>/verify", evidence.evidence_verify, name="evidence_verify"),
    path("evidence/<str:code>/download", evidence.evidence_download, name="evidence_download"),
]
