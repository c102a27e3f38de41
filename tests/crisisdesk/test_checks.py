"""What a new model or address may not forget."""

import pytest
from django.db import models
from django.http import HttpResponse
from django.test.utils import isolate_apps
from django.urls import path
from pytest_django import Settings

from accounts.access import TenantRequest, allowed
from accounts.enums import DESK
from accounts.models import Brand
from crisisdesk import checks
from crisisdesk.checks import tenant_models_meet_both_walls, tenant_pages_name_their_roles
from crisisdesk.constraints import SameOrganization
from crisisdesk.tenancy import TenantModel


def faults(monkeypatch: pytest.MonkeyPatch, model: type[TenantModel]) -> list[str | None]:
    monkeypatch.setattr(checks, "tenant_models", lambda: [model])
    return [error.id for error in tenant_models_meet_both_walls()]


def test_this_project_forgets_nothing() -> None:
    assert [*tenant_models_meet_both_walls(), *tenant_pages_name_their_roles()] == []


@isolate_apps("accounts")
def test_a_manager_of_its_own_would_walk_around_the_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    class Loose(TenantModel):
        objects = models.Manager()  # type: ignore[assignment]  # that is the fault

        class Meta:
            app_label = "accounts"

    assert faults(monkeypatch, Loose) == ["crisisdesk.E001", "crisisdesk.E001"]


@isolate_apps("accounts")
def test_a_key_to_another_customers_table_is_tied_to_the_organization(monkeypatch: pytest.MonkeyPatch) -> None:
    class Untied(TenantModel):
        brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+")

        class Meta(TenantModel.Meta):
            app_label = "accounts"

    assert faults(monkeypatch, Untied) == ["crisisdesk.E002", "crisisdesk.E003"]


@isolate_apps("accounts")
def test_two_keys_for_one_reference_would_halve_the_speed_of_inserts(monkeypatch: pytest.MonkeyPatch) -> None:
    class Twice(TenantModel):
        brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+")

        class Meta(TenantModel.Meta):
            app_label = "accounts"
            constraints = [SameOrganization("brand", name="twice_brand_in_organization")]

    assert faults(monkeypatch, Twice) == ["crisisdesk.E003"]


@isolate_apps("accounts")
def test_an_automatic_table_between_two_has_no_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    class Many(TenantModel):
        brands = models.ManyToManyField(Brand, related_name="+")

        class Meta(TenantModel.Meta):
            app_label = "accounts"

    assert faults(monkeypatch, Many) == ["crisisdesk.E004"]


@isolate_apps("accounts")
def test_a_table_that_forgets_nothing_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    class Tied(TenantModel):
        brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+", db_constraint=False)

        class Meta(TenantModel.Meta):
            app_label = "accounts"
            constraints = [SameOrganization("brand", name="tied_brand_in_organization")]

    assert faults(monkeypatch, Tied) == []


def bare(request: TenantRequest) -> HttpResponse:
    return HttpResponse()


class Addresses:
    """A list of addresses as a module would hold it."""

    urlpatterns = [
        path("o/<slug:org>/bare/", bare, name="bare"),
        path("o/<slug:org>/guarded/", allowed(DESK)(bare), name="guarded"),
        path("about/", bare, name="about"),
    ]


def test_a_tenants_page_without_roles_does_not_start(settings: Settings) -> None:
    settings.ROOT_URLCONF = Addresses

    assert [error.msg.split()[0] for error in tenant_pages_name_their_roles()] == ["o/<slug:org>/bare/"]
