"""Errors of the API as RFC 9457 problem objects."""

from rest_framework.views import exception_handler as handle  # noqa: F401
