"""What the shell around every page of an organization needs."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Brand, Membership
from accounts.queries.drafts import Drafts


def shell(request: HttpRequest) -> dict[str, Any]:
    """Higher apps add their figures to the same `counts` in their own processors."""
    member: Membership | None = getattr(request, "member", None)
    if member is None:
        return {}
    org = member.organization.slug
    drafts = Drafts(member, reverse("accounts:draft", args=[org]))
    shared: dict[str, Any] = {"member": member, "organization": member.organization, "org": org, "drafts": drafts}
    if request.headers.get("HX-Request"):
        return shared
    brands = list(Brand.objects.for_member(member).active().order_by("name"))
    chosen = next((brand for brand in brands if brand.slug == request.GET.get("brand")), None)
    counts: dict[str, int] = request.__dict__.setdefault("shell_counts", {})
    return shared | {"brands": brands, "current_brand": chosen, "counts": counts}
