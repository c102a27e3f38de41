"""Pages and files for granian; refuses to serve as a role that walks through the walls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crisisdesk.settings")
pages = get_wsgi_application()

from django.conf import settings  # noqa: E402 -- needs the settings
from whitenoise.middleware import WhiteNoiseMiddleware  # noqa: E402 -- the same

from crisisdesk.database import begin_to_serve  # noqa: E402 -- needs the apps
from crisisdesk.web.port import Port  # noqa: E402 -- one order for all

begin_to_serve()
application = Port(pages, WhiteNoiseMiddleware(pages).files, threads=settings.WEB_THREADS)
