"""Messages to people about answers: to those who may decide, and to those whose words were decided about."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Membership
from notifications.services.outbox import write_email
from playbooks.enums import ApprovalDecision
from playbooks.models import Approval, Response
from playbooks.queries.answers import people_who_approve


@transaction.atomic
def ask_approvers(*, actor: Membership, response: Response) -> None:
    """Approvers first; where there is none, whoever else may decide. Once for each submission."""
    people = list(people_who_approve(response))
    for person in [one for one in people if one.role == Role.APPROVER] or people:
        with translation.override(person.user.language or settings.LANGUAGE_CODE):
            _write(
                response,
                person,
                key=f"response:{response.pk}:v{response.version}:ask:{person.pk}",
                subject=_("Approve an answer of %(brand)s") % {"brand": response.brand.name},
                sentence=_("%(name)s asks you to approve these words:") % {"name": actor.name},
            )


@transaction.atomic
def tell_author(*, approval: Approval, response: Response) -> None:
    person = approval.author
    with translation.override(person.user.language or settings.LANGUAGE_CODE):
        words = {"name": approval.actor.name, "brand": response.brand.name}
        if approval.decision == ApprovalDecision.APPROVED:
            subject, sentence = _("Approved: an answer of %(brand)s"), _("%(name)s approved these words:")
        else:
            subject, sentence = _("Returned: an answer of %(brand)s"), _("%(name)s returned these words:")
        _write(
            response,
            person,
            key=f"response:{response.pk}:v{approval.version}:{approval.decision}",
            subject=subject % words,
            sentence=sentence % words,
            note=approval.note,
        )


def _write(response: Response, person: Membership, *, key: str, subject: str, sentence: str, note: str = "") -> None:
    address = reverse("playbooks:response", args=[person.organization.slug, response.pk])
    parts = [sentence, response.text, note and f"{_('Note')}: {note}", settings.SITE_URL + address]
    write_email(
        organization_id=response.organization_id,
        key=key,
        to=person.user.email,
        subject=subject,
        body="\n\n".join(part for part in parts if part),
    )
