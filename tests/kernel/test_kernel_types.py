"""Findings, worked amounts and flows."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest

from sso_core.kernel.finding import Finding, Refused, Severity, refuse_if_blocked
from sso_core.kernel.flow import Flow, IllegalMove, move
from sso_core.kernel.worked import Step, Worked


def step(**changes) -> Step:
    given = {"key": "a", "label_th": "ก", "label_en": "a", "section": "46", "result": Decimal("1.50")}
    return Step(**{**given, **changes})


def test_a_step_without_a_section_is_refused():
    with pytest.raises(ValueError, match="section"):
        step(section="")


def test_an_amount_without_steps_is_refused():
    with pytest.raises(ValueError, match="no steps"):
        Worked("rule", {"amount": Decimal(1)}, ())


def test_worked_as_stored():
    worked = Worked("r", {"amount": Decimal("1.50")}, (step(inputs={"on": date(2026, 6, 1)}),), {"n": 3},
                    date(2026, 6, 1), "abc")  # fmt: skip
    stored = worked.as_dict()
    assert stored["result"] == {"amount": "1.50"}
    assert stored["steps"][0]["inputs"] == {"on": "2026-06-01"}
    assert stored["law"] == {"as_of": "2026-06-01", "hash": "abc"}
    assert worked.amount == worked["amount"] == Decimal("1.50")


def test_only_blocking_findings_refuse():
    warn = Finding("w", Severity.WARN)
    refuse_if_blocked([warn])
    with pytest.raises(Refused) as refused:
        refuse_if_blocked([warn, Finding("b")])
    assert [f.code for f in refused.value.findings] == ["b"]


class State(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    DONE = "done"


FLOW = Flow(move("send", {State.DRAFT}, State.SENT), move("finish", {State.SENT}, State.DONE, four_eyes=True))


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("name", ["send", "finish", "fly"])
def test_every_pair_is_in_the_table_or_refused(state, name):
    legal = {(State.DRAFT, "send"): State.SENT, (State.SENT, "finish"): State.DONE}
    if (state, name) in legal:
        assert FLOW.target(state, name) is legal[state, name]
    else:
        with pytest.raises(IllegalMove):
            FLOW.target(state, name)


def test_two_moves_of_one_name_are_refused():
    with pytest.raises(ValueError, match="share"):
        Flow(move("a", {State.DRAFT}, State.SENT), move("a", {State.SENT}, State.DONE))


def test_the_diagram_names_every_move():
    assert FLOW.diagram().splitlines() == [
        "stateDiagram-v2",
        "  draft --> sent: send",
        "  sent --> done: finish",
    ]
