"""What happens when somebody comes back from ThaID."""

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter


class ThaIDAdapter(DefaultSocialAccountAdapter):
    """Links the ThaID subject to the person of that 13-digit id."""
