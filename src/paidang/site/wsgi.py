"""The web application, as gunicorn loads it."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paidang.site.settings")
application = get_wsgi_application()
# all pages, so that the processes forked from this one have them at once
import_module(settings.ROOT_URLCONF)
