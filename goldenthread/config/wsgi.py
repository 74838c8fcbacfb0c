"""The application as a web server calls it."""

import ctypes
import gc
import os
from contextlib import suppress
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")
application = get_wsgi_application()

# Every page with all it needs takes a second to load; better now than under the first person who asks for one.
import_module("goldenthread.config.urls")

# What is loaded now is never let go, so the collector need not look through it again and again.
gc.collect()
gc.freeze()

# Each thread would have an arena of the C library to itself, and keep in it as much as the largest page ever took: let
# them share two. mallopt(3) calls this M_ARENA_MAX; other libraries have neither arenas nor mallopt.
with suppress(AttributeError, OSError):
    ctypes.CDLL(None).mallopt(-8, 2)
