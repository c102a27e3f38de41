"""What higher apps may listen to. Sent inside the transaction that made it true."""

from typing import Final

from django.dispatch import Signal

stories_grew: Final = Signal()  # organization_id, story_ids: new stories and those with new mentions
brand_looked_after: Final = Signal()  # brand_id: a receiver answers True where every minute counts for it
