from incidents.models.incident import Incident, IncidentStory, IncidentTask, RoleHolder
from incidents.models.post_mortem import CorrectiveAction, PostMortem, PostMortemVersion
from incidents.models.timeline import TimelineEntry, TimelinePin
from incidents.models.triage import TriageVerdict

__all__ = [
    "CorrectiveAction",
    "Incident",
    "IncidentStory",
    "IncidentTask",
    "PostMortem",
    "PostMortemVersion",
    "RoleHolder",
    "TimelineEntry",
    "TimelinePin",
    "TriageVerdict",
]
