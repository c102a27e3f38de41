from accounts.models.audit import AuditEntry, Counter, Draft
from accounts.models.organization import Brand, Invitation, InvitationBrand, Membership, MembershipBrand, Organization
from accounts.models.user import User

__all__ = [
    "AuditEntry",
    "Brand",
    "Counter",
    "Draft",
    "Invitation",
    "InvitationBrand",
    "Membership",
    "MembershipBrand",
    "Organization",
    "User",
]
