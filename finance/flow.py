"""The ways of payment orders and payout batches. ``docs/finance/payments.md`` shows the diagrams made from them."""

from finance.types import BatchState as B
from finance.types import OrderState as S
from sso_core.kernel.flow import Flow, move

ORDER_FLOW: Flow[S] = Flow(
    move("approve", {S.ORDERED}, S.APPROVED, needs="finance", four_eyes=True),
    move("batch", {S.APPROVED}, S.BATCHED, needs="finance"),
    move("unbatch", {S.BATCHED}, S.APPROVED, needs="finance"),
    move("send", {S.BATCHED}, S.SENT, needs="finance_checker"),
    move("settle", {S.SENT}, S.SETTLED),
    move("reject", {S.SENT}, S.REJECTED),
    move("return", {S.SENT, S.SETTLED}, S.RETURNED),
    move("reissue", {S.REJECTED, S.RETURNED}, S.REISSUED),
    move("cancel", {S.ORDERED, S.APPROVED}, S.CANCELLED, needs="finance"),
    # The money behind the order was taken back: what came back from the bank is not sent again.
    move("give_up", {S.REJECTED, S.RETURNED}, S.CANCELLED),
)

BATCH_FLOW: Flow[B] = Flow(
    move("release", {B.MADE}, B.RELEASED, needs="finance_checker", four_eyes=True),
    move("cancel", {B.MADE}, B.CANCELLED, needs="finance"),
    move("close", {B.RELEASED}, B.CLOSED),
)


def sources_of(name: str) -> list[str]:
    """The states that a move of an order leaves from, for set-based SQL."""
    return [state.value for state in ORDER_FLOW[name].sources]
