from django.urls import path

from mentions.enums import SourceKind
from mentions.views import connecting, imports, sources, start, webhook

app_name = "mentions"
KINDS = {
    "feed": SourceKind.FEED,
    "email": SourceKind.EMAIL,
    "mastodon": SourceKind.MASTODON,
    "bluesky": SourceKind.BLUESKY,
    "vk": SourceKind.VK,
    "telegram": SourceKind.TELEGRAM,
    "youtube": SourceKind.YOUTUBE,
    "hacker-news": SourceKind.HACKER_NEWS,
    "world-news": SourceKind.GDELT,
}
FETCHED = [
    path(f"o/<slug:org>/settings/sources/new/{place}/", connecting.fetched, {"kind": kind}, name=f"source_{kind}")
    for place, kind in KINDS.items()
]
urlpatterns = [
    path("hooks/<uuid:public_id>/", webhook.webhook, name="webhook"),
    path("start/words/", start.word_preview, name="word_preview"),
    path("o/<slug:org>/start/source/", start.source, name="start_source"),
    path("o/<slug:org>/settings/sources/", sources.sources, name="sources"),
    path("o/<slug:org>/settings/sources/new/", connecting.new, name="source_new"),
    *FETCHED,
    path("o/<slug:org>/settings/sources/new/webhook/", connecting.webhook, name="source_webhook"),
    path("o/<slug:org>/settings/sources/new/demo/", connecting.demo, name="source_demo"),
    path("o/<slug:org>/settings/sources/import/", imports.new, name="import_new"),
    path("o/<slug:org>/settings/sources/imports/<int:pk>/", imports.file_import, name="import"),
    path("o/<slug:org>/settings/sources/imports/<int:pk>/left-out/", imports.rejected, name="import_rejected"),
    path("o/<slug:org>/settings/sources/<int:pk>/", sources.source, name="source"),
    path("o/<slug:org>/settings/sources/<int:pk>/test/", sources.test, name="source_test"),
    path("o/<slug:org>/settings/sources/<int:pk>/check/", sources.check, name="source_check"),
    path("o/<slug:org>/settings/sources/<int:pk>/pause/", sources.pause, name="source_pause"),
    path("o/<slug:org>/settings/sources/<int:pk>/resume/", sources.resume, name="source_resume"),
    path("o/<slug:org>/settings/sources/<int:pk>/archive/", sources.archive, name="source_archive"),
    path("o/<slug:org>/settings/sources/<int:pk>/secret/", sources.secret, name="source_secret"),
    path("o/<slug:org>/settings/sources/<int:pk>/sign-in/", sources.sign_in, name="source_sign_in"),
    path("o/<slug:org>/settings/sources/<int:pk>/rename/", sources.rename, name="source_rename"),
    path("o/<slug:org>/settings/sources/<int:pk>/mapping/", sources.mapping, name="source_mapping"),
    path(
        "o/<slug:org>/settings/sources/<int:pk>/deliveries/<int:delivery>/again/",
        sources.delivery_again,
        name="delivery_again",
    ),
]
