"""The application as a web server calls it."""

import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")
application = get_wsgi_application()

# Every page with all it needs takes a second to load; better now than under the first person who asks for one.
import_module("goldenthread.config.urls")

# What is loaded now is never let go, so the collector need not look through it again and again.
gc.collect()
gc.freeze()
