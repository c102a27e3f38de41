"""What a page may load and where it may send: ourselves, nothing inline, nobody else."""

from typing import Any, Final

SELF: Final = "'self'"
NOBODY: Final = "'none'"

CONTENT_SECURITY_POLICY: Final[dict[str, Any]] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NOBODY],
        "object-src": [NOBODY],
        "frame-ancestors": [NOBODY],
    }
}
