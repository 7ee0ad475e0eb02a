"""What a link opens in the drawer has an address of its own, at which it is a whole page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def is_for_drawer(request: HttpRequest) -> bool:
    """Whether the page asks for what goes into its drawer."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == "drawer"


def answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Render; a browser that keeps the answer does not show the drawer's as the page."""
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
