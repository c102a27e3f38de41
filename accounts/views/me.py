"""One's own settings. What is chosen shows at once, and outside of the desk too."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language

from accounts.access import PersonRequest
from accounts.forms.me import MeForm
from accounts.queries.memberships import memberships_of
from accounts.services.preferences import choose_language, choose_theme, save_preferences
from crisisdesk.web.pages import page, redirect_or_refresh
from crisisdesk.web.toasts import toast


@require_http_methods(["GET", "POST"])
@login_required
def me(request: PersonRequest) -> HttpResponse:
    form = MeForm(request.POST) if request.method == "POST" else MeForm.of(request.user)
    if form.is_bound and form.is_valid():
        chosen = form.preferences
        save_preferences(actor=request.user, chosen=chosen)
        with translation.override(chosen.language or translation.get_language()):
            toast(request, _("Saved."))
        return _speaking(redirect_or_refresh(request, "accounts:me"), chosen.language)
    context = {"form": form, "members": memberships_of(request.user)}
    return page(request, "accounts/me.html", context, fragment="form", status=form.status)


@require_POST
@login_required
def theme(request: PersonRequest) -> HttpResponse:
    choose_theme(actor=request.user, theme=request.POST.get("theme", ""))
    return HttpResponseRedirect(_back(request))  # not `redirect`, which takes a bare word for a page's name


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """For those who are signed in it is their setting; the cookie alone would lose against it."""
    if request.user.is_authenticated:
        choose_language(actor=request.user, language=request.POST.get("language", ""))
    return set_language(request)


def _back(request: HttpRequest) -> str:
    """The page the form stood on, when that is ours."""
    here = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(here, {request.get_host()}, require_https=request.is_secure())
    return here if ours else reverse("accounts:home")


def _speaking(response: HttpResponse, language: str) -> HttpResponse:
    """Pages before the sign-in know the person's language by a cookie only."""
    if not language:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return response
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )
    return response
