"""The web server's door."""

import os

from django.core.wsgi import get_wsgi_application

from .start import read_settings, refuse_if_faulty

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "engage.settings")
read_settings()
application = get_wsgi_application()

from .catalogs import drop_empty_catalogs  # noqa: E402  (needs Django set up)

refuse_if_faulty()
drop_empty_catalogs()
