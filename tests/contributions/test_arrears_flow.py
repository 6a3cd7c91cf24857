"""The flow of collection: every stage, move and role is listed or refused; days at their edges; the parts of a debt."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contributions.collection_flow import COLLECTION, MAY, OPEN, Stage
from contributions.collection_messages import EVENTS
from contributions.models import CollectionCase, CollectionEvent
from contributions.rules import collection_terms as terms
from contributions.rules.instalments import parts
from contributions.rules.surcharge import surcharge
from contributions.services import collecting
from sso_core.accounts.public import OFFICE_ROLES, create_user, grant
from sso_core.kernel.actor import SYSTEM, ActorKind
from sso_core.kernel.finding import Refused
from sso_core.law.public import current

S = Stage
LEGAL = {
    ("warn", S.DETECTED): S.WARNED,
    ("warn", S.WARNED): S.WARNED,
    ("warn", S.ASSESSED): S.WARNED,
    ("warn", S.DEFAULTED): S.WARNED,
    ("assess", S.WARNED): S.ASSESSED,
    ("warn_seizure", S.WARNED): S.SEIZURE_WARNED,
    ("warn_seizure", S.ASSESSED): S.SEIZURE_WARNED,
    ("warn_seizure", S.DEFAULTED): S.SEIZURE_WARNED,
    ("order_seizure", S.SEIZURE_WARNED): S.SEIZED,
    ("end_seizure", S.SEIZED): S.WARNED,
    ("agree_instalments", S.DETECTED): S.INSTALMENTS,
    ("agree_instalments", S.WARNED): S.INSTALMENTS,
    ("agree_instalments", S.ASSESSED): S.INSTALMENTS,
    ("agree_instalments", S.DEFAULTED): S.INSTALMENTS,
    ("agree_instalments", S.SEIZURE_WARNED): S.INSTALMENTS,
    ("default", S.INSTALMENTS): S.DEFAULTED,
    **{("settle", stage): S.SETTLED for stage in OPEN},
}
MOVERS = {
    "warn": {"officer", "supervisor"},
    "assess": {"officer", "supervisor"},
    "warn_seizure": {"officer", "supervisor"},
    "order_seizure": {"checker"},
    "end_seizure": {"officer", "supervisor"},
    "agree_instalments": {"officer", "supervisor"},
    "default": set(),
    "settle": set(),
}


def a_case(stage: Stage) -> CollectionCase:
    settled = date(2026, 8, 1) if stage is S.SETTLED else None
    return CollectionCase.objects.create(
        account_no="1000000016", employer_name="บริษัท ตัวอย่าง", office="1001", stage=stage, settled_on=settled,
        opened_on=date(2026, 7, 1), worked_on=date(2026, 7, 1),
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("name", [move.name for move in COLLECTION])
def test_every_pair_of_stage_and_move_is_listed_or_refused(stage, name):
    case = a_case(stage)
    target = LEGAL.get((name, stage))
    if target is None:
        with pytest.raises(Refused, match="wrong_stage"):
            collecting.move(case, name, by=SYSTEM)
        assert (CollectionCase.objects.get().stage, CollectionEvent.objects.count()) == (stage, 0)
    elif target is not S.SETTLED:  # settling writes its day too: the run does it
        collecting.move(case, name, by=SYSTEM)
        event = CollectionEvent.objects.get()
        assert (CollectionCase.objects.get().stage, event.before, event.after) == (target, stage, target)


@pytest.mark.django_db
@pytest.mark.parametrize("role", OFFICE_ROLES)
@pytest.mark.parametrize("office", ["1001", "1002"])
def test_who_may_make_which_move(role, office):
    case = a_case(S.WARNED)
    user = create_user("mover", "x", kind=ActorKind.OFFICER, display_name="ผู้ทำ")
    grant(user.pk, role, f"office:{office}", by=SYSTEM)
    may = {move.name for move in COLLECTION if collecting.may_move(user, case, move.name)}
    assert may == {name for name, roles in MOVERS.items() if office == "1001" and role.value in roles}


def test_every_move_names_a_need_that_is_known_and_every_verb_has_its_words():
    assert {move.needs for move in COLLECTION} <= set(MAY)
    assert {move.name for move in COLLECTION} - {"settle"} <= set(EVENTS)


DAY = date(2026, 8, 20)


@pytest.mark.parametrize(
    ("term", "days", "section"),
    [
        (terms.warning, 30, "47bis"),
        (terms.seizure_warning, 30, "50"),
        (terms.adjustment, 30, "47bis"),
        (terms.extension_request, 15, "84/1"),
        (terms.appeal, 30, "85"),
        (terms.court, 30, "87"),
    ],
)
def test_a_term_of_days_ends_with_its_last_day(term, days, section):
    found = term(DAY, law=current())
    assert (found.until, found.section) == (DAY + timedelta(days=days), section)
    assert not found.is_over(found.until)
    assert found.is_over(found.acts_from)
    assert found.acts_from == found.until + timedelta(days=1)


def test_terms_of_years_and_of_a_leap_day():
    assert terms.proof(date(2028, 2, 29), law=current()).until == date(2030, 3, 1)
    assert terms.seizure_surplus(DAY, law=current()).until == date(2031, 8, 20)


def part_month(law, way):
    """The law with the other reading of a part month."""
    key = "contributions.surcharge.part_month"
    parameter = law.parameter(key)
    rows = tuple(replace(row, text=way) for row in parameter.rows)
    changed = type(parameter)(
        parameter.key, parameter.label_th, parameter.label_en, parameter.unit, parameter.section, rows
    )
    return type(law)({**law.parameters, key: changed}, law.hash, law.known_on)


@pytest.mark.parametrize(
    ("days", "by_day", "by_month"),
    [
        (0, "0.00", "0.00"),
        (1, "0.67", "0.00"),
        (14, "9.33", "0.00"),
        (15, "10.00", "20.00"),
        (31, "20.67", "20.00"),
        (46, "30.67", "40.00"),
    ],
)
def test_a_part_month_counts_by_day_or_as_section_39_counts_it(days, by_day, by_month):
    due = date(2026, 7, 15)
    for way, expected in (("by_day", by_day), ("s39_months", by_month)):
        worked = surcharge(
            Decimal(1000), due=due, paid=due + timedelta(days=days), law=part_month(current(), way)
        )
        assert worked["surcharge"] == Decimal(expected), way


@given(
    total=st.decimals("0.60", "99999999", places=2),
    count=st.integers(1, 60),
    day=st.dates(date(2000, 1, 1), date(2090, 1, 1)),
)
def test_the_parts_of_a_debt_are_the_debt(total, count, day):
    made = parts(total, count, day)
    assert sum(part.amount for part in made) == total
    assert [part.number for part in made] == list(range(1, count + 1))
    assert max(p.amount for p in made) - min(p.amount for p in made) <= Decimal("0.01")
    assert [p.due_on for p in made] == sorted(p.due_on for p in made)


def test_a_debt_is_not_divided_below_a_satang():
    with pytest.raises(ValueError, match="satang"):
        parts(Decimal("0.02"), 3, DAY)
