"""Visitors in great number, for ``./bench morning`` and ``./bench evening``. Loopback only."""
