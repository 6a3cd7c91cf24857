"""People who log in, and what they may do for whom."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin, UserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

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
    is_active = models.BooleanField("ใช้งานได้", default=True)
    is_staff = models.BooleanField("เข้าหน้าผู้ดูแลได้", default=False)
    date_joined = models.DateTimeField("สมัครเมื่อ", auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "ผู้ใช้"
        constraints = [
            models.CheckConstraint(
                condition=Q(person_id__isnull=True) | Q(kind=ActorKind.MEMBER.value),
                name="user_person_only_for_members",
            )
        ]
        # Who signs in is looked for whatever the case of the letters.
        indexes = [models.Index(Upper("username"), name="user_by_name")]

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name


class Role(models.TextChoices):
    """What somebody may do for an office or an employer."""

    officer = "officer", _("เจ้าหน้าที่ (ผู้เสนอ)")
    checker = "checker", _("เจ้าหน้าที่ (ผู้ตรวจ)")
    finance = "finance", _("เจ้าหน้าที่การเงิน")
    finance_checker = "finance_checker", _("ผู้อนุมัติการเงิน")
    supervisor = "supervisor", _("หัวหน้างาน")
    auditor = "auditor", _("ผู้ตรวจสอบ")
    employer_admin = "employer_admin", _("ผู้ดูแลบัญชีนายจ้าง")
    employer_filer = "employer_filer", _("ผู้ยื่นแทนนายจ้าง")


OFFICE_ROLES = (Role.officer, Role.checker, Role.finance, Role.finance_checker, Role.supervisor, Role.auditor)
EMPLOYER_ROLES = (Role.employer_admin, Role.employer_filer)


class Grant(models.Model):
    """A role for a scope: ``office:1001``, ``office:*`` or ``employer:1000000016``; ended, never deleted."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants", verbose_name="ผู้ใช้")
    role = models.CharField("บทบาท", max_length=20, choices=Role)
    scope = models.CharField("ขอบเขต", max_length=40)
    since = models.DateField("ตั้งแต่")
    until = models.DateField("ถึง", null=True, blank=True)
    granted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="ผู้ให้สิทธิ"
    )
    granted_at = models.DateTimeField("ให้เมื่อ", auto_now_add=True)

    class Meta:
        verbose_name = "สิทธิ"
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="grant_role_known"),
            models.CheckConstraint(
                condition=Q(role__in=[r.value for r in OFFICE_ROLES], scope__startswith="office:")
                | Q(role__in=[r.value for r in EMPLOYER_ROLES], scope__startswith="employer:"),
                name="grant_role_fits_scope",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="grant_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "scope"], condition=Q(until__isnull=True), name="grant_open_once"
            ),
            models.CheckConstraint(condition=~Q(user=models.F("granted_by")), name="grant_not_to_oneself"),
        ]
        indexes = [models.Index(fields=["scope", "role"])]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} {self.scope}"


class Recovery(models.Model):
    """All proofs of a log-in lost: one officer saw the person, another approves, a code of a day lets them in."""

    class Seen(models.TextChoices):
        CARD = "card", _("บัตรประชาชนตัวจริง อ่านชิป และใบหน้าตรงกัน")
        PASSPORT = "passport", _("หนังสือเดินทางตัวจริง และใบหน้าตรงกัน")
        STAFF = "staff", _("บัตรเจ้าหน้าที่ตัวจริง และหัวหน้างานรับรอง")

    class State(models.TextChoices):
        ASKED = "asked", _("รอผู้อนุมัติ")
        APPROVED = "approved", _("อนุมัติแล้ว รอใช้รหัส")
        REFUSED = "refused", _("ไม่อนุมัติ")
        USED = "used", _("ใช้รหัสแล้ว")
        EXPIRED = "expired", _("รหัสหมดอายุ")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="บัญชี")
    office = models.CharField("สำนักงาน", max_length=10)
    seen = models.CharField("หลักฐานที่เห็น", max_length=10, choices=Seen)
    reason = models.CharField("เหตุผล", max_length=500)
    state = models.CharField("สถานะ", max_length=10, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="ผู้ขอ")
    asked_at = models.DateTimeField("ขอเมื่อ")
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="ผู้ตัดสิน"
    )
    decided_at = models.DateTimeField("ตัดสินเมื่อ", null=True)
    code = models.CharField("รหัส (แฮช)", max_length=200, blank=True)

    class Meta:
        verbose_name = "การกู้บัญชี"
        constraints = [
            models.CheckConstraint(condition=~Q(asked_by=models.F("decided_by")), name="recovery_four_eyes"),
            models.CheckConstraint(
                condition=~Q(user=models.F("asked_by")) & ~Q(user=models.F("decided_by")),
                name="recovery_not_of_oneself",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_by__isnull=True, decided_at__isnull=True)
                | (
                    Q(state__in=["approved", "refused", "used", "expired"])
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="recovery_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(state__in=["asked", "approved"]), name="recovery_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_state_display()}"
