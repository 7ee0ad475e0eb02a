"""What a contract's page answers after an act on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRefresh


def done(request: HttpRequest, code: str, said: str) -> HttpResponse:
    """Show the contract as it is now, with what was done."""
    messages.success(request, said)
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRefresh()
    return redirect("portal:contract", code)
