from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("o/<slug:org>/settings/mail/", views.mail, name="mail"),
    path("o/<slug:org>/settings/mail/<int:pk>/again/", views.again, name="mail_again"),
]
