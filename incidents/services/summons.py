"""Calling a person into an incident: the role is theirs, and the desk waits for their word."""

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Membership
from incidents.models import RoleHolder
from mentions.enums import Level
from notifications.services.outbox import write_email


@transaction.atomic
def summon(*, actor: Membership, holder: RoleHolder) -> None:
    """In the language of whoever is called. One message for each time that a role is given."""
    incident, person = holder.incident, holder.member.user
    with translation.override(person.language or settings.LANGUAGE_CODE):
        words = {
            "role": holder.get_role_display(),
            "level": f"{incident.level} {Level(incident.level).label}",
            "number": incident.number,
            "title": incident.title,
        }
        path = reverse("incidents:incident", args=[incident.brand.organization.slug, incident.number])
        write_email(
            organization_id=holder.organization_id,
            key=f"role:{holder.pk}",
            to=person.email,
            subject=_("%(role)s in incident %(number)s, level %(level)s: %(title)s") % words,
            body=render_to_string(
                "incidents/summons.txt",
                {**words, "incident": incident, "actor": actor, "url": f"{settings.SITE_URL}{path}"},
            ),
        )
