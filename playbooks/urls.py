from django.urls import path

from playbooks.views import approvals, deeds, playbooks, statements, templates, writing

app_name = "playbooks"
urlpatterns = [
    path("o/<slug:org>/stories/<int:pk>/reply/", writing.reply, name="reply"),
    path("o/<slug:org>/responses/<int:pk>/", writing.response, name="response"),
    path("o/<slug:org>/responses/<int:pk>/take/", writing.take, name="take"),
    path("o/<slug:org>/responses/<int:pk>/approve/", deeds.approve, name="approve"),
    path("o/<slug:org>/responses/<int:pk>/return/", deeds.give_back, name="return"),
    path("o/<slug:org>/responses/<int:pk>/withdraw/", deeds.withdraw, name="withdraw"),
    path("o/<slug:org>/responses/<int:pk>/send/", deeds.send, name="send"),
    path("o/<slug:org>/responses/<int:pk>/confirm/", deeds.confirm, name="confirm"),
    path("o/<slug:org>/responses/<int:pk>/report/", deeds.report, name="report"),
    path("o/<slug:org>/responses/<int:pk>/settle/", deeds.settle, name="settle"),
    path("o/<slug:org>/incidents/<int:number>/responses/", statements.statements, name="statement"),
    path("o/<slug:org>/incidents/<int:number>/responses/new/", statements.start, name="statement_new"),
    path("o/<slug:org>/approvals/", approvals.approvals, name="approvals"),
    path("o/<slug:org>/templates/", templates.templates, name="templates"),
    path("o/<slug:org>/templates/new/", templates.new, name="template_new"),
    path("o/<slug:org>/templates/preview/", templates.preview, name="template_preview"),
    path("o/<slug:org>/templates/<int:pk>/", templates.template, name="template"),
    path("o/<slug:org>/templates/<int:pk>/approve/", templates.approve, name="template_approve"),
    path("o/<slug:org>/templates/<int:pk>/retire/", templates.retire, name="template_retire"),
    path("o/<slug:org>/settings/playbook/", playbooks.playbook, name="playbook"),
    path("o/<slug:org>/settings/playbook/voices/<slug:brand>/", playbooks.voice, name="voice"),
]
