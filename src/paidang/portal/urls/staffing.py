"""Who does what, shifts, sub-contractors, customer service in figures."""

from django.urls import path

from paidang.portal.views import staffing, staffing_service

urlpatterns = [
    path("staffing", staffing.staffing, name="staffing"),
    path("staffing/service", staffing_service.staffing_service, name="staffing_service"),
    path(
        "staffing/<str:code>/service/<str:act>",
        staffing_service.staffing_service_act,
        name="staffing_service_act",
    ),
    path("staffing/<str:code>/<str:act>", staffing.staffing_act, name="staffing_act"),
]
