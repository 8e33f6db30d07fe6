"""The log and the meter of a conversation, onto the record of its run."""

from collections.abc import Callable
from decimal import Decimal

from harness.budget import BudgetReached, Reservation, Spending
from harness.cassette import Cassette
from harness.conversation.hold import conversation_id
from harness.conversation.nouns import Case, Ending
from harness.ledger import LedgerEntry, Payer
from harness.metering import Metered
from harness.model import Model
from harness.money import Charge, PriceBook, Tokens, Use, add_money
from harness.noun import Noun
from harness.record import Writer
from harness.target.nouns import Reply


class RecordLog:
    """The log door of a conversation, onto the record."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def append(self, kind: str, case: str, data: Noun) -> None:
        """Write one event of a case."""
        self._writer.append(kind, data, case=case)


class RecordMeter:
    """The meter door of a conversation: one ledger row a target call, within what may be spent."""

    def __init__(
        self,
        writer: Writer,
        prices: PriceBook,
        replays: bool = False,
        spending: Spending | None = None,
        tape: Cassette | None = None,
    ) -> None:
        self._writer = writer
        self._prices = prices
        self._replays = replays
        self._tape = tape
        self._avoided = tape is not None and tape.replays
        # What a tape answers costs nobody anything: no budget is asked for it.
        self._spending = Spending() if spending is None or self._avoided else spending
        self._rooms: dict[str, Reservation] = {}
        """Of the turn that each case is in."""
        self.stopped: dict[str, str] = {}
        """Case -> why no further turn of it may begin."""
        self.paid: dict[Payer, dict[str, Decimal]] = {}
        """Whose bill -> currency -> what its calls came to so far, those without a price left out."""

    async def reserve(self, case: Case) -> Ending | None:
        """Wait until there is room for one more turn; where there is none, the conversation ends.

        Raises BudgetReached for a conversation that is held again to confirm a break: half of one proves nothing.
        """
        try:
            self._rooms[case.id] = await self._spending.turn(case.id)
        except BudgetReached as reached:
            if self._replays:
                raise
            self.stopped[case.id] = str(reached)
            return "budget"
        return None

    def settle(self, case: Case, turn: int, reply: Reply | None, *, untaken: bool = False, again: bool = False) -> None:
        """Put a target call on the ledger, priced by the run's book or left unpriced."""
        # A turn that is held again to confirm a break is no turn of the conversation.
        charge = self.charge(case.id, None if self._replays else turn, case.attempt, reply or Reply(text=""), again)
        if room := self._rooms.pop(case.id, None):
            room.settle(charge if reply else None, untaken)

    def charge(self, case: str, turn: int | None, attempt: int, reply: Reply, waste: bool = False) -> Charge:
        """Put what a reply cost on the ledger; as waste, when nothing came of it."""
        use = Use(at=self._writer.now(), seconds=reply.seconds, opens=turn == 1)
        charge = self._prices.charge(reply.model, reply.tokens or Tokens(), reply.certainty, use)
        entry = LedgerEntry(
            case=case,
            turn=turn,
            attempt=attempt,
            role="target",
            payer="agent_owner",
            model=reply.model,
            charge=charge,
            seconds=reply.seconds,
            avoided=self._avoided,
            waste=waste,
        )
        self._put(entry, case)
        return charge

    def _put(self, entry: LedgerEntry, case: str) -> None:
        self._writer.append("charge", entry, case=case)
        if entry.charge.amount is not None and not entry.avoided:
            more = {entry.charge.currency: entry.charge.amount}
            self.paid[entry.payer] = add_money(self.paid.get(entry.payer, {}), more)

    def model(self, case: Case) -> Callable[[Model], Model]:
        """What puts every call of a model for this case on the ledger, in the role of its prompt."""

        def settle(entry: LedgerEntry) -> None:
            self._put(entry.model_copy(update={"attempt": case.attempt, "avoided": self._avoided}), case.id)

        def metered(model: Model) -> Model:
            asked = self._tape.model(model, conversation_id(case)) if self._tape else model
            return Metered(asked, self._prices, settle, case=case.id, spending=self._spending, now=self._writer.now)

        return metered
