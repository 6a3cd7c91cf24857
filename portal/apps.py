from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "หน้าเว็บ"

    def ready(self) -> None:
        from portal import counts
        from portal.identity import contacts, step_up

        counts.register()
        step_up.register()
        contacts.register()
