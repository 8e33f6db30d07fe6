"""Every worked example of the articles, with the result that its own inputs give (measurement 9; docs/money.md)."""

from decimal import Decimal

import pytest

from harness.economics.benchmarks import benchmarks, beside
from harness.economics.model import LARGE, SANE_REVIEW, SMALL, CostModel, bill, ticket_tokens
from harness.economics.unit import (
    contacts_a_year,
    cost_at,
    cost_per_contact,
    cost_per_resolution,
    saving,
    with_escalations,
)
from harness.economics.untested import Untested, cost_of_not_testing
from harness.kpi import Measure
from harness.kpi.money import ILLUSTRATIVE, roi


def D(text: str) -> Decimal:  # noqa: N802  # as short as the digits that it stands before
    return Decimal(text)


def test_a_conversation_s_tokens() -> None:
    """5,000 in and 2,000 out: $.045 at 3 and 15 a million, not .08; $.110 at 10 and 30, not .20."""
    found = [ticket_tokens(CostModel(input_price=D(i), output_price=D(o))) for i, o in (("3", "15"), ("10", "30"))]
    assert [D("0.045"), D("0.110")] == found


@pytest.mark.parametrize(
    ("days", "low", "high"), [("1", "45", "110"), ("30", "1350", "3300"), ("365", "16425", "40150")]
)
def test_a_thousand_conversations_a_day(days: str, low: str, high: str) -> None:
    """45 to 110 dollars a day, 1,350 to 3,300 in 30 days, 16,425 to 40,150 in 365: one length of a year for both."""
    found = [
        bill(CostModel(tickets_a_day=D("1000"), working_days=D(days), input_price=D(i), output_price=D(o))).total
        for i, o in (("3", "15"), ("10", "30"))
    ]
    assert [D(low), D(high)] == found


def test_fifty_agents_are_no_unit_of_conversations() -> None:
    """Only if each of 50 agents stood for 1,000 conversations a day would it be .82 to 2.0 million a year."""
    found = [
        bill(CostModel(tickets_a_day=D("50000"), working_days=D("365"), input_price=D(i), output_price=D(o))).total
        for i, o in (("3", "15"), ("10", "30"))
    ]
    assert [D("821250"), D("2007500")] == found


def part(model: CostModel, name: str) -> tuple[Decimal, Decimal]:
    found = next(one for one in bill(model).parts if one.name == name)
    return found.amount, round(found.share or Decimal(0), 4)


def test_the_small_company() -> None:
    """Tokens are $99.00 a month and .73 % of $13,599, not $100,100 and 32 %; a ticket costs $6.18."""
    found = bill(SMALL)
    assert (D("99"), D("0.0073")) == part(SMALL, "tokens")
    assert (D("13599"), D("6.18")) == (found.total, round(found.per_ticket or D("0"), 2))
    assert D("13600") == D("100") + 1000 + 2000 + 10000 + 500


def test_the_large_company() -> None:
    """Tokens are $49,500 and 6.65 % of $744,500, not $5 million and 88 %; review is 67.2 %, a ticket $.677."""
    found = bill(LARGE)
    assert (D("49500"), D("0.0665")) == part(LARGE, "tokens")
    assert D("0.672") == round(part(LARGE, "human review")[1], 3)
    assert (D("744500"), D("0.677")) == (found.total, round(found.per_ticket or D("0"), 3))


@pytest.mark.parametrize(
    ("tickets", "days", "dollars"),
    [("100", "1", "12.60"), ("100", "22", "277.20"), ("50000", "1", "6300"), ("50000", "22", "138600")],
)
def test_the_article_s_own_expression(tickets: str, days: str, dollars: str) -> None:
    """Taken literally (all tokens at both prices) it gives $12.60 a day and $277.20 a month, $6,300 and $138,600."""
    literal = CostModel(tickets_a_day=D(tickets), working_days=D(days), input_tokens=D("7000"), output_tokens=D("7000"))
    assert D(dollars) == bill(literal).total


def test_all_tokens_one_way() -> None:
    """All 7,000 tokens as input are $46.20 a month, all as output $231.00."""
    one, other = ({"input_tokens": D(i), "output_tokens": D(o)} for i, o in (("7000", "0"), ("0", "7000")))
    assert [D("46.2"), D("231")] == [bill(CostModel(**tokens)).total for tokens in (one, other)]


def test_a_review_of_forty_five_dollars_is_questioned() -> None:
    """Both examples imply $45.45 a review: the model says so."""
    assert ["45.45", "45.45"] == [f"{bill(one).review_each:.2f}" for one in (SMALL, LARGE)]
    assert all(f"more than {SANE_REVIEW}" in bill(one).warnings[0] for one in (SMALL, LARGE))
    by_time = CostModel(review_share=D("0.1"), review_minutes=D("3"), review_rate=D("40"))
    assert (D("2"), ()) == (bill(by_time).review_each, bill(by_time).warnings)


