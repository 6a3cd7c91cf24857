"""Where the register reaches a member: who swaps the address of a log-in does not swap that one with it."""

from django.core.exceptions import ObjectDoesNotExist

from registration.public import recipient_of
from sso_core.accounts.public import User, register_address_book


def register() -> None:
    register_address_book(address_in_register)


def address_in_register(user: User) -> str:
    """The e-mail address of the person's record, empty where there is none."""
    try:
        return recipient_of(user.person_id).email if user.person_id else ""
    except ObjectDoesNotExist:
        return ""
