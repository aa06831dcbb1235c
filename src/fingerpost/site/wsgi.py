"""For a server that speaks WSGI, such as gunicorn. Any `fingerpost` command run before makes everything ready."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fingerpost.site.settings")

application = get_wsgi_application()
