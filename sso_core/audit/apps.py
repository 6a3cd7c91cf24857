from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "sso_core.audit"
    verbose_name = "บันทึกการใช้งาน"

    def ready(self) -> None:
        from sso_core.audit.plans import hash_history
        from sso_core.following import stays

        post_migrate.connect(hash_history, sender=self)

        stays("audit.Access.subject", "audit.Event.subject", why="what was read and done is never rewritten")
