from playbooks.models.playbook import Playbook, PlaybookStep
from playbooks.models.response import Approval, Dispatch, Response, ResponseVersion
from playbooks.models.template import BrandVoice, ResponseTemplate, ResponseTemplateText

__all__ = [
    "Approval",
    "BrandVoice",
    "Dispatch",
    "Playbook",
    "PlaybookStep",
    "Response",
    "ResponseTemplate",
    "ResponseTemplateText",
    "ResponseVersion",
]
