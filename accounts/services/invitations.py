"""Letting people in: one use, one address, seven days. Only the hash of what the link carries is kept."""

import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.enums import ADMINS
from accounts.models import Brand, Invitation, InvitationBrand, Membership, User
from accounts.queries.invitations import hash_of
from accounts.services.audit import record
from accounts.services.members import Reach, add_member, refuse_reach
from accounts.services.people import confirm_address, create_person, person_of
from accounts.signals import mail_due
from crisisdesk.errors import DomainError, StaleState
from crisisdesk.tenancy import organization_scope

VALID: Final = timedelta(days=7)


@transaction.atomic
def invite(*, actor: Membership, email: str, role: str, brands: Collection[Brand] | None = None) -> Invitation:
    refuse_reach(actor, Reach(role, brands))
    email = email.lower()
    if Membership.objects.active().filter(user__email__iexact=email).exists():
        raise DomainError(_("%(person)s is a member already.") % {"person": email})
    _clear_expired(email)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        organization=actor.organization,
        email=email,
        role=role,
        limited=brands is not None,
        token_hash=hash_of(token),
        invited_by=actor,
        expires_at=timezone.now() + VALID,
    )
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError as known:
        raise DomainError(_("%(email)s is invited already. It can be sent again.") % {"email": email}) from known
    InvitationBrand.objects.bulk_create(
        InvitationBrand(organization_id=actor.organization_id, invitation=invitation, brand=brand)
        for brand in brands or ()
    )
    record(actor=actor, verb="invitation.sent", target=invitation, email=email, role=role)
    _send(actor, invitation, token)
    return invitation


@transaction.atomic
def invite_all(*, actor: Membership, emails: Collection[str], role: str) -> list[Invitation]:
    """Whoever is a member or invited already is left out."""
    members = Membership.objects.active().values_list("user__email", flat=True)
    known = {*members, *Invitation.objects.open().values_list("email", flat=True)}
    fresh = [email for email in dict.fromkeys(email.lower() for email in emails) if email not in known]
    if not fresh:
        raise DomainError(_("All of them are members or invited already."))
    return [invite(actor=actor, email=email, role=role) for email in fresh]


@transaction.atomic
def resend_invitation(*, actor: Membership, invitation: Invitation) -> None:
    """A new link; the one before works no more, because its words are not kept."""
    token = secrets.token_urlsafe(32)
    waiting = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if not waiting.update(token_hash=hash_of(token), expires_at=timezone.now() + VALID, invited_by=actor):
        raise StaleState
    invitation.refresh_from_db()
    record(actor=actor, verb="invitation.sent_again", target=invitation, email=invitation.email)
    _send(actor, invitation, token)


@transaction.atomic
def revoke_invitation(*, actor: Membership, invitation: Invitation) -> None:
    waiting = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if not waiting.update(revoked_at=timezone.now()):
        raise StaleState
    record(actor=actor, verb="invitation.revoked", target=invitation, email=invitation.email)


@transaction.atomic
def accept_invitation(*, actor: User, invitation: Invitation) -> Membership:
    """Whoever holds the link reads the address it went to. Two clicks make one membership."""
    if actor.email.lower() != invitation.email:
        raise DomainError(_("This invitation is for another address."))
    with organization_scope(invitation.organization_id):
        taken = Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=timezone.now())
        member: Membership | None = Membership.objects.active().filter(user=actor).first()  # after the other click
        if not taken:
            return _who_is_in(member)
        confirm_address(actor)
        member = member or add_member(
            actor=_inviter(invitation), organization=invitation.organization, person=actor, reach=_reach(invitation)
        )
        record(actor=member, verb="invitation.accepted", target=invitation, email=invitation.email)
    return member


@transaction.atomic
def join_by_invitation(*, invitation: Invitation, name: str, password: str) -> Membership:
    """An account for the invited address: the link went there, so it is confirmed."""
    person = create_person(email=invitation.email, name=name, password=password)
    return accept_invitation(actor=person, invitation=invitation)


def _who_is_in(member: Membership | None) -> Membership:
    if member is None:
        raise StaleState(_("This invitation does not work any more."))
    return member


def _inviter(invitation: Invitation) -> Membership:
    """Whoever has left or lost the role lets nobody in any more."""
    inviter: Membership | None = Membership.objects.active().filter(pk=invitation.invited_by_id).first()
    if inviter is None or inviter.role not in ADMINS:
        raise DomainError(_("Whoever invited you may not any more. Ask an admin for a new invitation."))
    return inviter


def _reach(invitation: Invitation) -> Reach:
    links = invitation.brand_links.select_related("brand")
    return Reach(invitation.role, [link.brand for link in links] if invitation.limited else None)


def _clear_expired(email: str) -> None:
    """The database keeps one open invitation for an address; one that is over is not in the way."""
    waiting = Invitation.objects.filter(email=email, accepted_at=None, revoked_at=None)
    waiting.filter(expires_at__lte=timezone.now()).update(revoked_at=timezone.now())


def _send(actor: Membership, invitation: Invitation, token: str) -> None:
    """In the language of the person, when we know them, else in the inviter's."""
    known = person_of(invitation.email)
    words = {"invitation": invitation, "organization": invitation.organization, "inviter": actor, "days": VALID.days}
    with translation.override((known and known.language) or translation.get_language()):
        mail_due.send(
            sender=Invitation,
            organization_id=invitation.organization_id,
            key=f"invitation:{invitation.pk}:{invitation.token_hash[:16]}",
            to=invitation.email,
            subject=" ".join(render_to_string("accounts/mail/invitation_subject.txt", words).split()),
            body=render_to_string("accounts/mail/invitation.txt", words).strip(),
            secret=settings.SITE_URL + reverse("accounts:invitation", args=[token]),
        )
