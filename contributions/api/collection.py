"""Collection by API: an employer sees what it owes, officers see the queue and act. The services are the pages' own."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from contributions.api.shapes import Shape, baht
from contributions.api.views import EmployerView, by
from contributions.collection_forms import QueueForm
from contributions.collection_words import event_words
from contributions.models import CollectionCase
from contributions.selectors import collection as read
from contributions.services import (
    collecting,
    collection_letters,
    collection_requests,
    collection_sharing,
    detecting,
    instalments,
    office_assessing,
    seizing,
)
from contributions.views.arrears import PUBLIC_EVENTS
from contributions.views.collection import READING, WORKING, wanted_of
from registration.public import handovers_of
from sso_core.accounts.public import Role, may_at
from sso_core.api.idempotency import Idempotent
from sso_core.api.permissions import AAL2, IsOfficer

MOST_LISTED = 200


class DebtShape(Shape):
    period = serializers.CharField(help_text="YYYY-MM, C.E.")
    kind = serializers.CharField(help_text="unpaid or not_filed")
    people = serializers.IntegerField(allow_null=True)
    due_on = serializers.DateField()
    age = serializers.IntegerField(help_text="days since the due date")
    contribution = baht(allow_null=True, help_text="null: not known")
    surcharge = baht(allow_null=True)
    total = baht(allow_null=True)
    bill_id = serializers.IntegerField(allow_null=True)
    ref2 = serializers.CharField()
    warned_on = serializers.DateField(allow_null=True)
    answer_by = serializers.DateField(allow_null=True)
    steps = serializers.SerializerMethodField(help_text="how the surcharge comes about; null while not known")
    assessed = serializers.SerializerMethodField(help_text="the steps of s.47bis; null where not assessed")

    def get_steps(self, debt: read.Debt) -> dict[str, Any] | None:
        return debt.worked.as_dict() if debt.worked else None

    def get_assessed(self, debt: read.Debt) -> dict[str, Any] | None:
        return debt.assessment.worked if debt.assessment else None


class LetterShape(Shape):
    number = serializers.CharField()
    kind = serializers.CharField()
    sent_on = serializers.DateField()
    answer_by = serializers.DateField()
    document_id = serializers.CharField()


class NextShape(Shape):
    code = serializers.CharField()
    by = serializers.DateField(allow_null=True)


class CollectionEventShape(Shape):
    verb = serializers.CharField()
    text = serializers.SerializerMethodField()
    at = serializers.DateTimeField()

    def get_text(self, event: Any) -> str:
        return event_words(event)


class CaseRowShape(Shape):
    id = serializers.IntegerField(source="pk")
    reference = serializers.CharField()
    account_no = serializers.CharField()
    employer_name = serializers.CharField()
    office = serializers.CharField()
    stage = serializers.CharField()
    owed = baht(help_text="contributions with a known sum, as of worked_on")
    not_filed = serializers.IntegerField(help_text="months of which no sum is known")
    oldest_due = serializers.DateField(allow_null=True)
    score = serializers.IntegerField()
    answer_by = serializers.DateField(allow_null=True)
    assigned_to = serializers.IntegerField(source="assigned_to_id", allow_null=True)
    worked_on = serializers.DateField()


class OwedShape(Shape):
    as_of = serializers.DateField()
    contribution = baht()
    surcharge = baht()
    total = baht()
    unknown = serializers.IntegerField(help_text="months of which no sum is known")
    debts = DebtShape(many=True)


class AssetShape(Shape):
    id = serializers.IntegerField()
    what = serializers.CharField()
    held_by = serializers.CharField()
    estimate = baht(allow_null=True, help_text="null: not known")
    seized_on = serializers.DateField()
    brought = baht(allow_null=True)
    sold_on = serializers.DateField(allow_null=True)


class SeizureShape(Shape):
    decision = serializers.CharField()
    state = serializers.CharField()
    amount = baht()
    ordered_on = serializers.DateField()
    ended_on = serializers.DateField(allow_null=True)
    result = serializers.CharField()
    costs = baht()
    surplus = baht()
    surplus_until = serializers.DateField(allow_null=True)
    assets = AssetShape(many=True, source="assets.all")


class HoldShape(Shape):
    id = serializers.IntegerField()
    kind = serializers.CharField()
    reference = serializers.CharField()
    holds = serializers.BooleanField(help_text="whether collection waits for it")
    since = serializers.DateField()
    until = serializers.DateField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)
    outcome = serializers.CharField()


class HandoverShape(Shape):
    """A reported transfer of the business. Debts do not follow by themselves."""

    reference = serializers.CharField()
    branch_no = serializers.CharField()
    to_account = serializers.CharField()
    to_name = serializers.CharField()
    on = serializers.DateField()
    is_open = serializers.BooleanField(help_text="not decided yet")


class CollectionShape(Shape):
    case = CaseRowShape()
    next = NextShape()
    owed = OwedShape()
    letters = LetterShape(many=True)
    seizures = SeizureShape(many=True)
    holds = HoldShape(many=True)
    handovers = HandoverShape(many=True)
    history = CollectionEventShape(many=True)


class JointShape(Shape):
    account_no = serializers.CharField(help_text="the contractor that owes")
    employer_name = serializers.CharField()
    owed = OwedShape()


class ArrearsShape(Shape):
    """``case`` is null where nothing is past its day."""

    case = CollectionShape(allow_null=True)
    joint = JointShape(many=True)


def collection_body(case: CollectionCase, *, public: bool) -> dict[str, Any]:
    events = case.events.order_by("-pk")
    return {
        "case": case,
        "next": read.next_step(case),
        "owed": read.owed(case),
        "letters": case.letters.order_by("-pk"),
        "seizures": case.seizures.order_by("-pk").prefetch_related("assets"),
        "holds": case.holds.order_by("pk"),
        "handovers": handovers_of(case.account_no),
        "history": events.filter(verb__in=PUBLIC_EVENTS) if public else events,
    }


class Arrears(EmployerView):
    @extend_schema(responses=ArrearsShape)
    def get(self, request: Request, account: str) -> Response:
        """What the employer owes and why, what happens next, and contractors' debts that it answers for too."""
        case = collecting.open_case_of(account)
        joint = [
            {
                "account_no": one.case.account_no,
                "employer_name": one.case.employer_name,
                "owed": read.jointly_owed(one),
            }
            for one in read.joint_cases_of(account)
        ]
        body = {"case": collection_body(case, public=True) if case else None, "joint": joint}
        return Response(ArrearsShape(body).data)


