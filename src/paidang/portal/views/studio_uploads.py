"""Large files in parts, for the page's script: begin says where to go on, each part says how far it is."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from paidang.kit.written import whole_in
from paidang.portal.templatetags.paidang import worded
from paidang.portal.views.asking import person_of
from paidang.studio.actions import UnableToProof
from paidang.studio.actions.uploads import PART_MAX, begin_upload, drop_upload, take_part


@login_required
@require_POST
def studio_upload_begin(request: HttpRequest, code: str) -> JsonResponse:
    """`name`, `sha256`, `size` of a file, and `number` of its picture or `product` and `kind`."""
    asked = request.POST
    try:
        upload = begin_upload(
            person=person_of(request), at=timezone.now(), code=code, name=asked.get("name", ""), sha256=asked.get("sha256", ""),
            size_bytes=whole_in(asked.get("size", "")), product_id=whole_in(asked.get("product", "")),
            kind=asked.get("kind", ""), number=whole_in(asked.get("number", "")), note=asked.get("note", ""),
        )  # fmt: skip
    except UnableToProof as no:  # to try again would not help
        return JsonResponse({"fault": worded(no.message)})
    url = reverse("portal:studio_upload_part", args=[code, upload.pk])
    return JsonResponse({"url": url, "offset": upload.received_bytes, "part": PART_MAX})


@login_required
@require_POST
def studio_upload_part(request: HttpRequest, code: str, upload_id: int) -> JsonResponse:
    """The part is the request's body, `?offset=` where it begins."""
    taken = take_part(
        person=person_of(request), at=timezone.now(), code=code, upload_id=upload_id,
        offset=whole_in(request.GET.get("offset", "")), content=request.body,
    )  # fmt: skip
    told: dict[str, Any] = {"offset": taken.bytes}
    if taken.asset:
        told["url"] = reverse("portal:studio_picture", args=[code, taken.asset.number])
    if taken.fault:
        told["fault"] = worded(taken.fault.message)
    return JsonResponse(told)


@login_required
@require_POST
def studio_upload_drop(request: HttpRequest, code: str, upload_id: int) -> HttpResponse:
    """What came of an upload is not wanted any more."""
    drop_upload(person=person_of(request), at=timezone.now(), code=code, upload_id=upload_id)
    messages.success(request, _("已丢掉没有传完的部分。"))
    return redirect(f"{reverse('portal:studio')}?contract={code}")
