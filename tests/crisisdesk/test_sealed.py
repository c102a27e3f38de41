import pytest
from django.conf import settings

from crisisdesk import sealed
from crisisdesk.sealed import SealBrokenError, seal, unseal


@pytest.fixture(autouse=True)
def _fresh_keys() -> None:
    sealed._keys.cache_clear()


def test_a_secret_comes_back_and_is_not_readable_in_the_dump() -> None:
    box = seal("whsec_abc")

    assert unseal(box) == "whsec_abc"
    assert b"whsec" not in box


def test_the_keys_can_be_changed_when_the_old_one_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SEAL_KEYS", ["old"])
    box = seal("whsec_abc")
    sealed._keys.cache_clear()
    monkeypatch.setattr(settings, "SEAL_KEYS", ["new", "old"])

    assert unseal(box) == "whsec_abc"


def test_a_lost_key_is_an_error_with_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SEAL_KEYS", ["old"])
    box = seal("whsec_abc")
    sealed._keys.cache_clear()
    monkeypatch.setattr(settings, "SEAL_KEYS", ["new"])

    with pytest.raises(SealBrokenError):
        unseal(box)
