"""The six-digit branch of an employer account; ``000000`` is the head office."""

from sso_core.kernel.employer_account import HEAD_OFFICE, normalise_branch

__all__ = ["HEAD_OFFICE", "normalise"]

normalise = normalise_branch
