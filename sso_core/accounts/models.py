"""People who log in, and what they may do for whom."""

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin, UserManager
from django.db import models
from django.db.models import Q

from sso_core.kernel.actor import ActorKind


class User(AbstractBaseUser, PermissionsMixin):
    """One log-in. A member's user name is the 13-digit id; ``person_id`` points into the register."""

    KINDS = [(kind.value, kind.value) for kind in ActorKind if kind is not ActorKind.SYSTEM]

    username = models.CharField("ชื่อผู้ใช้", max_length=60, unique=True)
    kind = models.CharField("ประเภทผู้ใช้", max_length=10, choices=KINDS, default=ActorKind.MEMBER.value)
    display_name = models.CharField("ชื่อที่แสดง", max_length=200)
    email = models.EmailField("อีเมล", blank=True)
    phone = models.CharField("โทรศัพท์", max_length=20, blank=True)
    person_id = models.BigIntegerField("บุคคลในทะเบียน", null=True, blank=True, unique=True)
    identity_level = models.CharField("ระดับการพิสูจน์ตัวตน (IAL)", max_length=4, default="1.1")
    language = models.CharField("ภาษา", max_length=2, default="th")
    is_active = models.BooleanField("ใช้งานได้", default=True)  # type: ignore[misc]  # a field over a constant
    is_staff = models.BooleanField("เข้าหน้าผู้ดูแลได้", default=False)
    date_joined = models.DateTimeField("สมัครเมื่อ", auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = "ผู้ใช้"
        constraints = [
            models.CheckConstraint(
                condition=Q(person_id__isnull=True) | Q(kind=ActorKind.MEMBER.value),
                name="user_person_only_for_members",
            )
        ]

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name
