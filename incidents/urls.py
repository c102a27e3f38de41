from django.urls import path

from incidents.views import overview, queue, triage

app_name = "incidents"
urlpatterns = [
    path("o/<slug:org>/", overview.overview, name="overview"),
    path("o/<slug:org>/queue/", queue.queue, name="queue"),
    path("o/<slug:org>/queue/new/", queue.new_stories, name="new_stories"),
    path("o/<slug:org>/queue/verdicts/", triage.verdicts, name="verdicts"),
    path("o/<slug:org>/queue/verdicts/<int:pk>/undo/", triage.undo, name="undo"),
    path("o/<slug:org>/queue/history/", queue.history, name="history"),
    path("o/<slug:org>/stories/<int:pk>/", queue.story, name="story"),
    path("o/<slug:org>/stories/<int:pk>/mentions/", queue.story_mentions, name="story_mentions"),
    path("o/<slug:org>/stories/<int:pk>/verdict/", triage.verdict, name="verdict"),
    path("o/<slug:org>/stories/<int:pk>/take/", triage.take, name="take"),
    path("o/<slug:org>/stories/<int:pk>/release/", triage.release, name="release"),
    path("o/<slug:org>/stories/<int:pk>/give/", triage.give, name="give"),
    path("o/<slug:org>/stories/<int:pk>/level/", triage.level, name="level"),
    path("o/<slug:org>/m/<int:pk>/", queue.mention, name="mention"),
]
