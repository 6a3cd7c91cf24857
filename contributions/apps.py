from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "contributions"
    verbose_name = "เงินสมทบ"

    def ready(self) -> None:
        from contributions import panels, proofs, sources
        from contributions.collection_readers import register as register_collection
        from contributions.following import Gaps
        from contributions.messages import MESSAGES
        from contributions.receipt_readers import register as register_receipts
        from contributions.selectors.receipts import still_counts
        from contributions.services.papers import RECEIPT_KIND
        from sso_core import following
        from sso_core.documents.public import register_standing
        from sso_core.messaging.findings import register

        register(MESSAGES)
        panels.register()
        proofs.register()
        sources.register()
        register_collection()
        register_receipts()
        register_standing(RECEIPT_KIND, still_counts)
        following.register("gaps", Gaps())
        following.follows(
            "contributions.AccountRow.person_id",
            "contributions.Difference.person_id",
            "contributions.FilingLine.person_id",
            "contributions.WaitingLine.person_id",
            "contributions.MonthSearch.person_id",
            "contributions.Bill.person_id",
            "contributions.Bill.subject",
            "contributions.BillGroup.person_id",
            "contributions.Mandate.person_id",
            "contributions.BillGroup.subject",
            "contributions.Receipt.subject",
            "contributions.SuspenseItem.subject",
        )
