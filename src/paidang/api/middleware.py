"""The API knows no cookies, and answers in JSON also where no route is asked; platforms' messages need no more than a view."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from paidang.api.views import push
from paidang.api.views.problems import unanswered
from paidang.evidence.context import nobodys_program
from paidang.stores.engines.pushes import PUSH_PATH

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


class TakePushes:
    """Answers what platforms send before anything is opened that pages need: a session, a language, a transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(PUSH_PATH):
            return push.receive(request, request.path_info.removeprefix(PUSH_PATH))
        return self.get_response(request)
