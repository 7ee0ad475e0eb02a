"""What a contract's page answers after an act on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRefresh


def done(
    request: HttpRequest, code: str, said: str, *, page: str = "contract", mark: str = "", number: int = 0
) -> HttpResponse:
    """Show the contract, or another page of it or of its supplementary agreement `number`, as it is now, with what was
    done; `mark` is the place on the page.
    """
    messages.success(request, said)
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRefresh()
    return redirect(
        reverse(f"portal:{page}", args=[code, number] if number else [code]) + (f"#{mark}" if mark else "")
    )
