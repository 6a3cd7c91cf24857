"""The invented people and companies: valid numbers, the staff of the sample filings, the roles of the demo."""

from datetime import date
from pathlib import Path

import pytest

from integrations.simulators.data import by_role, companies, company, people, person
from integrations.simulators.register import find, invented
from sso_core.kernel import thai_id
from sso_core.kernel.places import provinces

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
TODAY = date(2026, 11, 23)
TITLES = {"003": ("นาย", "1"), "004": ("นางสาว", "2"), "005": ("นาง", "2")}


def lines_of(name, encoding):
    text = (SAMPLES / name).read_bytes().decode(encoding)
    rows = [line for line in text.splitlines() if line.startswith("2")]
    return [(row[1:14], row[14:17], row[17:47].strip(), row[47:82].strip()) for row in rows]


CLEAN = lines_of("1-10_clean_2569-06.txt", "cp874")
FAULTS = lines_of("1-10_faults_2569-06.txt", "cp874")
UTF8 = lines_of("1-10_utf8_2569-06.txt", "utf-8-sig")


def age(one):
    born = date.fromisoformat(one["birth_date"])
    return TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))


@pytest.mark.parametrize("line", CLEAN + UTF8, ids=lambda line: line[0])
def test_the_staff_of_the_sample_filings_exist_as_they_are_written(line):
    number, code, first, last = line
    one = person(number)
    assert (one["title_code"], one["first_name"], one["last_name"]) == (code, first, last)
    assert (one["title"], one["sex"]) == TITLES[code]
    assert 21 <= age(one) <= 54


def test_the_faults_of_the_faulty_sample_are_not_people():
    seen = set()
    for number, _, first, last in FAULTS:
        one = person(number)
        if not thai_id.is_valid(number):
            assert one is None
        elif number in seen:
            assert (one["first_name"], one["last_name"]) != (first, last)
        else:
            assert (one["first_name"], one["last_name"]) == (first, last)
        seen.add(number)
    assert sum(not thai_id.is_valid(line[0]) for line in FAULTS) == 1
    assert len(FAULTS) - len(seen) == 1


def test_everybody_invented_has_a_valid_number_of_their_own():
    assert all(thai_id.is_valid(one["national_id"]) for one in people())
    assert len({one["national_id"] for one in people()}) == len(people())
    assert all(one["province"] in provinces() for one in people())


def test_titles_fit_the_sexes():
    assert all((one["title"], one["sex"]) == TITLES[one["title_code"]] for one in people())


ROLES = {"member138": 1, "pension56": 1, "lump55": 1, "not_loaded": 1, "section39": 1, "no_promptpay": 1,
         "director": 2, "hr": 1, "newcomer": 5, "age60": 1, "dead": 1, "foreigner": 1}  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_the_demo_has_its_people(role):
    assert len(by_role(role)) == ROLES[role]
    assert all(one["story"] for one in by_role(role))


def test_the_people_of_old_age_are_old_enough():
    assert [age(by_role(role)[0]) for role in ("pension56", "lump55", "age60")] == [56, 55, 60]
    assert [by_role(role)[0]["months"] for role in ("member138", "pension56", "lump55")] == [138, 204, 100]


def test_the_member_of_the_story_is_panisara():
    assert by_role("member138")[0]["first_name"] == "ปาณิสรา"


def test_companies_have_valid_numbers_and_the_first_is_the_sample_employer():
    header = (SAMPLES / "1-10_clean_2569-06.txt").read_bytes().decode("cp874").splitlines()[0]
    assert companies()[0]["name_th"] == header[27:72].strip()
    assert all(thai_id.is_valid(one["juristic_id"]) for one in companies())
    # the number itself tells province and year of registration (B.E., three digits)
    assert all(str(int(one["registered_on"][:4]) + 543)[1:] == one["juristic_id"][4:7] for one in companies())
    assert all(company(one["juristic_id"])["directors"] is not None for one in companies())
    assert all(person(number) for one in companies() for number in one["directors"])


def test_an_open_register_knows_every_valid_number_of_a_person(monkeypatch):
    monkeypatch.setenv("SIM_DOPA_OPEN", "1")
    number = thai_id.make("312345678901")
    assert find(number) == invented(number)
    assert find("3123456789010" if number[-1] != "0" else "3123456789011") is None
    assert find(companies()[0]["juristic_id"]) is None
