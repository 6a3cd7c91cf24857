"""The way of a standing debit. ``docs/contributions/voluntary.md`` shows it."""

from contributions.models.mandate import MandateState as M
from sso_core.kernel.flow import Flow, move

MANDATE_FLOW: Flow[M] = Flow(
    move("send", {M.ASKED}, M.SENT),
    move("confirm", {M.SENT}, M.ACTIVE),
    move("refuse", {M.SENT}, M.REFUSED),
    move("end", {M.ASKED, M.SENT, M.ACTIVE}, M.ENDED, needs="the member"),
    move("revoke", {M.ACTIVE}, M.ENDED),
)
