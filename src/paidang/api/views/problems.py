"""Saying no, RFC 9457: a stable code, what is the matter, its clause, the facts, what to do next."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import Field
from ninja.errors import HttpError, ValidationError

from paidang.api.rules.cursors import NotACursor
from paidang.api.views.shapes import Json, Shape, plain, said
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import Sentence
from paidang.settlement.actions import FactsRefused

CONTENT_TYPE = "application/problem+json"
WRONG_MAX = 50


class Wrong(Shape):
    """One place of the request that is malformed."""

    where: str = Field(examples=["body.amount_fen"])
    message: str


class Problem(Shape):
    """Why it was not done. Branch on `code`; `detail` and `remedy` are for people."""

    type: str = Field(examples=["urn:paidang:problem:MONTH_NOT_OVER"])
    title: str
    status: int
    detail: str
    code: str = Field(examples=["MONTH_NOT_OVER"])
    clause: str = Field("", description="the clause that asks for it, where one does")
    facts: Json = Field(default_factory=dict, description="the figures of `detail`, for programs")
    remedy: str = Field("", description="what to do next")
    errors: list[Wrong] = Field(default_factory=list, description="where the request is malformed")


def title_of(status: int) -> str:
    """What a status means."""
    titles = {
        401: _("没有令牌，或令牌不行"),
        403: _("不能做这件事"),
        404: _("没有，或不归您的单位看"),
        405: _("这个地址不接受这种方法"),
        409: _("现在不能这样做"),
        413: _("请求太大"),
        422: _("请求的内容有误"),
        429: _("试得太频繁"),
        500: _("程序出错了，是我们的问题"),
    }
    return titles.get(status, titles[422] if status < 500 else titles[500])


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    clause: str = "",
    facts: Json | None = None,
    remedy: str = "",
    errors: Sequence[Wrong] = (),
) -> HttpResponse:
    """A problem as an answer."""
    found = Problem(
        type=f"urn:paidang:problem:{code}", title=title_of(status), status=status, detail=detail, code=code,
        clause=clause, facts=facts or {}, remedy=remedy, errors=list(errors),
    )  # fmt: skip
    headers = (
        {"WWW-Authenticate": "Bearer"} if status == 401 else {"Retry-After": "900"} if status == 429 else {}
    )
    return JsonResponse(
        found.model_dump(mode="json"), status=status, content_type=CONTENT_TYPE, headers=headers,
        json_dumps_params={"ensure_ascii": False},
    )  # fmt: skip


def refuse(request: HttpRequest, error: UnableTo) -> HttpResponse:
    """An action's refusal."""
    facts: dict[str, Any] = plain(error.message.facts) if isinstance(error.message, Sentence) else {}
    if isinstance(error, FactsRefused):
        facts["places"] = [{**asdict(place), "reason": said(place.reason)} for place in error.places]
    return problem(
        error.status,
        error.code,
        said(error.message),
        clause=error.clause,
        facts=facts,
        remedy=said(error.remedy),
    )


def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A request that is not of the route's shape, each place once."""
    wrong = [
        Wrong(where=".".join(map(str, one["loc"])), message=str(one["msg"]))
        for one in error.errors[:WRONG_MAX]
    ]
    return problem(
        422,
        "MALFORMED",
        _("请求的内容不合格式"),
        remedy=_("请照 openapi.json 改 errors 里的各处。"),
        errors=wrong,
    )


def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that is no JSON, or holds characters that cannot be kept."""
    return problem(
        422, "MALFORMED", _("请求的正文不是 JSON，或有不能保存的字符"), remedy=_("正文用 UTF-8 的 JSON。")
    )


def not_a_cursor(request: HttpRequest, error: NotACursor) -> HttpResponse:
    """A place that no page of this list gave out."""
    return problem(
        422, "CURSOR_UNKNOWN", _("没有这个 cursor"), remedy=_("原样带上一页的 next_cursor；不带就从头开始。")
    )


def unanswered(status: int) -> HttpResponse:
    """What was refused before it came to a route."""
    codes = {400: "MALFORMED", 404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED", 413: "TOO_LARGE", 500: "FAILED"}
    remedies = {
        500: _("没有写入任何内容。请用同一个 Idempotency-Key 再试；再出现时，把时间告诉管理员。"),
        413: _("文件至多 20 MB，正文至多 10 MB。"),
    }
    status = 422 if status == 400 else status
    code = codes.get(status, "MALFORMED" if status < 500 else "FAILED")
    return problem(
        status, code, title_of(status), remedy=remedies.get(status, _("请照 openapi.json 核对地址和内容。"))
    )
