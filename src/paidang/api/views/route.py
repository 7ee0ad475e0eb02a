"""How a route is registered: who may, once or as often as asked, and what the OpenAPI document says of it."""

import json
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from ninja.params.functions import Header
from ninja.utils import contribute_operation_args

from paidang.api.views.shapes import Shape
from paidang.api.views.token import check_verb, person_of
from paidang.kit.clause import TAGGED
from paidang.team.actions import answer_once
from paidang.team.rules.api_tokens import READ
from paidang.team.rules.once import KEY_CHARACTERS, request_digest

CHUNK = 2**20
View = Callable[..., Any]
ALWAYS = {
    401: ("TOKEN_UNKNOWN", "TOKEN_OVER"),
    403: ("TOKEN_LACKS_VERB",),
    422: ("MALFORMED",),
    429: ("TOO_MANY_TRIES",),
}
IDEMPOTENCY_KEY: Any = Header(
    ..., alias="Idempotency-Key", min_length=1, max_length=KEY_CHARACTERS, pattern=r"^[\x21-\x7e]+$",
    description="a new one for each thing done; the same request with the same key gets the same answer, and is done once",
    example="0197f3c2-5f0e-7d0e-9a53-3f7b8f2c1a10",
)  # fmt: skip


def reads(
    router: Router,
    path: str,
    out: Any,
    *,
    verbs: Sequence[str] = (READ,),
    errors: Sequence[str] = (),
    **more: Any,
) -> Callable[[View], View]:
    """A GET: changes nothing but what is put on record of a copy being taken."""
    return _route(router, "GET", path, out, tuple(verbs), None, errors, more)


def acts(
    router: Router,
    path: str,
    out: Any,
    *,
    verbs: Sequence[str],
    act: Callable[..., object] | None = None,
    errors: Sequence[str] = (),
    **more: Any,
) -> Callable[[View], View]:
    """A POST that carries out `act`, once for each Idempotency-Key; the token must have one of the verbs."""
    return _route(router, "POST", path, out, tuple(verbs), act, errors, more)


def _route(
    router: Router,
    method: str,
    path: str,
    out: Any,
    verbs: tuple[str, ...],
    act: Any,
    errors: Sequence[str],
    more: Any,
) -> Callable[[View], View]:
    def register(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, **given: Any) -> Any:
            check_verb(request, verbs)
            if method == "GET":
                with transaction.atomic():
                    return view(request, **given)
            return _once(request, given.pop("idempotency_key"), lambda: view(request, **given))

        if method == "POST":
            contribute_operation_args(answer, "idempotency_key", str, IDEMPOTENCY_KEY)
        codes = _by_status(method, path, errors)
        router.api_operation(
            [method], path, response={200: out}, operation_id=view.__name__,
            summary=(view.__doc__ or "").strip().split("\n")[0],
            openapi_extra={"x-verbs": list(verbs), "x-clauses": _clauses(act), "x-errors": codes, **more},
        )(answer)  # fmt: skip
        return view

    return register


def _by_status(method: str, path: str, errors: Sequence[str]) -> dict[int, list[str]]:
    """The codes of a route's refusals by status; `404 NOT_FOUND` names another status than 409."""
    found = {status: list(codes) for status, codes in ALWAYS.items()}
    if method == "POST":
        found[403].append("NOT_ALLOWED")
        found.setdefault(409, []).append("IDEMPOTENCY_KEY_REUSED")
    if "{" in path:
        found.setdefault(404, []).append("NOT_FOUND")
    for error in errors:
        status, _space, code = error.rpartition(" ")
        found.setdefault(int(status or 409), []).append(code)
    return dict(sorted(found.items()))


def _clauses(act: Callable[..., object] | None) -> list[str]:
    name = f"{act.__module__}.{act.__qualname__}" if act else ""
    return sorted(clause for clause, functions in TAGGED.items() if name in functions)


def _once(request: HttpRequest, key: str, do: Callable[[], Shape]) -> HttpResponse:
    """The view's answer, or the one that was given before to the same request."""

    def act() -> tuple[int, str]:
        return 200, do().model_dump_json()

    done = answer_once(
        person=person_of(request), at=timezone.now(), key=key, request_sha256=_digest(request), act=act
    )
    headers = {"Idempotency-Replayed": "true"} if done.again else {}
    return HttpResponse(done.body, status=done.status, content_type="application/json", headers=headers)


def _digest(request: HttpRequest) -> str:
    """What makes it the same request: method, address, and the body; of a form its fields and files, whatever the boundary.

    JSON counts by what it says, not by its spaces.
    """
    parts = [str(request.method), request.get_full_path()]
    if request.content_type == "multipart/form-data":
        parts += [json.dumps(sorted((key, request.POST.getlist(key)) for key in request.POST))]
        for field, files in sorted(request.FILES.lists()):
            parts += [f"{field}:{file.name}:{_file_digest(file)}" for file in files]
    else:
        parts += [json.dumps(json.loads(request.body), sort_keys=True) if request.body else ""]
    return request_digest(part.encode() for part in parts)


def _file_digest(file: Any) -> str:
    found = request_digest(file.chunks(CHUNK))
    file.seek(0)
    return found
