"""What higher apps may listen to. Sent in the scope and the transaction that made it true."""

from typing import Final

from django.dispatch import Signal

incident_declared: Final = Signal()  # incident, actor
level_raised: Final = Signal()  # incident (as it is now), before, actor
incident_merged: Final = Signal()  # incident, into, actor
verdict_given: Final = Signal()  # story, verdict, actor
verdict_undone: Final = Signal()  # story, verdict, actor: a receiver that cannot go back raises DomainError
