"""For a server that speaks ASGI, such as uvicorn. Any `fingerpost` command run before makes everything ready."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application

from fingerpost.site.bodies import BoundedBodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fingerpost.site.settings")

application = BoundedBodies(get_asgi_application(), limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
