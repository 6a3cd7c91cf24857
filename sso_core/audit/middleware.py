"""Gives every change of a row its actor and request."""

from pghistory.middleware import HistoryMiddleware


class HistoryContextMiddleware(HistoryMiddleware):
    """pghistory's own middleware; the actor's details are added by ``sso_core.audit``."""
