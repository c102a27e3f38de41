"""What higher apps may listen to. Sent in the scope and the transaction that made it true."""

from typing import Final

from django.dispatch import Signal

organization_created: Final = Signal()  # organization, actor (the owner's membership)
