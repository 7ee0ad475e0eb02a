"""What the agency's work is, as tables to take along."""

from django.urls import path

from paidang.portal.views import work_export

urlpatterns = [
    path("contracts/<str:code>/export/<slug:what>", work_export.work_export, name="work_export"),
]
