"""The application as a web server calls it."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")
application = get_wsgi_application()

# The chart library takes a second to load; better now than under the first person who prints a plan.
import_module("goldenthread.rendering.chart_specifications")
