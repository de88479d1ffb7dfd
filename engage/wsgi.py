"""The web server's door."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "engage.settings")
application = get_wsgi_application()

from .catalogs import drop_empty_catalogs  # noqa: E402  (needs Django set up)
from .start import refuse_if_faulty  # noqa: E402

refuse_if_faulty()
drop_empty_catalogs()
