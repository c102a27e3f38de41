from django.urls import path

from accounts.views import drafts, home, invitations, me, start

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
]
