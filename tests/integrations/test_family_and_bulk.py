"""Families and many numbers at the civil register: right answers, none, lies, silence."""

import json
from datetime import date

import pytest

from integrations import client
from integrations.public import GatewayDown, dopa_family, dopa_people
from integrations.simulators.data import by_role, people
from integrations.simulators.dopa import entry, family_entry
from sso_core.kernel import thai_id
from tests.integrations.servers import answering

TOKEN = (200, b'{"Result": "a-token"}')
FATHER, SINGLE = (by_role(role)[0] for role in ("pension56", "lump55"))
NOBODY = thai_id.make("119999999999")
CUT = (200, b'{"pid"')


def told(body):
    return 200, json.dumps(body).encode()


def test_dopa_tells_of_a_family_from_each_end(simulators):
    family = {one.relation: one for one in dopa_family(FATHER["national_id"])}
    assert sorted(family) == ["child", "spouse"]
    assert (family["spouse"].first_name, family["spouse"].since) == ("พิมพา", date(2000, 5, 20))
    child = family["child"]
    assert (child.birth_date, child.since) == (date(2001, 3, 3), None)
    back = {(one.relation, one.first_name) for one in dopa_family(child.national_id)}
    assert back == {("parent", FATHER["first_name"]), ("parent", "พิมพา")}


def test_who_has_no_relatives_and_who_is_nobody_have_no_family(simulators):
    assert dopa_family(SINGLE["national_id"]) == ()
    simulators.end("dopa")
    simulators.start("dopa", SIM_DOPA_OPEN="0")
    assert dopa_family(NOBODY) == ()
    simulators.end("dopa")
    simulators.start("dopa")


def family_with(**other):
    body = family_entry(FATHER)
    return {**body, "relatives": [{**body["relatives"][0], **other}]}


FAMILY_LIES = {
    "about another number": {**family_entry(FATHER), "pid": SINGLE["national_id"]},
    "no list": {"pid": FATHER["national_id"], "relatives": {}},
    "a text for a relative": {"pid": FATHER["national_id"], "relatives": ["x"]},
    "an unknown relation": family_with(relation="cousin"),
    "no name": family_with(firstName=""),
    "married to themselves": family_with(pid=FATHER["national_id"]),
    "a wrong number": family_with(pid="1990000000010"),
    "a date of another form": family_with(since="2000-05-20"),
    "twice the same": {**family_entry(FATHER), "relatives": family_entry(FATHER)["relatives"] * 2},
}


@pytest.mark.parametrize("lie", FAMILY_LIES)
def test_a_family_that_cannot_be_is_not_believed(settings, lie):
    with answering(TOKEN, told(FAMILY_LIES[lie])) as server:
        settings.DOPA_URL = server.url
        with pytest.raises(GatewayDown, match="makes no sense"):
            dopa_family(FATHER["national_id"])


QUESTIONS = {
    "family": lambda: dopa_family(FATHER["national_id"]),
    "people": lambda: dopa_people([FATHER["national_id"]]),
}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("answer", [CUT, (503, b""), (403, b"{}"), (404, b"<html>"), (200, b"[]")], ids=str)
def test_what_is_no_answer_is_taken_for_none(settings, question, answer):
    with answering(TOKEN, answer) as server:
        settings.DOPA_URL = server.url
        with pytest.raises(GatewayDown):
            QUESTIONS[question]()
        client.reset("dopa", server.url)


def test_a_family_is_not_waited_for_longer_than_the_timeout(simulators, settings):
    settings.GATEWAY_TIMEOUT = 0.2
    simulators.fault("dopa", "slow", seconds=2)
    with pytest.raises(GatewayDown, match="in time"):
        dopa_family(FATHER["national_id"])


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_question_is_put_while_the_breaker_is_open(settings, question):
    with answering(TOKEN) as server:
        settings.DOPA_URL = server.url
        for _ in range(client.FAILURES_TO_OPEN):
            client._note_failure("dopa", server.url)
        with pytest.raises(GatewayDown, match="asking again later"):
            QUESTIONS[question]()
        assert server.asked == []
        client.reset("dopa", server.url)


def test_many_numbers_are_told_in_one_answer_with_those_that_nobody_has(simulators):
    simulators.end("dopa")
    simulators.start("dopa", SIM_DOPA_OPEN="0")
    found = dopa_people([FATHER["national_id"], NOBODY, thai_id.format_id(FATHER["national_id"])])
    assert found[FATHER["national_id"]].first_name == FATHER["first_name"]
    assert found[NOBODY] is None
    assert len(found) == 2
    simulators.end("dopa")
    simulators.start("dopa")


def test_an_entry_without_sense_leaves_its_number_out_and_stops_nobody_else(settings):
    good, bad, silent = people()[:3]
    body = {"people": [entry(good), {**entry(bad), "dateOfBirth": "26500101"}], "unknown": [NOBODY]}
    with answering(TOKEN, told(body)) as server:
        settings.DOPA_URL = server.url
        found = dopa_people([one["national_id"] for one in (good, bad, silent)] + [NOBODY])
    assert set(found) == {good["national_id"], NOBODY}


@pytest.mark.parametrize(
    "body", [{}, {"people": [], "unknown": ""}, {"people": [entry(people()[1])], "unknown": []}], ids=str
)
def test_an_answer_about_other_people_is_not_believed_at_all(settings, body):
    with answering(TOKEN, told(body)) as server:
        settings.DOPA_URL = server.url
        with pytest.raises(GatewayDown, match="makes no sense"):
            dopa_people([people()[0]["national_id"]])
