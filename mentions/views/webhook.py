"""The door for senders: no session, no page, only a signature."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from mentions.services.deliveries import UnknownSourceError, accept_delivery
from mentions.sources.payload import BODY_LIMIT
from mentions.sources.signing import WrongSignatureError

SIGNED: Final = ("webhook-id", "webhook-timestamp", "webhook-signature")


@csrf_exempt  # a signature proves more than a cookie
def webhook(request: HttpRequest, public_id: UUID) -> JsonResponse:
    if refusal := _refused_unread(request):
        return refusal
    headers = {name: request.headers.get(name, "") for name in SIGNED}
    try:
        is_new = accept_delivery(public_id=public_id, headers=headers, body=request.body)
    except UnknownSourceError:
        return _refusal(404, _("Nobody listens at this address. The source may be paused."))
    except WrongSignatureError as fault:
        return _refusal(401, str(fault))
    return JsonResponse({"accepted": True, "repeated": not is_new}, status=202)


def _refused_unread(request: HttpRequest) -> JsonResponse | None:
    if request.method != "POST":
        return _refusal(405, _("Send mentions here with POST, as JSON, signed as Standard Webhooks say."))
    if _declared_size(request) > BODY_LIMIT:
        return _refusal(413, _("The body is larger than 1 MB. Send it in parts."))
    return None


def _declared_size(request: HttpRequest) -> int:
    """No more than this is read of the body."""
    declared = request.META.get("CONTENT_LENGTH") or "0"
    return int(declared) if declared.isdecimal() else 0


def _refusal(status: int, sentence: str) -> JsonResponse:
    answer = JsonResponse({"error": sentence}, status=status)
    if status == 405:  # noqa: PLR2004 -- whoever refuses a method says which one is taken
        answer["Allow"] = "POST"
    return answer
