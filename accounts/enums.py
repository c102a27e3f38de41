"""Roles and personal settings: the words that the database, the pages and the checks share."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    OWNER = "owner", pgettext_lazy("role", "Owner")  # a risk has an owner too
    ADMIN = "admin", _("Admin")
    APPROVER = "approver", _("Approver")
    AGENT = "agent", _("Agent")
    VIEWER = "viewer", _("Viewer")


# Who may do what: the sets that role decorators name. docs/architecture.md prints this table.
EVERYONE: Final = frozenset(Role)
DESK: Final = frozenset({Role.OWNER, Role.ADMIN, Role.APPROVER, Role.AGENT})
APPROVERS: Final = frozenset({Role.OWNER, Role.ADMIN, Role.APPROVER})
ADMINS: Final = frozenset({Role.OWNER, Role.ADMIN})


class Theme(models.TextChoices):
    AUTO = "auto", _("Like the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Density(models.TextChoices):
    COMFORTABLE = "comfortable", _("Comfortable")
    COMPACT = "compact", _("Compact")


class Language(models.TextChoices):
    BROWSER = "", _("Like the browser")
    ENGLISH = "en", "English"
    RUSSIAN = "ru", "Русский"
