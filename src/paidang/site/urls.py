"""Root urls: each slice mounts its own."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from paidang.api.urls import api


def health(request: HttpRequest) -> HttpResponse:
    """Answer that the process is up and the database answers (the middleware has asked it already)."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
    path("api/v1/", api.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("paidang.portal.urls")),
]

handler400 = "paidang.portal.views.errors.bad_request"
handler403 = "paidang.portal.views.errors.forbidden"
handler404 = "paidang.portal.views.errors.not_found"
handler500 = "paidang.portal.views.errors.server_error"
