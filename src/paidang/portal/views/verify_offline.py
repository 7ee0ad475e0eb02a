"""The page that verifies a bundle with the network off, to look at or to keep. It is the same for everybody."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from paidang.portal.offline import page


@require_safe
def verify_offline(request: HttpRequest) -> HttpResponse:
    """The one file; its own policy, which allows nothing but itself, takes the place of ours."""
    made = page()
    headers = {"Content-Security-Policy": f"{made.policy}; frame-ancestors 'none'"}
    return HttpResponse(made.content, content_type="text/html; charset=utf-8", headers=headers)
