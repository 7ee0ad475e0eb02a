"""The API knows no cookies, and answers in JSON also where no route is asked."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from paidang.api.views.problems import unanswered
from paidang.evidence.context import nobodys_program

PATH = "/api/"


class SpeakJson:
    """Takes the cookies off a request to the API, and makes a problem of every page that says no."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PATH):
            return self.get_response(request)
        request.COOKIES = {}
        with nobodys_program():
            answer = self.get_response(request)
        answer.headers.setdefault("Cache-Control", "no-store")
        if answer.status_code >= 400 and "json" not in answer.headers.get("Content-Type", ""):
            said = unanswered(answer.status_code)
            if allow := answer.headers.get("Allow"):
                said.headers["Allow"] = allow
            return said
        return answer
