"""What an incident from this story would be: everything that can be known is filled in."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from crisisdesk.web.wording import compact_number
from incidents.enums import OPEN_INCIDENTS
from incidents.models import Incident
from incidents.queries.matching_risks import MatchingRisk, matching_risks
from incidents.queries.people import suggested_communications_lead
from incidents.queries.similar import similar_incident
from mentions.enums import Level
from mentions.models import Story
from mentions.queries.levels import reasons_in_words


@dataclass(frozen=True)
class Opening:
    story: Story
    initial: dict[str, Any]
    risk: MatchingRisk | None  # suggested, with the words that speak for it
    similar: Incident | None
    taken: Incident | None  # the story is part of this one already, or was

    @property
    def came_back(self) -> bool:
        """The incident it was part of is over: this one is the next."""
        return self.taken is not None and self.taken.status not in OPEN_INCIDENTS


def opening_of(story: Story, member: Membership) -> Opening:
    """A constant number of queries."""
    risk = next(iter(matching_risks(member, story.brand, f"{story.title} {story.lead.text}")), None)
    return Opening(
        story=story,
        initial={
            "title": " ".join(story.title.split())[:120],
            "level": max(story.level, Level.ISSUE),  # whoever opens an incident sees more than a comment
            "level_reason": _reason(story),
            "lead": member.pk,
            "communications_lead": suggested_communications_lead(story.brand, member),
            "risk": risk.risk if risk else None,
        },
        risk=risk,
        similar=similar_incident(story),
        taken=Incident.objects.of_story(story).first(),
    )


def _reason(story: Story) -> str:
    """The criteria that hold, else how big the story is: in figures, never "because"."""
    if reasons := reasons_in_words(story.level_reasons):
        return ". ".join(reasons) + "."
    count = ngettext("%(count)s mention", "%(count)s mentions", story.mentions_count)
    words = [count % {"count": compact_number(story.mentions_count)}]
    if story.negative_count:
        words.append(_("negative: %(count)s") % {"count": compact_number(story.negative_count)})
    if story.reach:
        words.append(_("reach %(count)s") % {"count": compact_number(story.reach)})
    return ", ".join(words) + "."