def test_the_iceberg_is_deeper_than_the_article_says() -> None:
    """Visible is .73 % and 6.65 %, never the 10 % that is assumed."""
    assert ["0.73 %", "6.65 %"] == [f"{(bill(one).visible or 0) * 100:.2f} %" for one in (SMALL, LARGE)]


def test_the_four_costs_add_up() -> None:
    """Compute, tokens, assurance and organisation are the whole; retries count as tokens, and are not visible."""
    model = SMALL.model_copy(
        update={"retry": D("0.5"), "changes": D("10"), "touches": D("3"), "work_hours": D("2"), "rate": D("50")}
    )
    found = bill(model)
    assert found.total == sum(found.kind(kind) for kind in ("compute", "tokens", "assurance", "organisational"))
    assert (D("148.5"), D("3000")) == (found.kind("tokens"), found.kind("organisational"))
    waited = model.model_copy(update={"wait_hours": D("8"), "carry": D("0.25")})
    assert D("6000") == bill(waited).kind("organisational")


def test_nothing_costs_nothing() -> None:
    """No tickets: no division by nought."""
    found = bill(CostModel(tickets_a_day=D("0")))
    assert (D("0"), None, None) == (found.total, found.per_ticket, found.visible)


def test_a_token_of_a_cent_is_wrong_by_three_thousand() -> None:
    """$.01 a token against $3 a million: 3,333 times."""
    assert "3333" == f"{D('0.01') / (D('3') / 10**6):.0f}"


# ---- what a contact costs --------------------------------------------------------------------------------------


def test_a_person_s_contact() -> None:
    """$2.78 if nobody ever waits for a call, $3.70 at 75 % occupancy; a resolution takes 1.4286 of them."""
    found = [cost_per_contact(D("50000"), D("1800"), D("6"), D(share)) for share in ("1", "0.75")]
    assert ["2.7778", "3.7037"] == [f"{one:.4f}" for one in found]
    assert "1.4286" == f"{cost_per_resolution(D('1'), D('0.7')):.4f}"


def test_a_harder_contact() -> None:
    """65,000 to 85,000 at 8 to 10 minutes: 10,800 to 13,500 contacts, $4.81 to $7.87; not 9,000 to 12,000, $6 to 10."""
    assert [D("13500"), D("10800")] == [contacts_a_year(D("1800"), D(minutes)) for minutes in ("8", "10")]
    found = [
        cost_per_contact(D(loaded), D("1800"), D(minutes)) for loaded, minutes in (("65000", "8"), ("85000", "10"))
    ]
    assert ["4.81", "7.87"] == [f"{one:.2f}" for one in found]
    assert [D("12000"), D("9000")] == [contacts_a_year(D("1800"), D(minutes)) for minutes in ("9", "12")]


@pytest.mark.parametrize(
    ("volume", "fixed", "cost"),
    [
        ("10000", "900", "0.19"),
        ("10000", "2500", "0.35"),
        ("5000", "2500", "0.60"),
        ("10000", "2000", "0.30"),
        ("10000", "3000", "0.40"),
    ],
)
def test_a_unit_cost_at_another_volume(volume: str, fixed: str, cost: str) -> None:
    """Ten cents and a fixed sum over the volume."""
    assert D(cost) == cost_at(D(volume), D("0.10"), D(fixed))


def test_scale_dilutes_what_is_fixed() -> None:
    """2,500 a month over 2.3 million is a tenth of a cent: $.1011; .30 to .40 is 1.58 to 2.11 times .19, not 2 to 3."""
    assert "0.1011" == f"{cost_at(D('2300000'), D('0.10'), D('2500')):.4f}"
    assert ["1.58", "1.84", "2.11"] == [f"{D(cost) / D('0.19'):.2f}" for cost in ("0.30", "0.35", "0.40")]
    assert D("207000") == D("2300000") * D("0.09")


def test_klarna_s_cost_per_transaction() -> None:
    """From $.32 to $.19: 40.6 % less."""
    assert "0.406" == f"{saving(D('0.19'), D('0.32')):.3f}"


def test_review_at_four_dollars() -> None:
    """25 to 30 % at $4 is $1.00 to 1.20, so the total is $1.40 to 1.80, 17.5 to 22.5 % of $8; not $.75 to 1.10."""
    found = [with_escalations(D(ai), D(share), D("4")) for ai, share in (("0.40", "0.25"), ("0.60", "0.30"))]
    assert [D("1.40"), D("1.80")] == found
    assert [D("0.175"), D("0.225")] == [one / 8 for one in found]
    assert ["1.60", "1.80"] == [f"{D(share) * 4:.2f}" for share in ("0.40", "0.45")]


