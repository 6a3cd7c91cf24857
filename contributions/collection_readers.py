"""Who of the office may open the letters of collection: whoever may open the case."""

from contributions.models import CollectionLetter
from contributions.services.collection_letters import DOCUMENT_KIND
from sso_core.accounts.public import User, may_at
from sso_core.documents.public import DocumentView, register_reader
from sso_core.kernel.actor import Actor, ActorKind


def _may_open(document: DocumentView, by: Actor) -> bool:
    if by.kind is not ActorKind.OFFICER or by.user_id is None:
        return False
    letter = CollectionLetter.objects.filter(document_id=str(document.id)).select_related("case").first()
    return letter is not None and may_at(User.objects.get(pk=by.user_id), letter.case.office)


def register() -> None:
    register_reader(DOCUMENT_KIND, _may_open)
