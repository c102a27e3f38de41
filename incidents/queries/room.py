"""The head of every page of an incident, and what stands in its room."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet, Sum

from accounts.enums import DESK
from accounts.models import Membership
from crisisdesk.web.charts import Volume
from incidents.enums import OPEN_INCIDENTS, IncidentStatus
from incidents.models import Incident, IncidentStory
from incidents.queries.clocks import Clock, clocks_of
from incidents.queries.figures import figures_of
from incidents.queries.growth import chart_of, subtitle_of
from incidents.queries.roles import Crew, crew_of
from incidents.queries.ruler import Ruler, ruler_of
from incidents.queries.tasks import TaskList, tasks_of
from incidents.queries.timeline import Timeline, read_timeline
from mentions.models import Story

WAY: Final = (
    IncidentStatus.CANDIDATE,
    IncidentStatus.DECLARED,
    IncidentStatus.CONTAINED,
    IncidentStatus.RESOLVED,
    IncidentStatus.REVIEWING,
    IncidentStatus.CLOSED,
)


@dataclass(frozen=True)
class Step:
    """`state` is done, current, or empty for what is still to come."""

    name: str
    state: str


@dataclass(frozen=True)
class Head:
    steps: list[Step]
    clocks: list[Clock]
    mentions: int
    reach: int | None
    tasks: TaskList
    is_open: bool
    may_work: bool  # this person, in this incident as it stands
    may_note: bool  # notes are added to what is over, too


@dataclass(frozen=True)
class Room:
    chart: Volume
    chart_subtitle: str
    ruler: Ruler
    timeline: Timeline
    crew: Crew
    links: list[IncidentStory]


def incidents_for(member: Membership) -> QuerySet[Incident]:
    """With everything the head of the page names."""
    people = ("lead__user", "communications_lead__user")
    return Incident.objects.for_member(member).select_related("brand", "risk", "merged_into", *people)


def read_head(incident: Incident, member: Membership) -> Head:
    """Three queries at most, whatever there is."""
    size = Story.objects.filter(incident_links__incident=incident).aggregate(
        mentions=Sum("mentions_count"), reach=Sum("reach")
    )
    is_open, works = incident.status in OPEN_INCIDENTS, member.role in DESK
    return Head(
        steps=_steps(incident),
        clocks=clocks_of(incident),
        mentions=size["mentions"] or 0,
        reach=size["reach"],
        tasks=tasks_of(incident),
        is_open=is_open,
        may_work=is_open and works,
        may_note=works,
    )


def read_room(incident: Incident, params: Mapping[str, str]) -> Room:
    figures = figures_of(incident)
    return Room(
        chart=chart_of(incident, figures),
        chart_subtitle=subtitle_of(figures),
        ruler=ruler_of(incident),
        timeline=read_timeline(incident, params),
        crew=crew_of(incident),
        links=links_of(incident),
    )


def links_of(incident: Incident) -> list[IncidentStory]:
    """The largest story first. One query."""
    rows = IncidentStory.objects.filter(incident=incident).select_related("story", "linked_by__user")
    return list(rows.order_by("-story__mentions_count", "pk"))


def _steps(incident: Incident) -> list[Step]:
    here = IncidentStatus(incident.status)
    if here not in WAY:  # dismissed or merged: it left the way
        return [Step(str(WAY[0].label), "done"), Step(str(here.label), "current")]
    place = WAY.index(here)
    skipped = incident.contained_at is None and place > WAY.index(IncidentStatus.CONTAINED)
    return [
        Step(str(status.label), "current" if at == place else "done" if at < place else "")
        for at, status in enumerate(WAY)
        if not (skipped and status == IncidentStatus.CONTAINED)
    ]
