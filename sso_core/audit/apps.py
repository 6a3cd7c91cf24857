from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "sso_core.audit"
    verbose_name = "บันทึกการใช้งาน"