TABLE = [
    ("0.15", "0", "2.00", "92.5", "0.15", "92.5"),
    ("0.52", "0.275", "4.50", "88.4", "0.795", "82.3"),
    ("1.20", "1.625", "7.50", "84.0", "2.825", "62.3"),
    ("3.30", "4", "10.00", "67.0", "7.30", "27.0"),
]
"""Cost, escalations at the full human cost, baseline, the saving printed, the full cost, the saving."""


@pytest.mark.parametrize(("cost", "more", "baseline", "printed", "full", "net"), TABLE)
def test_the_table_by_type_of_service(cost: str, more: str, baseline: str, printed: str, full: str, net: str) -> None:
    """The percentages follow from its own columns; with escalations at the full human cost they are 92.5 to 27.0."""
    assert printed == f"{saving(D(cost), D(baseline)) * 100:.1f}"
    whole = with_escalations(D(cost), D(more) / D(baseline), D(baseline))
    assert (D(full), net) == (whole, f"{saving(whole, D(baseline)) * 100:.1f}")


def test_ranges_that_are_right() -> None:
    """.05 to .20, .20 to .80 and .20 to .50 are .45 to 1.50; .50 to 1.50 of 8 to 10 saves 81.25 to 95 %."""
    low, high = zip(*((D("0.05"), D("0.20")), (D("0.20"), D("0.80")), (D("0.20"), D("0.50"))), strict=True)
    assert (D("0.45"), D("1.50")) == (sum(low), sum(high))
    assert [D("0.8125"), D("0.95")] == [saving(D("1.50"), D("8")), saving(D("0.50"), D("10"))]


def test_a_cache_saves_input_only() -> None:
    """Half the calls cached at a tenth or a fifth of the price: 45 or 40 % of the input, not 80 to 90 % of a call."""
    assert [D("0.45"), D("0.40")] == [D("0.5") * (1 - D(read)) for read in ("0.1", "0.2")]


def test_tokens_to_date() -> None:
    """28.6 trillion up 152 % came from 11.35; beside 12 it is 138 % more."""
    assert "11.35" == f"{D('28.6') / D('2.52'):.2f}"
    assert "138" == f"{(D('28.6') / 12 - 1) * 100:.0f}"
    assert D("3.75") == D("15") / 4


def test_returns_at_three_and_eighteen_months() -> None:
    """The same case loses money at three months and earns it at eighteen: no figure stands without its month."""
    found = [roi(months, D("10000"), D("4000"), D("60000")) for months in (3, 18)]
    assert ["-0.58", "0.36"] == [f"{one:.2f}" for one in found if one is not None]


def test_what_it_costs_not_to_test() -> None:
    """p(defect) x days x sessions x share failing x (session + p(callback) x human): each factor an input."""
    of = Untested(
        defect=D("0.1"),
        days=D("10"),
        sessions_a_day=D("1000"),
        failing=D("0.05"),
        session_cost=D("0.1"),
        callback=D("0.25"),
        human_cost=D("8"),
    )
    assert D("105") == cost_of_not_testing(of)


# ---- benchmarks ------------------------------------------------------------------------------------------------


def ours(value: str | None, note: str | None = None, unit: str = "USD") -> Measure:
    return Measure(
        name="cost per resolved outcome",
        value=None if value is None else D(value),
        n=40,
        unit=unit,
        formula="-",
        note=note,
    )


def test_every_benchmark_has_its_provenance() -> None:
    """Value, unit, date, source and what it really measures; those that issue and articles name are all there."""
    found = benchmarks()
    assert all(one.unit and one.date and one.source and one.measures for one in found)
    names = " ".join(one.name for one in found)
    assert all(name in names for name in ("Klarna", "Fin", "Sierra", "Decagon", "Devin", "people"))
    klarna = next(one for one in found if one.name == "Klarna, Q1 2025")
    assert (D("0.19"), False) == (klarna.value, klarna.comparable)


def test_more_than_twice_a_comparable_figure_is_flagged() -> None:
    """$2.10 a resolution is more than twice Fin's price, and is less than what a person's contact costs."""
    found = {one.benchmark.name: one for one in beside(ours("2.10"))}
    assert (True, "2.12") == (found["Intercom Fin"].flagged, f"{found['Intercom Fin'].ratio:.2f}")
    assert not found["people, live channels"].flagged
    assert (None, "not the same thing") == (found["Klarna, Q1 2025"].ratio, found["Klarna, Q1 2025"].why)


@pytest.mark.parametrize("mine", [ours("9", ILLUSTRATIVE), ours(None), ours("9", unit="EUR")])
def test_what_cannot_be_compared_is_not(mine: Measure) -> None:
    """Illustrative money never enters a benchmark, nor what was not measured, nor another currency."""
    found = beside(mine)
    assert {None} == {one.ratio for one in found}
    assert not any(one.flagged for one in found)
    assert all(one.why for one in found)
