"""What higher apps may listen to. Sent in the scope and the transaction that made it true."""

from typing import Final

from django.dispatch import Signal

organization_created: Final = Signal()  # organization, actor (the owner's membership)
# A message to somebody is due: organization_id, key (the same key is sent once), to, subject, body,
# secret (what stands where the body says {secret}; it is kept sealed, and only until the message has left)
mail_due: Final = Signal()
