"""Pages for any WSGI server; refuses to serve as a role that walks through the walls."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crisisdesk.settings")
application = get_wsgi_application()

from crisisdesk.database import begin_to_serve  # noqa: E402 -- needs the apps

begin_to_serve()
