from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SSOCoreConfig(AppConfig):
    name = "sso_core"

    def ready(self) -> None:
        # Celery's app is loaded here, not in __init__, so that the pure packages below stay free of it.
        from sso_core import celery  # noqa: F401

        autodiscover_modules("calculators", "subscribers", "case_types", "batches")
