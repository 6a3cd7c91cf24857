from django.apps import AppConfig


class BatchConfig(AppConfig):
    name = "sso_core.batch"
    verbose_name = "งานรอบใหญ่"
