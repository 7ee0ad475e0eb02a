"""Turns an action's refusal into an answer, so that no view needs a try."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from paidang.kit.outcome import UnableTo
from paidang.portal.views.errors import refuse


class SayNo:
    """Answers every UnableTo raised in a view with the house's error page; what the view wrote is rolled back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refuse(request, exception) if isinstance(exception, UnableTo) else None
