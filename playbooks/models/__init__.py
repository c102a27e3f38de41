from playbooks.models.playbook import Playbook, PlaybookStep
from playbooks.models.response import Approval, Dispatch, KeptWords, Response, ResponseVersion
from playbooks.models.template import BrandVoice, ResponseTemplate, ResponseTemplateText

__all__ = [
    "Approval",
    "BrandVoice",
    "Dispatch",
    "KeptWords",
    "Playbook",
    "PlaybookStep",
    "Response",
    "ResponseTemplate",
    "ResponseTemplateText",
    "ResponseVersion",
]
