"""What goes in and out of the API about branches, facts, contractors and deadlines. Days are in C.E."""

from rest_framework import serializers

from registration.api.shapes import BranchShape, EmployerShape, EnrolFindingShape, NewStaffInput, Shape
from registration.models import LateKind, LeaveReason

PROVINCE = r"^\d{2}$"
ACCOUNT = r"^\d{10}$"
PHONE = r"^0\d{8,9}$"


class DatedBranchShape(BranchShape):
    """``opened_on`` is null where nobody told it; ``closed_on`` is the last day."""

    opened_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)


class BranchDoneShape(Shape):
    branch = DatedBranchShape()
    findings = EnrolFindingShape(many=True)


class PlaceShape(Shape):
    """``since`` is null for the first place where nobody told it, ``until`` for the present one."""

    since = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)
    address = serializers.CharField()
    province = serializers.CharField()


class BranchPlacesShape(Shape):
    branch = DatedBranchShape()
    places = PlaceShape(many=True)


class PlaceInput(Shape):
    """With ``subdistrict`` (six digits) ``address`` is the house in it, else the whole with its ``province``."""

    name = serializers.CharField(max_length=200)
    address = serializers.CharField(max_length=300)
    province = serializers.RegexField(PROVINCE, required=False, default="")
    subdistrict = serializers.RegexField(r"^\d{6}$", required=False, default="")
    postcode = serializers.RegexField(r"^\d{5}$", required=False, default="")


class NewBranchInput(PlaceInput):
    opened_on = serializers.DateField()


class BranchInput(PlaceInput):
    """The branch as it is since ``on``."""

    on = serializers.DateField()


class CloseBranchInput(Shape):
    """Staff that is left goes to ``to_branch``, or leaves for ``reason``."""

    last_day = serializers.DateField()
    reason = serializers.ChoiceField(choices=LeaveReason.choices, required=False, default="")
    to_branch = serializers.RegexField(r"^\d{6}$", required=False, default="")


class HandOverInput(Shape):
    to_account = serializers.RegexField(ACCOUNT)
    on = serializers.DateField()
    why = serializers.CharField(max_length=500)


class OpenedCaseShape(Shape):
    """``decided`` when no officer was needed."""

    reference = serializers.CharField()
    public_status = serializers.CharField()
    decided = serializers.BooleanField()
    findings = EnrolFindingShape(many=True)


class TransferShape(Shape):
    """A business that another employer wants to hand over."""

    reference = serializers.CharField()
    from_account = serializers.CharField(source="employer_account")
    from_name = serializers.CharField(source="subject_name")
    branch_no = serializers.CharField(source="payload.branch_no")
    on = serializers.DateField(source="payload.on")
    accepted_by = serializers.CharField(source="payload.accepted_by", default="")


class EmployerContactInput(Shape):
    email = serializers.EmailField()
    phone = serializers.RegexField(PHONE)


class ChangeInput(PlaceInput):
    """Form 6-15: the facts as they are since ``changed_on``; what did not change is sent as it was."""

    changed_on = serializers.DateField()
    directors = serializers.ListField(
        child=serializers.CharField(max_length=200), required=False, default=list, max_length=100
    )


class ChangedFactShape(Shape):
    fact = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()
    changed_on = serializers.DateField()
    reported_on = serializers.DateField()


class CloseBusinessInput(Shape):
    """Without ``reason`` all staff must have left before."""

    last_day = serializers.DateField()
    reason = serializers.ChoiceField(choices=LeaveReason.choices, required=False, default="")


class ClosedShape(Shape):
    """``last_period`` is the wage month of the last filing, YYYY-MM."""

    employer = EmployerShape()
    last_period = serializers.CharField()
    left = serializers.IntegerField()
    findings = EnrolFindingShape(many=True)


class DutyShape(Shape):
    what = serializers.CharField()
    about = serializers.CharField()
    due_on = serializers.DateField()
    section = serializers.CharField()
    late = serializers.BooleanField()


class LateShape(Shape):
    """``days`` after the day the law sets."""

    kind = serializers.ChoiceField(choices=LateKind.choices)
    account_no = serializers.CharField()
    employer_name = serializers.CharField()
    about = serializers.CharField()
    happened_on = serializers.DateField()
    due_on = serializers.DateField()
    reported_on = serializers.DateField()
    days = serializers.IntegerField()


class DeadlinesShape(Shape):
    due = DutyShape(many=True)
    late = LateShape(many=True)


class ActShape(Shape):
    """``acting_for`` is the scope acted for, such as ``employer:1000000016``."""

    verb = serializers.CharField()
    text = serializers.CharField()
    when = serializers.DateTimeField()
    actor = serializers.CharField()
    acting_for = serializers.CharField()


class ContractorInput(Shape):
    contractor = serializers.RegexField(ACCOUNT)
    work = serializers.CharField(max_length=200)
    since = serializers.DateField()


class EndContractorInput(Shape):
    last_day = serializers.DateField()


class LinkShape(Shape):
    id = serializers.IntegerField()
    account_no = serializers.CharField(source="other.account_no")
    name = serializers.CharField(source="other.name")
    work = serializers.CharField()
    since = serializers.DateField()
    until = serializers.DateField(allow_null=True)


class ChainShape(Shape):
    """``contractors`` were named by this employer; ``principals`` are jointly employers of its workers (s.35)."""

    contractors = LinkShape(many=True)
    principals = LinkShape(many=True)


class ReopenInput(Shape):
    reason = serializers.CharField(max_length=500)


class InquiryInput(Shape):
    """The record of an inquiry (s.37)."""

    tax_id = serializers.CharField(max_length=20)
    name = serializers.CharField(max_length=200)
    address = serializers.CharField(max_length=300)
    province = serializers.RegexField(PROVINCE)
    obliged_since = serializers.DateField()
    evidence = serializers.CharField(max_length=2000)
    findings = serializers.CharField(max_length=4000)
    email = serializers.EmailField(required=False, default="")
    phone = serializers.RegexField(PHONE, required=False, default="")


class OfficeEnrolInput(NewStaffInput):
    """A line of form 1-03 with what it rests on."""

    found = serializers.CharField(max_length=500)
