"""For a server that speaks WSGI, such as gunicorn. Any `fingerpost` command run before makes everything ready.

Importing it raises NotFitForProduction while what is in production has a fault that must not stand there.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fingerpost.site.settings")

application = get_wsgi_application()  # sets Django up: only now can what has tables be imported

from fingerpost.doors.systems import check_may_serve  # noqa: E402

check_may_serve()
