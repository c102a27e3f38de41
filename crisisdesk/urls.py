"""Every address begins here; the apps keep their own."""

from django.urls import URLPattern, URLResolver, include, path

from crisisdesk.web import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("accounts.urls")),
    path("", include("allauth.account.urls")),
    path("", include("notifications.urls")),
    path("", include("risks.urls")),
    path("", include("mentions.urls")),
    path("", include("incidents.urls")),
    path("", include("playbooks.urls")),
]

handler400 = "crisisdesk.web.errors.bad_request"
handler403 = "crisisdesk.web.errors.forbidden"
handler404 = "crisisdesk.web.errors.not_found"
handler429 = "crisisdesk.web.errors.too_many"  # allauth's rate limits look here
handler500 = "crisisdesk.web.errors.server_error"
