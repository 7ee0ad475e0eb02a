"""What no view needs to think of: an action's refusal becomes an answer, and text that no person typed is refused."""

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
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


class RefuseNul:
    """Answers 400 to an address or form with a NUL character: no keyboard has one, and PostgreSQL takes none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        fields = [*request.GET.lists(), *request.POST.lists()]
        if "\0" in request.path or any("\0" in text for name, texts in fields for text in (name, *texts)):
            raise SuspiciousOperation("NUL character")
        return self.get_response(request)
