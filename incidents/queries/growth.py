"""How loud it is: the chart of the room, with the moments that people look for in it."""

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crisisdesk.web.charts import Mark, Point, Volume, volume
from crisisdesk.web.wording import clock_time, compact_number, day_on_an_axis, span
from incidents.models import Incident
from incidents.queries.figures import Figures

DAY_SECONDS: Final = 86_400
FEWEST: Final = 2
LOUD: Final = 1.5  # times the usual high: from here on the title says so


def chart_of(incident: Incident, figures: Figures) -> Volume:
    full = _full_steps(figures)
    many_days = bool(full) and (full[-1][0] - full[0][0]).total_seconds() > DAY_SECONDS
    points = [
        Point(_label(start, with_day=many_days), count, figures.usual_low, figures.usual_high, start)
        for start, count in full
    ]
    return volume(points, title=finding(figures), marks=_marks(incident, points))


def _full_steps(figures: Figures) -> list[tuple[datetime, int]]:
    """Without the step that has only begun: it would look like a fall."""
    is_over = figures.points and figures.points[-1][0] + timedelta(seconds=figures.step_seconds) <= timezone.now()
    return figures.points if is_over or len(figures.points) < FEWEST else figures.points[:-1]


def subtitle_of(figures: Figures) -> str:
    words = _("Mentions of the brand in steps of %(step)s, %(zone)s time")
    return words % {"step": span(figures.step_seconds), "zone": timezone.get_current_timezone_name()}


def finding(figures: Figures) -> str:
    """The title says what there is to see."""
    if not figures.peak or figures.peak_at is None:
        return _("No mentions yet")
    told = {"count": compact_number(figures.peak), "time": clock_time(figures.peak_at, timezone.now())}
    peak = ngettext("Peak of %(count)s mention at %(time)s", "Peak of %(count)s mentions at %(time)s", figures.peak)
    sentence = peak % told
    if figures.usual_high is None:
        return sentence
    times = figures.peak / max(figures.usual_high, 1)
    if times >= LOUD:
        return _("%(peak)s, %(times)s times the usual high") % {
            "peak": sentence,
            "times": compact_number(round(times, 1)),
        }
    return _("%(peak)s, inside the usual range") % {"peak": sentence} if times <= 1 else sentence


def _marks(incident: Incident, points: list[Point]) -> list[Mark]:
    moments = (
        (_("T-zero"), incident.started_at),
        (_("declared"), incident.declared_at),
        (_("holding statement"), incident.holding_at),
        (_("meaningful statement"), incident.meaningful_at),
        (_("resolved"), incident.resolved_at),
    )
    placed = [(_place(points, at), name, at) for name, at in moments if at]
    return [Mark(place, f"{name} {timezone.localtime(at):%H:%M}") for place, name, at in placed if place is not None]


def _place(points: list[Point], at: datetime) -> int | None:
    """The step that holds this moment."""
    earlier = [place for place, point in enumerate(points) if point.at and point.at <= at]
    return earlier[-1] if earlier else None


def _label(start: datetime, *, with_day: bool) -> str:
    local = timezone.localtime(start)
    return f"{day_on_an_axis(local)} {local:%H:%M}" if with_day else f"{local:%H:%M}"
