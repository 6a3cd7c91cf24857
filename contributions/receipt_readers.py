"""Who of the office may open an employer's receipts: whoever has said why the employer's record is opened."""

from contributions.services.papers import RECEIPT_KIND
from registration.public import is_open_for
from sso_core.accounts.public import Role, User, offices_of
from sso_core.documents.public import DocumentView, register_reader
from sso_core.kernel.actor import Actor, ActorKind

READING = (Role.officer, Role.checker, Role.supervisor, Role.finance, Role.finance_checker)


def _may_open(document: DocumentView, by: Actor) -> bool:
    if by.kind is not ActorKind.OFFICER or by.user_id is None or not document.subject.startswith("employer:"):
        return False
    return bool(offices_of(User.objects.get(pk=by.user_id), *READING)) and is_open_for(by, document.subject)


def register() -> None:
    register_reader(RECEIPT_KIND, _may_open)
