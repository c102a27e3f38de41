#!/usr/bin/env python
"""The door for operators: `python manage.py help` lists what can be done."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crisisdesk.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:  # its sentence is for the operator, its trace is not
        raise SystemExit(f"CrisisDesk does not start: {error}") from None
