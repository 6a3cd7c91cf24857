from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "sso_core.audit"
    verbose_name = "บันทึกการใช้งาน"

    def ready(self) -> None:
        from sso_core.following import stays

        stays("audit.Access.subject", "audit.Event.subject", why="what was read and done is never rewritten")
