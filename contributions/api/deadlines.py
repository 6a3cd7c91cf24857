"""When an employer's months are due, for programs."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from contributions.api.shapes import Shape, baht
from contributions.api.views import EmployerView
from contributions.selectors.deadlines import State, calendar_of
from sso_core import clock


class PlaceDueShape(Shape):
    branch_no = serializers.CharField()
    name = serializers.CharField()
    due_on = serializers.DateField()
    staff = serializers.IntegerField()
    filed = serializers.IntegerField()


class DelayShape(Shape):
    a_day = baht()
    a_month = baht()
    most = baht(allow_null=True)
    capped_on = serializers.DateField(allow_null=True)


class EmployerMonthShape(Shape):
    period = serializers.CharField()
    state = serializers.ChoiceField([state.value for state in State])
    due_on = serializers.DateField()
    is_extended = serializers.BooleanField()
    on_holiday = serializers.BooleanField()
    staff = serializers.IntegerField()
    filed = serializers.IntegerField()
    unpaid = baht(allow_null=True, help_text="null: nothing is billed yet, so it is not known")
    basis = baht(allow_null=True, help_text="the amount that the cost of a delay is worked on")
    is_estimate = serializers.BooleanField(help_text="true: the amount is the last month's")
    delay = DelayShape(allow_null=True)
    draft = serializers.IntegerField(allow_null=True)
    places = PlaceDueShape(many=True)


class CalendarShape(Shape):
    moves = serializers.BooleanField(help_text="whether a due date on a holiday moves")
    moves_confidence = serializers.CharField()
    extra_days = serializers.IntegerField(
        allow_null=True, help_text="working days more for filing online; null: not known"
    )
    months = EmployerMonthShape(many=True)


class Deadlines(EmployerView):
    @extend_schema(responses=CalendarShape)
    def get(self, request: Request, account: str) -> Response:
        """The wage months of a year and what comes: due dates, what is filed, what a delay costs."""
        return Response(CalendarShape(calendar_of(account, clock.today())).data)