class CollectionView(APIView):
    permission_classes = [IsOfficer]
    officer_roles: tuple[Role, ...] = READING

    def case(self, request: Request, case_id: int) -> CollectionCase:
        found = CollectionCase.objects.filter(pk=case_id).first()
        offices: tuple[str, ...] = request.offices  # type: ignore[attr-defined]
        if found is None or not ("*" in offices or found.office in offices):
            raise Http404
        return found


class CollectionQueue(CollectionView):
    @extend_schema(
        responses=CaseRowShape(many=True),
        operation_id="collection_list",
        parameters=[OpenApiParameter(name, str) for name in ("text", "stage", "whose", "age", "least")],
    )
    def get(self, request: Request) -> Response:
        """Open cases of the officer's offices, the most urgent first; at most 200."""
        rows = read.queue(wanted_of(request._request, QueueForm(request.query_params)))[:MOST_LISTED]
        return Response(CaseRowShape(rows, many=True).data)


class OneCollection(CollectionView):
    @extend_schema(responses=CollectionShape)
    def get(self, request: Request, case_id: int) -> Response:
        """One employer's whole case."""
        return Response(CollectionShape(collection_body(self.case(request, case_id), public=False)).data)


class CollectionAct(Idempotent, CollectionView):
    """An act in one case. Needs ``Idempotency-Key`` and the office's own working roles."""

    permission_classes = [IsOfficer, AAL2]
    officer_roles = WORKING

    def act(self, request: Request, case_id: int) -> Response:
        case = self.case(request, case_id)
        if not may_at(request.user, case.office, *WORKING):  # type: ignore[arg-type]
            raise Http404
        self.do(case, request)
        detecting.look_again(case.account_no)
        case.refresh_from_db()
        return Response(CollectionShape(collection_body(case, public=False)).data)

    def do(self, case: CollectionCase, request: Request) -> None:
        raise NotImplementedError


