"""Shapes of the API of registration. They never write: the services do."""

from rest_framework import serializers

from registration.forms import EXCLUDED_GROUPS
from registration.models import DestinationKind, LeaveReason
from sso_core.accounts.public import Role


class Shape(serializers.Serializer):  # type: ignore[type-arg]
    """A shape that never writes."""


class EnrolFindingShape(Shape):
    line = serializers.IntegerField()
    field = serializers.CharField()
    code = serializers.CharField()
    severity = serializers.CharField()
    message_th = serializers.CharField()
    message_en = serializers.CharField()


class PersonShape(Shape):
    id = serializers.IntegerField()
    national_id = serializers.CharField()
    title = serializers.CharField()
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    birth_date = serializers.DateField(allow_null=True)
    sex = serializers.CharField()
    nationality = serializers.CharField()
    died_on = serializers.DateField(allow_null=True)
    phone = serializers.CharField()
    email = serializers.CharField()
    address = serializers.CharField()
    province = serializers.CharField()
    office = serializers.CharField()
    is_verified = serializers.BooleanField()


class FoundPersonShape(Shape):
    """A hit of the search: the number is masked until a purpose is stated."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    national_id = serializers.CharField()
    office = serializers.CharField()


class ContactInput(Shape):
    phone = serializers.RegexField(r"^0\d{8,9}$", required=False)
    email = serializers.EmailField(required=False)
    address = serializers.CharField(max_length=300, required=False)
    province = serializers.RegexField(r"^\d{2}$", required=False)


class NewNameInput(Shape):
    first_name = serializers.CharField(max_length=100)
    last_name = serializers.CharField(max_length=100)
    changed_on = serializers.DateField()


class WaitingEmailShape(Shape):
    waiting = serializers.CharField()


class EmailCodeInput(Shape):
    code = serializers.CharField(max_length=10)


class EmploymentShape(Shape):
    id = serializers.IntegerField()
    person_id = serializers.IntegerField()
    person_name = serializers.CharField()
    national_id = serializers.CharField()
    account_no = serializers.CharField()
    employer_name = serializers.CharField()
    branch_no = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)
    reason = serializers.CharField()
    reason_label = serializers.CharField()
    wage = serializers.DecimalField(max_digits=18, decimal_places=2, allow_null=True)
    is_checked = serializers.BooleanField()
    fault = serializers.CharField()


class CoverageShape(Shape):
    section = serializers.IntegerField()
    option = serializers.IntegerField(allow_null=True)
    since = serializers.DateField()
    until = serializers.DateField(allow_null=True)
    end_reason = serializers.CharField()
    extended_until = serializers.DateField(allow_null=True)


class CoverageOnShape(Shape):
    day = serializers.DateField()
    coverage = CoverageShape(allow_null=True)


class RecordShape(Shape):
    """What the register holds of a person."""

    person = PersonShape()
    employments = EmploymentShape(many=True)
    coverages = CoverageShape(many=True)


class WayOfPayShape(Shape):
    kind = serializers.CharField()
    bank_code = serializers.CharField()
    account = serializers.CharField()
    name = serializers.CharField()
    state = serializers.CharField()
    since = serializers.DateTimeField(allow_null=True)
    returned_at = serializers.DateTimeField(allow_null=True)


class PayoutShape(Shape):
    """``active`` is null while PromptPay by the own id is used because nothing was chosen."""

    active = WayOfPayShape(allow_null=True)
    coming = WayOfPayShape(allow_null=True)


class PayoutInput(Shape):
    kind = serializers.ChoiceField(choices=DestinationKind.choices)
    bank_code = serializers.RegexField(r"^\d{3}$", required=False, default="")
    account = serializers.CharField(max_length=30, required=False, default="")


class EmployerShape(Shape):
    account_no = serializers.CharField()
    kind = serializers.CharField()
    tax_id = serializers.CharField()
    name = serializers.CharField()
    email = serializers.CharField()
    phone = serializers.CharField()
    office = serializers.CharField()
    registered_on = serializers.DateField()
    closed_on = serializers.DateField(allow_null=True)


class BranchShape(Shape):
    branch_no = serializers.CharField()
    name = serializers.CharField()
    address = serializers.CharField()
    province = serializers.CharField()


class EmployerRecordShape(Shape):
    employer = EmployerShape()
    branches = BranchShape(many=True)


class ApplicationInput(Shape):
    """Form 1-01."""

    tax_id = serializers.CharField(max_length=20)
    name = serializers.CharField(max_length=200)
    address = serializers.CharField(max_length=300)
    province = serializers.RegexField(r"^\d{2}$")
    email = serializers.EmailField()
    phone = serializers.RegexField(r"^0\d{8,9}$")
    first_employee_on = serializers.DateField()
    employees = serializers.IntegerField(min_value=1, max_value=1_000_000)


class ApplicationShape(Shape):
    """``register_answered`` is false while DBD or DOPA is silent: the check follows."""

    reference = serializers.CharField()
    public_status = serializers.CharField()
    due_on = serializers.DateField()
    register_answered = serializers.BooleanField()
    account_no = serializers.CharField(allow_blank=True)


class NewStaffInput(Shape):
    """One line of form 1-03; days in C.E."""

    national_id = serializers.CharField(max_length=20)
    title_code = serializers.RegexField(r"^\d{3}$", required=False, default="")
    first_name = serializers.CharField(max_length=100)
    last_name = serializers.CharField(max_length=100)
    branch_no = serializers.RegexField(r"^\d{1,6}$", required=False, default="000000")
    starts_on = serializers.DateField()
    wage = serializers.DecimalField(
        max_digits=18, decimal_places=2, min_value=0, required=False, allow_null=True
    )
    excluded = serializers.ChoiceField(EXCLUDED_GROUPS, required=False, default="", help_text="Group of s.4")


class EnrolManyInput(Shape):
    """Lines count from 1. ``only_check`` saves nothing; without ``keep_good`` one bad line stops all."""

    rows = NewStaffInput(many=True, allow_empty=False)
    keep_good = serializers.BooleanField(default=False)
    only_check = serializers.BooleanField(default=False)


class ReportedShape(Shape):
    """``case_reference`` is filled where the civil register has still to answer."""

    case_reference = serializers.CharField()
    findings = EnrolFindingShape(many=True)


class EnrolmentShape(Shape):
    enrolled = EmploymentShape(many=True)
    findings = EnrolFindingShape(many=True)


class LeaveInput(Shape):
    """Form 6-09."""

    last_day = serializers.DateField()
    reason = serializers.ChoiceField(choices=LeaveReason.choices)


class DelegateShape(Shape):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField(source="user.display_name")
    role = serializers.CharField()
    since = serializers.DateField()
    until = serializers.DateField(allow_null=True)


class DelegateInput(Shape):
    username = serializers.CharField(max_length=60)
    role = serializers.ChoiceField(choices=[Role.employer_filer.value, Role.employer_admin.value])
    until = serializers.DateField(required=False, allow_null=True, default=None)
