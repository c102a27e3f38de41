"""What the wall test knows of one address: who may open it, how, and what it belongs to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tests.world import World

Kwargs = Callable[[World], dict[str, Any]]


def nothing(world: World) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Address:
    """An address below `o/<slug:org>/`. `kwargs` are its parts besides the organization."""

    roles: frozenset[str]
    methods: tuple[str, ...]
    kwargs: Kwargs = nothing
    of_brand: bool = False  # its object belongs to a brand: a member limited to another brand gets 404
    status: int = 200  # of a plain GET by somebody who may

    @property
    def has_object(self) -> bool:
        return self.kwargs is not nothing

    def url(self, name: str, world: World, *, slug: str = "") -> str:
        """With `slug`: our object under another organization's address."""
        return reverse(name, kwargs={"org": slug or world.slug, **self.kwargs(world)})

    def url_of_nothing(self, name: str, world: World, *, slug: str) -> str:
        """The same address of an object that never was."""
        parts = self.kwargs(world).items()
        never = {key: 999_999_999 if isinstance(value, int) else "never-was" for key, value in parts}
        return reverse(name, kwargs={"org": slug, **never})


@dataclass(frozen=True)
class Open:
    """An address without a tenant. Where a person is needed, nobody signed out gets beyond the sign-in."""

    methods: tuple[str, ...] = ("GET",)
    kwargs: Kwargs = nothing
    needs_person: bool = False


def reads(roles: Iterable[str], kwargs: Kwargs = nothing, *, of_brand: bool = False, status: int = 200) -> Address:
    return Address(frozenset(roles), ("GET",), kwargs, of_brand, status)


def posts(roles: Iterable[str], kwargs: Kwargs = nothing, *, of_brand: bool = False) -> Address:
    return Address(frozenset(roles), ("POST",), kwargs, of_brand)


def both(roles: Iterable[str], kwargs: Kwargs = nothing, *, of_brand: bool = False, status: int = 200) -> Address:
    """A page with a form that is sent to the same address."""
    return Address(frozenset(roles), ("GET", "POST"), kwargs, of_brand, status)
