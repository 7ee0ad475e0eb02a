"""Stores on their platforms."""

from django.urls import path

from paidang.portal.views import (
    store_norms,
    stores,
)

urlpatterns = [
    path("settings/stores", stores.stores, name="stores"),
    path("settings/stores/new", stores.store_new, name="store_new"),
    path("settings/stores/connect", stores.store_connect, name="store_connect"),
    path("settings/stores/back", stores.store_back, name="store_back"),
    path("settings/stores/norms", store_norms.store_norms, name="store_norms"),
    path("settings/stores/norms/<str:code>/propose", store_norms.norms_propose, name="norms_propose"),
    path(
        "settings/stores/norms/<str:code>/<int:number>/answer", store_norms.norms_answer, name="norms_answer"
    ),
    path("settings/stores/norms/<str:code>/month/<slug:month>", store_norms.store_proof, name="store_proof"),
    path("settings/stores/<int:link_id>/front", store_norms.store_front, name="store_front"),
    path("settings/stores/<int:link_id>/<slug:act>", stores.store_act, name="store_act"),
]
