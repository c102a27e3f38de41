"""The first sentences of a post-mortem, written from what the desk has recorded. A person goes on from there."""

from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crisisdesk.web.wording import compact_number, span
from incidents.models import Incident
from incidents.queries.figures import Figures


def first_summary(incident: Incident, figures: Figures) -> str:
    """In the language of the person who starts it; what is unknown is left out."""
    sentences = [
        _("The first mention came on %(moment)s.") % {"moment": _moment(incident.started_at)},
        _("The incident was declared after %(span)s at level %(level)s: %(reason)s")
        % {
            "span": _after(incident, incident.declared_at),
            "level": f"{incident.level} {incident.get_level_display()}",
            "reason": _sentence(incident.level_reason),
        },
        *_statements(incident),
        _size(figures),
    ]
    if incident.resolved_at:
        sentences.append(_("It was resolved after %(span)s.") % {"span": _after(incident, incident.resolved_at)})
    return " ".join(filter(None, sentences))


def _statements(incident: Incident) -> list[str]:
    told = []
    if incident.holding_at:
        told.append(_("A first statement went out after %(span)s.") % {"span": _after(incident, incident.holding_at)})
    if incident.meaningful_at and incident.meaningful_at != incident.holding_at:
        words = _("A statement with substance followed after %(span)s.")
        told.append(words % {"span": _after(incident, incident.meaningful_at)})
    return told


def _size(figures: Figures) -> str:
    if not figures.mentions:
        return ""
    words = ngettext("%(count)s mention was counted", "%(count)s mentions were counted", figures.mentions)
    sentence = words % {"count": compact_number(figures.mentions)}
    if figures.reach:
        sentence += _(" with a reach of %(reach)s") % {"reach": compact_number(figures.reach)}
    if figures.above_seconds:
        sentence += _("; the volume stood above its usual range for %(span)s") % {"span": span(figures.above_seconds)}
    return f"{sentence}."


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{formats.date_format(local, 'DATE_FORMAT')}, {local:%H:%M}"


def _after(incident: Incident, at: datetime) -> str:
    return span((at - incident.started_at).total_seconds())


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
