from django.apps import AppConfig


class FinanceConfig(AppConfig):
    name = "finance"
    verbose_name = "การเงินและบัญชีกองทุน"

    def ready(self) -> None:
        from finance import proofs  # noqa: F401  registers the provers of finance's own sub-ledgers
        from finance.messages import MESSAGES
        from finance.readers import register as register_readers
        from sso_core.following import stays
        from sso_core.messaging.findings import register

        register(MESSAGES)
        register_readers()
        stays(
            "finance.LedgerEntry.subject",
            "finance.PaymentOrder.subject",
            why="books are sealed, and an order keeps what was approved",
        )