class Warn(CollectionAct):
    @extend_schema(request=None, responses=CollectionShape, operation_id="collection_warn")
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Send a warning letter for every month not warned of (s.47bis). Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def do(self, case: CollectionCase, request: Request) -> None:
        collection_letters.warn(case.pk, by=by(request))


class WarnOfSeizure(CollectionAct):
    @extend_schema(request=None, responses=CollectionShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Warn that property may be seized (s.50). Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def do(self, case: CollectionCase, request: Request) -> None:
        collection_letters.warn_of_seizure(case.pk, by=by(request))


class CollectionNoteInput(Shape):
    text = serializers.CharField(max_length=2000)


class Note(CollectionAct):
    @extend_schema(request=CollectionNoteInput, responses=CollectionShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Write a note of the office's own. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def do(self, case: CollectionCase, request: Request) -> None:
        told = CollectionNoteInput(data=request.data)
        told.is_valid(raise_exception=True)
        collection_sharing.note(case.pk, told.validated_data["text"], by=by(request))


class CollectionRunShape(Shape):
    run = serializers.IntegerField()
    reference = serializers.CharField()


class Detect(Idempotent, CollectionView):
    officer_roles = WORKING

    @extend_schema(request=None, responses={202: CollectionRunShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Begin the look over every employer; begun today already, the same run. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request) -> Response:
        run = detecting.start_detection(by=by(request))
        body = CollectionRunShape({"run": run.pk, "reference": run.reference}).data
        return Response(body, status=status.HTTP_202_ACCEPTED)


class WarnManyInput(Shape):
    cases = serializers.ListField(child=serializers.IntegerField(), min_length=1, max_length=20_000)


class WarnMany(Idempotent, CollectionView):
    permission_classes = [IsOfficer, AAL2]
    officer_roles = WORKING

    @extend_schema(
        request=WarnManyInput, responses={202: CollectionRunShape}, operation_id="collection_warn_many"
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Send warnings to many; cases of other offices are 404. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request) -> Response:
        told = WarnManyInput(data=request.data)
        told.is_valid(raise_exception=True)
        wanted = set(told.validated_data["cases"])
        offices: tuple[str, ...] = request.offices  # type: ignore[attr-defined]
        mine = read.queue(read.Filter(offices=offices)).filter(pk__in=wanted)
        if mine.count() != len(wanted):
            raise Http404
        run = collection_letters.start_warning_run(sorted(wanted), by=by(request))
        body = CollectionRunShape({"run": run.pk, "reference": run.reference}).data
        return Response(body, status=status.HTTP_202_ACCEPTED)


class CollectionAssignInput(Shape):
    cases = serializers.ListField(child=serializers.IntegerField(), min_length=1, max_length=500)
    to = serializers.IntegerField(help_text="user number of an officer of the cases' office")


class GivenShape(Shape):
    given = serializers.IntegerField()


class Assign(Idempotent, CollectionView):
    officer_roles = WORKING

    @extend_schema(request=CollectionAssignInput, responses=GivenShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Give cases to an officer of their office. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request) -> Response:
        told = CollectionAssignInput(data=request.data)
        told.is_valid(raise_exception=True)
        for number in told.validated_data["cases"]:
            self.case(request, number)
        given = collection_sharing.assign(
            told.validated_data["cases"], told.validated_data["to"], by=by(request)
        )
        return Response(GivenShape({"given": given}).data)


def asked(shape: type[Shape], request: Request) -> dict[str, Any]:
    told = shape(data=request.data)
    told.is_valid(raise_exception=True)
    return dict(told.validated_data)


class Assess(CollectionAct):
    @extend_schema(request=None, responses=CollectionShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Assess every month not filed whose warning has run out (s.47bis). Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def do(self, case: CollectionCase, request: Request) -> None:
        office_assessing.assess_case(case.pk, by=by(request))


class InstalmentsInput(Shape):
    count = serializers.IntegerField(min_value=2, max_value=60)
    first_due = serializers.DateField()


class AgreeInstalments(CollectionAct):
    @extend_schema(request=InstalmentsInput, responses=CollectionShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Agree on instalments of the whole debt. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def do(self, case: CollectionCase, request: Request) -> None:
        instalments.agree(case.pk, **asked(InstalmentsInput, request), by=by(request))


class ProposeSeizure(CollectionAct):
    @extend_schema(request=None, responses=CollectionShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Open the decision on a seizure; two officers make it (s.50). Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def do(self, case: CollectionCase, request: Request) -> None:
        seizing.propose(case.pk, by=by(request))


class ProofInput(Shape):
    employee = baht(min_value=0)
    employer_share = baht(min_value=0)
    why = serializers.CharField(max_length=2000)


class Prove(CollectionAct):
    @extend_schema(request=ProofInput, responses=CollectionShape)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Accept a proof that another sum is owed than was assessed. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)

    def act(self, request: Request, case_id: int, assessment_id: int) -> Response:  # type: ignore[override]
        if not self.case(request, case_id).assessments.filter(pk=assessment_id).exists():
            raise Http404
        self.assessment_id = assessment_id
        return super().act(request, case_id)

    def do(self, case: CollectionCase, request: Request) -> None:
        office_assessing.prove(self.assessment_id, **asked(ProofInput, request), by=by(request))


class CollectionAskedShape(Shape):
    reference = serializers.CharField()
    due_on = serializers.DateField(help_text="by when the office answers")


class EmployerAsk(Idempotent, EmployerView):
    """A request of an employer that owes. Needs ``Idempotency-Key``."""

    shape: type[Shape]
    ask: Any

    def act(self, request: Request, account: str) -> Response:
        case = collecting.open_case_of(account)
        if case is None:
            raise Http404
        opened = type(self).ask(case.pk, **asked(self.shape, request), by=by(request))
        return Response(CollectionAskedShape(opened).data, status=status.HTTP_201_CREATED)


class AskInstalmentsInput(InstalmentsInput):
    why = serializers.CharField(max_length=2000)


class AskInstalments(EmployerAsk):
    shape = AskInstalmentsInput
    ask = staticmethod(collection_requests.ask_instalments)

    @extend_schema(request=AskInstalmentsInput, responses={201: CollectionAskedShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask to pay the whole debt in parts. Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)


class AskExtensionInput(Shape):
    necessity = serializers.CharField(max_length=2000)
    ended_on = serializers.DateField()
    until = serializers.DateField()


class AskExtension(EmployerAsk):
    shape = AskExtensionInput
    ask = staticmethod(collection_requests.ask_extension)

    @extend_schema(request=AskExtensionInput, responses={201: CollectionAskedShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask for more time because of a necessity (s.84/1). Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)


class AskAppealInput(Shape):
    letter = serializers.CharField(max_length=30)
    why = serializers.CharField(max_length=2000)


class AskAppeal(EmployerAsk):
    shape = AskAppealInput
    ask = staticmethod(collection_requests.ask_appeal)

    @extend_schema(request=AskAppealInput, responses={201: CollectionAskedShape})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Appeal against what a letter ordered (s.85). Needs ``Idempotency-Key``."""
        return super().post(request, *args, **kwargs)
