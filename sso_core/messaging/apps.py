from django.apps import AppConfig
from django.http import HttpRequest


class MessagingConfig(AppConfig):
    name = "sso_core.messaging"
    verbose_name = "ข้อความ"

    def ready(self) -> None:
        from sso_core.following import stays
        from sso_core.ui.menus import register_count

        stays("messaging.Message.subject", why="a message keeps to whom it was sent")
        register_count("citizen.inbox", _unread)


def _unread(request: HttpRequest) -> int:
    from sso_core.messaging.selectors import unread_count

    person_id = getattr(request.user, "person_id", None)
    return unread_count(f"person:{person_id}") if person_id else 0
