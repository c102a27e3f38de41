"""What mentions ask upwards."""

from typing import Any

from django.dispatch import receiver

from incidents.queries.burning import is_burning
from mentions.signals import brand_looked_after


@receiver(brand_looked_after)
def hurry_beside_an_incident(brand_id: int, **_: Any) -> bool:  # noqa: ANN401 -- Django's signature
    return is_burning(brand_id)
