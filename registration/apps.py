from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "registration"
    verbose_name = "ทะเบียน"

    def ready(self) -> None:
        from registration import sources
        from registration.messages import MESSAGES
        from sso_core.messaging.public import register

        register(MESSAGES)
        sources.register()
