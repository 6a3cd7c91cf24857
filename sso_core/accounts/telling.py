"""Telling a person that the protection of their log-in has changed, where they were reached before the change."""

from collections.abc import Callable

from allauth.account.models import EmailAddress
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sso_core import clock
from sso_core.accounts.devices import device_of
from sso_core.accounts.models import User
from sso_core.messaging.public import Recipient, tell

# An address of the person, or nothing.
AddressBook = Callable[[User], str]
_books: list[AddressBook] = []

EVENTS = {
    "account/email/password_changed": _("เปลี่ยนรหัสผ่านแล้ว"),
    "account/email/password_reset": _("ตั้งรหัสผ่านใหม่ทางอีเมลแล้ว"),
    "account/email/password_set": _("ตั้งรหัสผ่านแล้ว"),
    "account/email/email_changed": _("เปลี่ยนอีเมลของบัญชีแล้ว"),
    "account/email/email_deleted": _("ลบอีเมลออกจากบัญชีแล้ว"),
    "mfa/email/totp_activated": _("ตั้งแอปยืนยันตัวตนแล้ว"),
    "mfa/email/totp_deactivated": _("เลิกใช้แอปยืนยันตัวตนแล้ว"),
    "mfa/email/webauthn_added": _("เพิ่มพาสคีย์แล้ว"),
    "mfa/email/webauthn_removed": _("ลบพาสคีย์แล้ว"),
    "mfa/email/recovery_codes_generated": _("ออกรหัสสำรองชุดใหม่แล้ว"),
    "accounts/recovery_code_used": _("มีการใช้รหัสสำรองเข้าสู่ระบบ"),
    "accounts/sessions_ended": _("ออกจากเครื่องอื่นทุกเครื่องแล้ว"),
    "accounts/recovered": _("กู้บัญชีแล้ว ตั้งการยืนยันใหม่ทั้งหมด"),
    "accounts/recovery_asked": _("มีการขอกู้บัญชีของคุณที่สำนักงาน"),
}


def tell_of(user: User, event: str, request: HttpRequest, *, email: str | None = None) -> None:
    """Tell ``user`` of one of ``EVENTS`` by inbox and at ``email``, or at every address of the account."""
    context = {
        "event": EVENTS[event],
        "at": clock.now(),
        "device": device_of(request.META.get("HTTP_USER_AGENT", "")),
    }
    own = f"user:{user.pk}"
    inbox = f"person:{user.person_id}" if user.person_id else own
    for number, address in enumerate([email] if email else addresses_of(user)):
        recipient = Recipient(own if number else inbox, str(user), email=address, language=user.language)
        tell(recipient, "accounts/protection", {**context, "action_url": "/account/security/"})


def register_address_book(book: AddressBook) -> None:
    """Let ``book`` name further addresses of a person, such as that of the register."""
    if book not in _books:
        _books.append(book)


def addresses_of(user: User) -> list[str]:
    """Where the person can be reached by mail; one empty address where nowhere, so that the inbox still tells."""
    confirmed = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    known = [user.email, *confirmed, *(book(user) for book in _books)]
    return list(dict.fromkeys(filter(None, known))) or [""]
