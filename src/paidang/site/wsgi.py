"""The web application, as gunicorn loads it: what platforms push, and all else."""

import gc
import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paidang.site.settings")
_pages = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402

from paidang.api.views.push import is_push, receive  # noqa: E402  Django is set up


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    return receive(environ, start_response) if is_push(environ) else _pages(environ, start_response)


# What a process keeps for its life is loaded now, and not looked through again by the collector of garbage: looking takes
# 0.2 to 0.4 s, and a page that makes many objects would wait for it.
_routes = get_resolver().url_patterns
gc.collect()
gc.freeze()
