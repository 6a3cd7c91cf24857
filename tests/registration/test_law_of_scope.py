"""The cases of the law about whom Section 33 reaches, and what is said of those who come: a row of YAML each."""

from datetime import date

import pytest
import time_machine

from registration.models import Check, Employment
from registration.rules.coverage import section33_spans
from registration.rules.section33 import exclusion_fault, obliged_since
from registration.selectors import insurance
from registration.services import contractors, ex_officio, foreigners
from registration.services.enrolment import Enrol, enrol
from registration.services.foreigners import Foreigner, Paper
from sso_core.kernel import thai_id
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.finding import Refused
from sso_core.law.public import current
from tests.registration.factories import make_employer, make_person, officer, officer_actor
from tests.registration.test_law_of_status import cases


@cases("scope")
def test_whom_the_law_reaches(case):
    if "headcounts" in case:
        found = obliged_since([tuple(row) for row in case["headcounts"]], law=current())
        assert found == case["since"]
    else:
        assert exclusion_fault(case["group"], case["day"], law=current()) == case["expected"]


@cases("certificate")
def test_a_lost_certificate(case):
    law = current()
    assert str(law.at(case["parameter"], case["day"]).value) == case["expected"]
    assert law.parameter(case["parameter"]).section == case["section"]


@cases("spans")
def test_section_33_is_the_union_of_the_employments(case):
    assert section33_spans(map(tuple, case["jobs"])) == [tuple(span) for span in case["spans"]]


@pytest.mark.django_db
@cases("reporting")
def test_what_is_said_on_the_day(case):
    with time_machine.travel("2026-11-23 09:00+07:00", tick=False):
        SAYS[case["kind"]](case)


def contractor(case):
    principal, other = make_employer(), make_employer()
    told = {"work": "ประกอบชิ้นส่วน", "since": case["since"], "by": SYSTEM}
    link = contractors.declare_contractor(principal.account_no, other.account_no, **told)
    if case["until"]:
        contractors.end_contractor(principal.account_no, link.pk, last_day=case["until"], by=SYSTEM)
    above = [
        one.other.account_no
        for one in contractors.principals_of(other.account_no)
        if one.since <= case["day"] and (one.until is None or case["day"] <= one.until)
    ]
    assert above == ([principal.account_no] if case["both"] else [])


def inquiry(case):
    told = {"tax_id": thai_id.make("010556100001"), "name": "ร้านตัวอย่าง", "address": "1", "province": "10",
            "evidence": "บัตรลงเวลา", "findings": "มีลูกจ้าง"}  # fmt: skip
    act = ex_officio.Inquiry(**told, obliged_since=case["since"])
    assert codes(lambda: ex_officio.open_inquiry(act, by=officer_actor(officer()))) == (
        [case["refused"]] if case["refused"] else []
    )


def migrant(case):
    made = foreigners.register_foreigner(
        Foreigner(latin_name="AYE DEMO", first_name="เอ", last_name="ตัวอย่าง", nationality="MMR", sex="F",
                  birth_date=case.get("born", date(1995, 5, 5)), paper=Paper("passport", "MMR", "MD123456")),
        by=SYSTEM,
    )  # fmt: skip
    for number, until in enumerate(case["permits"]):
        paper = Paper("work_permit", "THA", f"WP000{number}", valid_until=until)
        foreigners.add_paper(made.id, paper, by=SYSTEM)
    enrolled_as_told(made, case)


def employee(case):
    enrolled_as_told(make_person(), case)


def enrolled_as_told(person, case):
    line = Enrol(person.national_id, person.first_name, person.last_name, make_employer().account_no, "000000",
                 case["day"], excluded=case.get("excluded", ""))  # fmt: skip
    told = codes(lambda: enrol(line, by=SYSTEM))
    assert told == case["told"]
    person_id = getattr(person, "pk", None) or person.id
    blocked = bool({"too_young", "excluded_group"} & set(told))
    assert Employment.objects.exists() is not blocked
    assert insurance(person_id, case["day"]).is_insured is not blocked
    assert not Check.objects.exists()


def codes(act):
    """What was found, whether it blocks or is only told."""
    try:
        found = getattr(act(), "findings", ())
    except Refused as refused:
        found = refused.findings
    return [finding.code for finding in found]


SAYS = {"contractor": contractor, "inquiry": inquiry, "migrant": migrant, "enrol": employee}
