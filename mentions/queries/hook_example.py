"""A delivery that anybody can send from a terminal: it signs as our door expects it."""

from typing import Final

PLACE_OF_SECRET: Final = "whsec_…"  # noqa: S105 -- what stands there until a person puts theirs in
EXAMPLE: Final = """\
SECRET='{secret}'
BODY='[{{"id": "1", "text": "My bag is gone", "author": "@anna", "published_at": "'$(date -u +%FT%TZ)'"}}]'
ID="msg_$(date +%s)"
TIME=$(date +%s)
KEY=$(printf %s "${{SECRET#whsec_}}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n')
SIGNATURE=$(printf %s "$ID.$TIME.$BODY" |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$KEY" -binary | openssl base64 -A)
curl '{url}' \\
  -H 'content-type: application/json' \\
  -H "webhook-id: $ID" \\
  -H "webhook-timestamp: $TIME" \\
  -H "webhook-signature: v1,$SIGNATURE" \\
  -d "$BODY"
"""


def curl_example(url: str, secret: str = "") -> str:
    return EXAMPLE.format(url=url, secret=secret or PLACE_OF_SECRET)
