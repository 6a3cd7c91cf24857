"""Every pair of state and move is either in the table or refused."""

import itertools

import pytest

from sso_core.cases.flow import FLOW, OPEN, PUBLIC, PublicStatus, Status
from sso_core.kernel.flow import IllegalMove

S = Status
LEGAL = {
    ("received", "take"): "checking",
    ("checking", "take"): "checking",
    ("received", "ask"): "waiting",
    ("checking", "ask"): "waiting",
    ("waiting", "answer"): "checking",
    ("waiting", "stop_waiting"): "checking",
    ("received", "propose"): "proposed",
    ("checking", "propose"): "proposed",
    ("received", "approve"): "approved",
    ("checking", "approve"): "approved",
    ("received", "reject"): "rejected",
    ("checking", "reject"): "rejected",
    ("proposed", "confirm_approve"): "approved",
    ("proposed", "confirm_reject"): "rejected",
    ("proposed", "send_back"): "checking",
    ("received", "withdraw"): "withdrawn",
    ("checking", "withdraw"): "withdrawn",
    ("waiting", "withdraw"): "withdrawn",
    ("proposed", "withdraw"): "withdrawn",
    ("approved", "close"): "closed",
    ("rejected", "close"): "closed",
    ("withdrawn", "close"): "closed",
}
MOVES = sorted({move.name for move in FLOW})


@pytest.mark.parametrize(("state", "move"), list(itertools.product([s.value for s in Status], MOVES)))
def test_matrix(state, move):
    if (state, move) in LEGAL:
        assert FLOW.target(Status(state), move) == LEGAL[state, move]
    else:
        with pytest.raises(IllegalMove):
            FLOW.target(Status(state), move)


def test_no_move_leaves_a_closed_case():
    assert FLOW.moves_from(S.CLOSED) == ()


def test_every_state_has_a_public_word_and_all_states_are_reached():
    assert set(PUBLIC) == set(Status)
    assert FLOW.states() == frozenset(Status)
    assert all(
        PUBLIC[s] in {PublicStatus.RECEIVED, PublicStatus.CHECKING, PublicStatus.WAITING_FOR_YOU}
        for s in OPEN
    )


def test_confirming_needs_other_eyes():
    assert {m.name for m in FLOW if m.four_eyes} == {"confirm_approve", "confirm_reject", "send_back"}
