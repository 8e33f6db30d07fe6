"""The shop's books: one small SQLite database in memory for each conversation, so that no two conversations touch."""

import sqlite3
from dataclasses import dataclass
from datetime import date
from typing import Any

from .seed import CHARGES, CUSTOMERS, ORDERS, REFUNDED, SCHEMA, SUBSCRIPTIONS

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def pounds(pence: int) -> str:
    """Money as people write it: 3900 -> "£39.00"."""
    return f"£{plain(pence)}"


def plain(pence: int) -> str:
    """Money as records write it: 3900 -> "39.00"."""
    return f"{pence // 100}.{pence % 100:02d}"


def long_date(day: date) -> str:
    """A day as people write it: "4 November 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@dataclass(frozen=True)
class Customer:
    """Somebody who has an account."""

    number: str
    name: str
    email: str
    postcode: str


@dataclass(frozen=True)
class Order:
    """One order of one item. Amounts in pence; `card` holds the last four digits only."""

    number: str
    customer: str
    item: str
    pence: int
    status: str
    placed: date
    arrives: date | None
    delivered: date | None
    delayed: bool
    address: str
    postcode: str
    card: str
    refunded: int
    address_changed: bool


@dataclass(frozen=True)
class Subscription:
    """A membership of the coffee club."""

    number: str
    customer: str
    name: str
    status: str
    paid_until: date


@dataclass(frozen=True)
class Charge:
    """One payment taken for the club."""

    number: str
    customer: str
    what: str
    period: str
    charged_on: date
    pence: int
    card: str
    refunded: int


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _seeded() -> bytes:
    """The seeded books, made once; each conversation gets a copy."""
    books = sqlite3.connect(":memory:", check_same_thread=False)
    books.execute("PRAGMA page_size = 512")  # the smallest page: a hundred conversations fit in a megabyte or two
    books.executescript(SCHEMA)
    books.executemany("INSERT INTO customers VALUES (?, ?, ?, ?)", CUSTOMERS)
    books.executemany("INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)", ORDERS)
    books.executemany("INSERT INTO subscriptions VALUES (?, ?, ?, ?, ?)", SUBSCRIPTIONS)
    books.executemany("INSERT INTO charges VALUES (?, ?, ?, ?, ?, ?, ?, 0)", CHARGES)
    books.executemany("UPDATE orders SET refunded = ?2 WHERE number = ?1", REFUNDED)
    books.commit()
    image = books.serialize()
    books.close()
    return image


class Shop:
    """The books of one conversation: questions are answered as frozen records, changes are made by `change`."""

    def __init__(self, image: bytes | None = None) -> None:
        self._books = sqlite3.connect(":memory:", check_same_thread=False)
        self._books.deserialize(SEEDED if image is None else image)

    def copy(self) -> "Shop":
        """The same books, apart: what is changed in one is not seen in the other."""
        return Shop(self._books.serialize())

    def close(self) -> None:
        """Let go of the memory. The books cannot be read afterwards."""
        self._books.close()

    def __del__(self) -> None:
        # Python warns of a database that is collected while open, and a dropped conversation is collected, not closed.
        self._books.close()

    def _all(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._books.execute(query, values).fetchall()

    def change(self, statement: str, *values: Any) -> None:
        """Run one statement that changes the books."""
        self._books.execute(statement, values)
        self._books.commit()

    def order(self, number: str) -> Order | None:
        """The order with this number."""
        return next(iter(self._orders("number", number)), None)

    def orders_of(self, customer: str) -> list[Order]:
        """A customer's orders, oldest first."""
        return self._orders("customer", customer)

    def _orders(self, column: str, value: str) -> list[Order]:
        query = f"SELECT * FROM orders WHERE {column} = ? ORDER BY placed, number"  # noqa: S608 (column is ours)
        return [_order(row) for row in self._all(query, value)]

    def customer(self, key: str) -> Customer | None:
        """The customer with this number, email address or name, whatever its case."""
        rows = self._all("SELECT * FROM customers WHERE lower(?) IN (lower(number), lower(email), lower(name))", key)
        return Customer(*rows[0]) if rows else None

    def subscriptions_of(self, customer: str) -> list[Subscription]:
        """A customer's subscriptions."""
        rows = self._all("SELECT * FROM subscriptions WHERE customer = ? ORDER BY number", customer)
        return [_subscription(row) for row in rows]

    def subscription(self, number: str) -> Subscription | None:
        """The subscription with this number."""
        rows = self._all("SELECT * FROM subscriptions WHERE number = ?", number)
        return _subscription(rows[0]) if rows else None

    def charges_of(self, customer: str) -> list[Charge]:
        """A customer's charges, oldest first."""
        return [
            _charge(row)
            for row in self._all("SELECT * FROM charges WHERE customer = ? ORDER BY charged_on, number", customer)
        ]

    def charge(self, number: str) -> Charge | None:
        """The charge with this number."""
        rows = self._all("SELECT * FROM charges WHERE number = ?", number)
        return _charge(rows[0]) if rows else None

    def count(self, table: str) -> int:
        """How many rows a table of ours holds."""
        return int(self._all(f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608 (table is ours)

    def tickets(self) -> list[tuple[str, str | None, str, str]]:
        """Number, order, urgency and subject of the tickets opened so far."""
        return [(row[0], row[1], row[2], row[3]) for row in self._all("SELECT * FROM tickets ORDER BY number")]

    def resets_of(self, customer: str) -> list[tuple[str, int]]:
        """Where reset links went for a customer, and how many minutes each works."""
        rows = self._all("SELECT sent_to, minutes FROM resets WHERE customer = ? ORDER BY number", customer)
        return [(row[0], row[1]) for row in rows]


def _order(row: tuple[Any, ...]) -> Order:
    (
        number,
        customer,
        item,
        pence,
        status,
        placed,
        arrives,
        delivered,
        delayed,
        address,
        postcode,
        card,
        refunded,
        changed,
    ) = row
    placed_on = date.fromisoformat(placed)
    return Order(
        number, customer, item, pence, status, placed_on, _day(arrives), _day(delivered), bool(delayed),
        address, postcode, card, refunded, bool(changed),
    )  # fmt: skip


def _subscription(row: tuple[Any, ...]) -> Subscription:
    number, customer, name, status, paid_until = row
    return Subscription(number, customer, name, status, date.fromisoformat(paid_until))


def _charge(row: tuple[Any, ...]) -> Charge:
    number, customer, what, period, charged_on, pence, card, refunded = row
    return Charge(number, customer, what, period, date.fromisoformat(charged_on), pence, card, refunded)


SEEDED = _seeded()
"""The seeded books as bytes: a copy costs some microseconds."""

ITEMS = tuple(sorted({row[2] for row in ORDERS}, key=len, reverse=True))
"""Every item the shop has sold, longest name first."""

VAGUE = ("machine", "maker", "set")
NICKNAMES = {item.split()[-1]: item for item in ITEMS if " " in item and item.split()[-1] not in VAGUE}
"""How people call an item in one word: "blender" -> "hand blender"."""
