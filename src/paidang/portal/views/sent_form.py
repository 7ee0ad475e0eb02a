"""What a sent form says, in one digest: where it was sent to, its fields and its files."""

import hashlib
import json

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from paidang.portal.templatetags.form_key import FORM_KEY

OURS = {"csrfmiddlewaretoken", FORM_KEY}


def digest_of(request: HttpRequest) -> str:
    """The same for the same form. With the installation's secret in it: a form may hold a password."""
    fields = sorted((name, values) for name, values in request.POST.lists() if name not in OURS)
    files = []
    for name, uploads in sorted(request.FILES.lists()):
        for upload in uploads:
            content = hashlib.sha256()
            for chunk in upload.chunks():
                content.update(chunk)
            upload.seek(0)
            files.append((name, upload.name, content.hexdigest()))
    said = json.dumps([request.get_full_path(), fields, files], ensure_ascii=False)
    return salted_hmac("paidang.sent_form", said, algorithm="sha256").hexdigest()
