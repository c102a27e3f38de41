from django.urls import path

from risks.views import categories, register, risk

app_name = "risks"
urlpatterns = [
    path("o/<slug:org>/risks/", register.register, name="list"),
    path("o/<slug:org>/risks/new/", register.new, name="new"),
    path("o/<slug:org>/risks/start/<slug:brand>/", register.start, name="start"),
    path("o/<slug:org>/risks/<int:number>/", risk.detail, name="detail"),
    path("o/<slug:org>/risks/<int:number>/edit/", risk.edit, name="edit"),
    path("o/<slug:org>/risks/<int:number>/assess/", risk.assess, name="assess"),
    path("o/<slug:org>/risks/<int:number>/move/", risk.move, name="move"),
    path("o/<slug:org>/settings/categories/", categories.categories, name="categories"),
    path("o/<slug:org>/settings/categories/<int:pk>/", categories.category, name="category"),
    path("o/<slug:org>/settings/categories/<int:pk>/order/", categories.order, name="category_order"),
    path("o/<slug:org>/settings/categories/<int:pk>/archive/", categories.archive, name="category_archive"),
    path("o/<slug:org>/settings/categories/<int:pk>/restore/", categories.restore, name="category_restore"),
]
