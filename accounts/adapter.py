"""How allauth speaks for us."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Its own ways are ours; messages about signing in are toasts of the shell."""
