from django.urls import path

from accounts.views import audit, brands, drafts, home, invitations, me, people, settings, start

app_name = "accounts"
urlpatterns = [
    path("", home.home, name="home"),
    path("organizations/", home.organizations, name="organizations"),
    path("start/", start.start, name="start"),
    path("me/", me.me, name="me"),
    path("me/theme/", me.theme, name="theme"),
    path("language/", me.language, name="language"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("o/<slug:org>/start/people/", start.people, name="start_people"),
    path("o/<slug:org>/drafts/", drafts.draft, name="draft"),
    path("o/<slug:org>/settings/", settings.organization, name="settings"),
    path("o/<slug:org>/settings/save/", settings.save, name="settings_save"),
    path("o/<slug:org>/settings/brands/", brands.brands, name="brands"),
    path("o/<slug:org>/settings/brands/new/", brands.new, name="brand_new"),
    path("o/<slug:org>/settings/brands/<slug:brand>/", brands.brand, name="brand"),
    path("o/<slug:org>/settings/brands/<slug:brand>/archive/", brands.archive, name="brand_archive"),
    path("o/<slug:org>/settings/brands/<slug:brand>/restore/", brands.restore, name="brand_restore"),
    path("o/<slug:org>/settings/people/", people.people, name="people"),
    path("o/<slug:org>/settings/people/invite/", people.new_invitation, name="invite"),
    path("o/<slug:org>/settings/people/<int:pk>/", people.person, name="person"),
    path("o/<slug:org>/settings/people/<int:pk>/remove/", people.remove, name="person_remove"),
    path("o/<slug:org>/settings/invitations/<int:pk>/resend/", people.resend, name="invitation_resend"),
    path("o/<slug:org>/settings/invitations/<int:pk>/revoke/", people.revoke, name="invitation_revoke"),
    path("o/<slug:org>/settings/audit/", audit.log, name="audit"),
    path("o/<slug:org>/settings/audit/export/", audit.export, name="audit_export"),
]
