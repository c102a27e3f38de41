import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.models import Organization, User


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"DEMO": False}, {"PRODUCTION": True}])
def test_only_a_demo_has_a_password_that_everybody_knows(settings: Settings, wrong: dict[str, bool]) -> None:
    for name, value in wrong.items():
        setattr(settings, name, value)

    with pytest.raises(CommandError, match="no demo"):
        call_command("seed_demo")

    assert not Organization.objects.exists()
    assert not User.objects.exists()
