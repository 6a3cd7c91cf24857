"""The log-ins of a person whose two records become one."""

from collections.abc import Collection
from typing import Any

from sso_core.accounts.models import Grant, User
from sso_core.accounts.sessions import end_other_sessions


class LogIns:
    """A log-in of the given-up record becomes the person's; where the person has one already it is closed.

    What it could do for employers and who may stand for whom goes over in both cases.
    """

    columns: Collection[str] = ("accounts.User.person_id",)

    def follow(self, source: int, target: int) -> Any:
        old = User.objects.filter(person_id=source).first()
        if old is None:
            return None
        end_other_sessions(old, None)
        own = User.objects.filter(person_id=target).first()
        if own is None:
            User.objects.filter(pk=old.pk).update(person_id=target)
            return {"user": old.pk, "moved": True}
        grants = list(Grant.objects.filter(user=old).values_list("pk", flat=True))
        Grant.objects.filter(pk__in=grants).update(user=own)
        User.objects.filter(pk=old.pk).update(is_active=False)
        return {"user": old.pk, "moved": False, "was_active": old.is_active, "grants": grants}

    def go_back(self, source: int, target: int, kept: Any) -> None:
        if kept is None:
            return
        if kept["moved"]:
            user = User.objects.get(pk=kept["user"])
            end_other_sessions(user, None)
            User.objects.filter(pk=user.pk).update(person_id=source)
            return
        User.objects.filter(pk=kept["user"]).update(is_active=kept["was_active"])
        Grant.objects.filter(pk__in=kept["grants"]).update(user=kept["user"])
