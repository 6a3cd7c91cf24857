"""Who may open the papers of the finance desk: its officers, and who watches over them."""

from finance.services.noted_reversals import PAPER_KIND
from finance.views.access import READING
from sso_core.accounts.public import User, offices_of
from sso_core.documents.public import DocumentView, register_reader
from sso_core.kernel.actor import Actor, ActorKind


def _may_open(document: DocumentView, by: Actor) -> bool:
    if by.kind is not ActorKind.OFFICER or by.user_id is None:
        return False
    return bool(offices_of(User.objects.get(pk=by.user_id), *READING))


def register() -> None:
    register_reader(PAPER_KIND, _may_open)
