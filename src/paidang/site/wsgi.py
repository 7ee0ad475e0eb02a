"""The web application, as gunicorn loads it: what platforms push, and all else."""

import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paidang.site.settings")
_pages = get_wsgi_application()

from paidang.api.views.push import is_push, receive  # noqa: E402  Django is set up


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    return receive(environ, start_response) if is_push(environ) else _pages(environ, start_response)
