"""What cannot be done, in the house form: what, why with its clause, what to do next. A page, or a notice for htmx."""

from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from paidang.kit.outcome import UnableTo
from paidang.portal.templatetags.paidang import worded

CHUNK_BYTES = 1024 * 1024
DRAIN_MAX_CHUNKS = 256


@dataclass(frozen=True, slots=True)
class Trouble:
    """One refusal as the page shows it."""

    status: int
    title: str
    reason: str = ""
    clause: str = ""
    remedy: str = ""
    code: str = ""


def title_of(status: int) -> str:
    """What a status means to a person."""
    titles = {
        400: _("这个请求读不懂"),
        403: _("您的角色不能做这件事"),
        404: _("没有这一页，或不归您的单位看"),
        409: _("现在不能这样做"),
        413: _("文件太大"),
        422: _("填写的内容有误"),
        429: _("试得太频繁"),
        500: _("程序出错了，是我们的问题"),
    }
    return titles.get(status, titles[409])


def answer(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """Say no: the page of the error, or for htmx a notice at the lower right that leaves the page as it was."""
    if request.headers.get("HX-Request") == "true":
        context = {
            "kind": "error",
            "text": trouble.reason or trouble.title,
            "clause": trouble.clause,
            "remedy": trouble.remedy,
        }
        response = render(request, "portal/_notice.html", context, status=trouble.status)
        response["HX-Retarget"], response["HX-Reswap"], response["HX-Push-Url"] = (
            "#notices",
            "beforeend",
            "false",
        )
        return response
    signed_in = getattr(getattr(request, "user", None), "is_authenticated", False)
    layout = "portal/base.html" if signed_in else "portal/_visitor.html"
    back = page_before(request) if request.method == "POST" else ""
    page = {"layout": layout, "trouble": trouble, "back": back}
    return render(request, "portal/error.html", page, status=trouble.status)


def page_before(request: HttpRequest) -> str:
    """The page of ours on which a form was sent, as a path; empty if that is not known."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        return ""
    return urlunsplit(("", "", *urlsplit(page)[2:]))


def refuse(request: HttpRequest, error: UnableTo) -> HttpResponse:
    """Answer an action's refusal with its status, its code, its clause and the next step."""
    return answer(
        request,
        Trouble(
            status=error.status,
            title=title_of(error.status),
            reason=worded(error.message),
            clause=error.clause,
            remedy=worded(error.remedy),
            code=error.code,
        ),
    )


def _read_to_the_end(request: HttpRequest) -> None:
    """Take in the rest of a body that is too big: a browser that is still sending would not see the answer."""
    with suppress(OSError):
        for _chunk in range(DRAIN_MAX_CHUNKS):
            if not request.read(CHUNK_BYTES):
                return


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler400"""
    if isinstance(exception, RequestDataTooBig):
        _read_to_the_end(request)
        return answer(
            request,
            Trouble(
                413,
                title_of(413),
                _("表单里的文字超过 10 MB。"),
                remedy=_("请存成文件上传，文件至多 20 MB。"),
            ),
        )
    return answer(request, Trouble(400, title_of(400), remedy=_("请回到上一页再试。")))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler403"""
    return answer(
        request,
        Trouble(403, title_of(403), remedy=_("请本单位的项目经理调整您的角色，或请有这项权限的人来做。")),
    )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: the page was older than the session."""
    trouble = Trouble(
        403,
        _("这一页放得太久了"),
        _("没有写入任何内容。"),
        remedy=_("请重新打开原来那一页，再做一次。"),
        code="CSRF",
    )
    return answer(request, trouble)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler404"""
    return answer(request, Trouble(404, title_of(404), remedy=_("请核对地址；登录后可按 ⌘K 按名字找。")))


def no_room(request: HttpRequest) -> HttpResponse:
    """A file could not be written: the disk is full."""
    trouble = Trouble(
        507,
        _("磁盘满了，什么都没有写入"),
        remedy=_("请告诉管理员腾出空间，再做一次。"),
        code="NO_ROOM",
    )
    return answer(request, trouble)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: leans on nothing that may be broken, neither the database nor the session."""
    trouble = Trouble(
        500,
        title_of(500),
        _("没有写入任何内容：一次操作要么全部完成，要么什么都不变。"),
        remedy=_("请稍后再试；再出现时，把时间和刚才做的事告诉管理员。"),
    )
    page = loader.render_to_string(
        "portal/error.html", {"layout": "portal/_visitor.html", "trouble": trouble}
    )
    return HttpResponse(page, status=500)
