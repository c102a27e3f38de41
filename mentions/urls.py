from django.urls import path

from mentions.views import webhook

app_name = "mentions"
urlpatterns = [
    path("hooks/<uuid:public_id>/", webhook.webhook, name="webhook"),
]
