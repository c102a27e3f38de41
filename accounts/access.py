"""Who may open what: one decorator, one type of request, one look-up that hides what is not yours."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django_htmx.middleware import HtmxDetails

from accounts.models import Membership, Organization, User

P = ParamSpec("P")
M = TypeVar("M", bound=Model)

if TYPE_CHECKING:

    class PersonRequest(HttpRequest):
        """Somebody is signed in."""

        user: User
        htmx: HtmxDetails

    class TenantRequest(PersonRequest):
        """The member acts in their organization; the view runs in its scope, which is a transaction."""

        member: Membership
        organization: Organization

else:
    PersonRequest = TenantRequest = HttpRequest

View = Callable[Concatenate[TenantRequest, P], HttpResponseBase]


def allowed(roles: Iterable[str]) -> Callable[[View[P]], View[P]]:
    """Only these roles get in; others are told so (403). A tenant's view without it does not start."""
    permitted = frozenset(roles)

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: TenantRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            kwargs.pop("org", None)  # TenantMiddleware has resolved it
            if request.member.role not in permitted:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.allowed_roles = permitted  # type: ignore[attr-defined]  # read by checks.py
        return cast("View[P]", guarded)

    return decorate


def opens_scope_itself(view: View[P]) -> View[P]:
    """The view asks the outside world, so no transaction may be open meanwhile: it enters the scope by itself."""
    view.opens_scope_itself = True  # type: ignore[attr-defined]  # read by TenantMiddleware
    return view


def find(rows: QuerySet[M], **lookup: Any) -> M:  # noqa: ANN401 -- Django's lookups take values of any type
    """The row, or 404: the same answer for a foreign row, a hidden brand's row and none at all."""
    row = rows.filter(**lookup).first()
    if row is None:
        raise Http404
    return row
