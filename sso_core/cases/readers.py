"""Officers read the papers of the cases of their office."""

from sso_core.accounts.public import User, may_at
from sso_core.cases.models import Case
from sso_core.documents.public import DocumentView, register_reader
from sso_core.kernel.actor import Actor, ActorKind


def register() -> None:
    register_reader("", officer_of_the_case)


def officer_of_the_case(document: DocumentView, by: Actor) -> bool:
    if by.kind is not ActorKind.OFFICER or by.user_id is None or not document.case_ref:
        return False
    office = Case.objects.filter(reference=document.case_ref).values_list("office", flat=True).first()
    user = User.objects.filter(pk=by.user_id, is_active=True).first()
    return office is not None and user is not None and may_at(user, office)
