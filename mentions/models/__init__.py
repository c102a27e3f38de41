from mentions.models.completeness import Hole, SourceHour
from mentions.models.intake import FileImport, ImportRejection, WebhookDelivery
from mentions.models.mention import Mention, Sighting
from mentions.models.source import FetchJob, FetchVisit, Source
from mentions.models.story import Match, Story, StoryBand, VolumeBucket

__all__ = [
    "FetchJob",
    "FetchVisit",
    "FileImport",
    "Hole",
    "ImportRejection",
    "Match",
    "Mention",
    "Sighting",
    "Source",
    "SourceHour",
    "Story",
    "StoryBand",
    "VolumeBucket",
    "WebhookDelivery",
]
