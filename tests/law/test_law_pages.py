"""The law in public: pages and API."""

import pytest

from sso_core.law import registry
from sso_core.law.public import current

pytestmark = pytest.mark.django_db


def test_the_list_shows_every_value_and_rule(client):
    page = client.get("/law/").content.decode()
    assert all(f"/law/{key}/" in page for key in current().parameters)
    assert all(f"/law/calculate/{one.name}/" in page for one in registry.calculators())


@pytest.mark.parametrize("key", sorted(current().parameters))
def test_every_value_has_its_page(client, key):
    page = client.get(f"/law/{key}/")
    assert page.status_code == 200
    assert current().parameter(key).label_th in page.content.decode()


def test_a_page_says_what_is_not_sure(client):
    page = client.get("/law/contributions.s33.employee_rate/").content.decode()
    assert "ปทุมธานีลดเหลือ 3%" in page
    assert "ตัวเลขรอยืนยันกับประกาศ" in page
    assert "ยังไม่ทราบ" in page
    assert "27 พ.ค." in page.replace("\u00a0", " ")


@pytest.mark.parametrize("path", ["/law/no.such/", "/law/calculate/no.such/"])
def test_unknown_keys_are_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("one", registry.calculators(), ids=lambda one: one.name)
def test_every_rule_has_its_form(client, one):
    page = client.get(f"/law/calculate/{one.name}/")
    assert page.status_code == 200
    assert all(f'name="{given.name}' in page.content.decode() for given in one.inputs)


def test_a_rule_is_worked_out_on_its_page(client):
    page = client.get(
        "/law/calculate/contribution.s33/", {"wage": "17,500", "period_0": "6", "period_1": "2569"}
    )
    assert page.status_code == 200
    assert "17,500 × 5% = 875" in page.content.decode()


def test_options_dates_and_counts_of_a_form(client):
    sickness = {"daily_wage": "500", "days": "10", "on_0": "2", "on_1": "3", "on_2": "2569", "chronic": "on"}
    assert "2,500" in client.get("/law/calculate/sickness.cash/", sickness).content.decode()
    option = {"option": "3", "period_0": "6", "period_1": "2569"}
    assert "300.00" in client.get("/law/calculate/contribution.s40/", option).content.decode()


@pytest.mark.parametrize(
    ("rule", "given", "words"),
    [
        ("contribution.s33", {"wage": "-1", "period_0": "6", "period_1": "2569"}, "กรอกจำนวนเงิน"),
        ("contribution.s33", {"wage": "1", "period_0": "6", "period_1": "2500"}, "ไม่มีค่าในกฎหมาย"),
        ("contribution.s39", {"period_0": "3", "period_1": "2555"}, "ยังไม่พบตัวเลข"),
        ("old_age.pension", {"months": "100", "average_wage": "1", "on_0": "1", "on_1": "1", "on_2": "2569"},
         "ได้รับเป็นบำเหน็จ"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_told_in_thai(client, rule, given, words):
    page = client.get(f"/law/calculate/{rule}/", given)
    assert page.status_code == 422
    assert words in page.content.decode()


def test_the_api_lists_the_rules(client):
    rows = client.get("/api/v1/calculate").json()
    assert {row["rule"] for row in rows} == {one.name for one in registry.calculators()}
    assert rows[0]["inputs"][0]["label_th"]


def post(client, rule, body):
    return client.post(f"/api/v1/calculate/{rule}", body, content_type="application/json")


def test_the_api_works_out_a_rule(client):
    told = post(client, "contribution.s33", {"wage": "17500", "period": "2026-06"})
    assert told.status_code == 200
    assert told.json()["result"]["employee"] == "875.00"
    assert told.json()["law"]["hash"] == current().hash
    number = post(client, "contribution.s33", {"wage": 14104.5, "period": "2026-06", "province": None})
    assert number.json()["result"]["base"] == "14104.50"


@pytest.mark.parametrize(
    ("rule", "body", "code", "field"),
    [
        ("contribution.s33", {"wage": "x", "period": "2026-06"}, "law_input", "wage"),
        ("contribution.s33", {"period": "2026-06"}, "law_input", "wage"),
        ("contribution.s33", {"wage": "1", "period": "2026-06", "more": "1"}, "law_input", "more"),
        ("contribution.s39", {"period": "2012-03"}, "law_unknown", ""),
        (
            "old_age.pension",
            {"months": 12, "average_wage": 1, "on": "2026-01-01"},
            "law_not_entitled",
            "months",
        ),
    ],
)
def test_the_api_refuses_with_a_finding(client, rule, body, code, field):
    told = post(client, rule, body)
    assert told.status_code == 422
    assert told["Content-Type"] == "application/problem+json"
    (finding,) = told.json()["findings"]
    assert (finding["code"], finding["field"]) == (code, field)
    assert finding["message_th"]
    assert finding["message_en"]
    assert finding["message_th"] != finding["message_en"]


@pytest.mark.parametrize("body", ["[]", "[1]", "{", '"x"', '{"wage": {"a": 1}, "period": "2026-06"}'])
def test_the_api_refuses_other_shapes(client, body):
    assert post(client, "contribution.s33", body).status_code == 400


def test_the_api_has_no_other_rules(client):
    assert post(client, "no.such", {}).status_code == 404
