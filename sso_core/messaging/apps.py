from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "sso_core.messaging"
    verbose_name = "ข้อความ"
