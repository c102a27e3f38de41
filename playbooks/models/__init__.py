from playbooks.models.playbook import Playbook, PlaybookStep
from playbooks.models.response import Approval, Dispatch, Response, ResponseVersion
from playbooks.models.template import ResponseTemplate, ResponseTemplateText

__all__ = [
    "Approval",
    "Dispatch",
    "Playbook",
    "PlaybookStep",
    "Response",
    "ResponseTemplate",
    "ResponseTemplateText",
    "ResponseVersion",
]
