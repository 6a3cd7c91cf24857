"""The kind of case by which the collection of debts is shared out at an office."""

from contributions.services.collection_sharing import COLLECTION_TYPE
from sso_core.cases.public import CasePanel, CaseType, CaseView, register


def _panel(opened: CaseView) -> CasePanel:
    return CasePanel()


register(
    CaseType(
        key=COLLECTION_TYPE,
        prefix="CL",
        label_th="เร่งรัดหนี้เงินสมทบ",
        label_en="Collection of contributions",
        sla_days=30,
        panel=_panel,
        roles=("officer", "supervisor"),
        pays=False,
    )
)
