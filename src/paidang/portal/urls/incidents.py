"""Incidents."""

from django.urls import URLPattern, path

from paidang.portal.views import dispute, incident, incident_acts, incident_looks, incidents, penalties

INCIDENT = "incidents/<str:code>/<int:number>"
PENALTY = "incidents/penalties/<str:code>/<int:number>"

urlpatterns: list[URLPattern] = [
    path("incidents", incidents.incidents, name="incidents"),
    path("incidents/new", incidents.incident_new, name="incident_new"),
    path("incidents/penalties", penalties.penalties, name="incident_penalties"),
    path("incidents/penalties/export", penalties.penalties_export, name="incident_penalties_export"),
    path("incidents/penalties/<str:code>/enter", penalties.penalty_enter, name="incident_penalty_enter"),
    path("incidents/penalties/<str:code>/file", penalties.penalties_file, name="incident_penalties_file"),
    path(f"{PENALTY}/fault", penalties.penalty_fault, name="incident_penalty_fault"),
    path(f"{PENALTY}/outcome", penalties.penalty_outcome, name="incident_penalty_outcome"),
    path("incidents/looks", incident_looks.incident_looks, name="incident_looks"),
    path("incidents/<str:code>/dispute.<str:form>", dispute.dispute_file, name="incident_dispute"),
    path(INCIDENT, incident.incident, name="incident"),
    path(f"{INCIDENT}/files", incident_acts.incident_file_add, name="incident_file_add"),
    path(f"{INCIDENT}/files/<str:sha256>", incident_acts.incident_file, name="incident_file"),
    path(f"{INCIDENT}/answer", incident_acts.incident_answer, name="incident_answer"),
    path(f"{INCIDENT}/notice", incident_acts.incident_notice, name="incident_notice"),
    path(f"{INCIDENT}/close", incident_acts.incident_close, name="incident_close"),
]
