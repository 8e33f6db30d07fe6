"""A run -> its page of costs, in 80 columns; and its charges, one a row, for a spreadsheet."""

import csv
from collections.abc import Sequence
from io import StringIO

from harness.economics.benchmarks import Benchmark, Beside, beside
from harness.kpi import Dimension, KpiSettings, Measure, sessions, sliced
from harness.kpi.ends import resolution
from harness.kpi.money import (
    FEW,
    ILLUSTRATIVE,
    assurance_per_interaction,
    assurance_share,
    cost_per_interaction,
    cost_per_resolved,
    cost_per_valuable,
    returns,
)
from harness.kpi.waste import Wasted, waste_in_traffic, waste_share, wasted, weekly_waste
from harness.ledger import LedgerEntry, Totals, by, total
from harness.run import RunRecord

from . import expected
from .words import count, money, percent, safe, shortened, wrapped

NAMES = {"target": "agent under test", "ours": "ours", "agent_owner": "the agent's owner"}
INDENT = "  "


def figures(record: RunRecord, known: KpiSettings, contacts_a_day: int | None = None) -> tuple[Measure, ...]:
    """The measures of the page, in its order."""
    held, entries = sessions(record), record.entries
    weekly = waste_in_traffic(held, known) if contacts_a_day is None else weekly_waste(held, contacts_a_day)
    return (
        cost_per_interaction(held, entries),
        cost_per_resolved(held, entries, known),
        cost_per_valuable(held, entries, known),
        assurance_per_interaction(held, entries),
        assurance_share(held, entries, known),
        waste_share(held),
        weekly,
        *returns(held, entries, known, resolution(held, known)),
    )


def page(
    record: RunRecord,
    known: KpiSettings,
    measured: Sequence[Measure] = (),
    contacts_a_day: int | None = None,
    dimension: Dimension | None = None,
) -> list[str]:
    """The whole page. `measured`: what was measured of the repository that the journeys lie in."""
    found = figures(record, known, contacts_a_day)
    waste = wasted(sessions(record))
    lines = [_headline(record), *_prices(record.entries), *_example(record), ""]
    for key, title in (("role", "by role"), ("payer", "by payer"), ("model", "by model")):
        lines += [*_table(title, by(record.entries, key)), ""]
    if dimension:
        lines += [*by_slice(record, dimension, known), ""]
    lines += [*expected.after(record), *(line for one in found for line in told(one)), ""]
    lines += [*_waste(waste), ""]
    if measured:
        lines += ["organisation, measured in the repository of the journeys"]
        lines += [*(line for one in measured for line in told(one)), ""]
    return [*lines, *_others(found[1])]


def _headline(record: RunRecord) -> str:
    spent = record.spent
    amounts = " + ".join(money(amount, currency) for currency, amount in spent.money.items()) or "no money"
    missing = f", {count(spent.unpriced_calls, 'call')} not priced" if spent.unpriced_calls else ""
    kept = f", {count(spent.avoided_calls, 'call')} avoided" if spent.avoided_calls else ""
    example = " (illustrative)" if "illustrative" in spent.certainties else ""
    return (
        f"run {record.manifest.run} · {count(len(record.outcomes), 'conversation')} · {amounts}{example}{missing}{kept}"
    )


def _example(record: RunRecord) -> list[str]:
    """Said once for the page: illustrative counts are nobody's bill."""
    if "illustrative" not in record.spent.certainties:
        return []
    return wrapped("illustrative: token counts that no provider made; the money is an example", "        ")


def _prices(entries: Sequence[LedgerEntry]) -> list[str]:
    """Where the prices of these charges were read, and when."""
    found = sorted(
        {
            f"{safe(one.charge.price_source)} ({one.charge.price_on:%Y-%m-%d})"
            for one in entries
            if one.charge.price_source and one.charge.price_on
        }
    )
    more = [f"and {len(found) - 4} more"] if len(found) > 4 else []
    return wrapped("; ".join([*found[:4], *more]) or "nothing was priced", "        ", "prices  ")


def _table(title: str, groups: dict[str, Totals]) -> list[str]:
    head = f"{title:<28}{'calls':>7}{'tokens in':>12}{'cached':>8}{'out':>10}{'money':>14}"
    return [head.rstrip(), *(_line(name, totals) for name, totals in groups.items())]


def _line(name: str, totals: Totals) -> str:
    used = totals.tokens
    sent = used.total - used.output
    cached = percent(used.cache_read / sent) if sent else "-"
    amounts = " + ".join(money(amount, currency) for currency, amount in totals.money.items()) or "-"
    if totals.unpriced_calls:
        amounts = "not priced" if totals.unpriced_calls == totals.calls else f"{amounts} + ?"
    label = shortened(safe(NAMES.get(name, name)), 26)
    return f"{INDENT}{label:<26}{totals.calls:>7,}{sent:>12,}{cached:>8}{used.output:>10,}{amounts:>14}"


def told(one: Measure) -> list[str]:
    """One figure with its n, interval and note, or why it was not measured."""
    if one.value is None:
        return wrapped(f"{one.name:<32} not measured: {one.note}", " " * 35, INDENT)
    interval = f"  [{_value(one, one.interval.low)} – {_value(one, one.interval.high)}]" if one.interval else ""
    lines = [f"{INDENT}{one.name:<32} {_value(one, one.value)}{interval}  n {one.n:,}"]
    note = (one.note or "").replace(ILLUSTRATIVE, "").strip("; ")
    return lines + (wrapped(note, " " * 35) if note else [])


def _value(one: Measure, value: object) -> str:
    number = float(str(value))
    if one.unit == "share":
        return "under 0.1 %" if 0 < number < 0.001 else f"{number * 100:.1f} %"
    if one.unit in ("times", "hours"):
        return f"{number:,.2f} {one.unit}" if one.unit == "hours" else f"{number:,.2f}"
    if one.unit == "tokens":
        return f"{number:,.0f}"
    return money(one.value.__class__(str(round(number, 6))), one.unit) if one.value is not None else ""


def _waste(found: Sequence[Wasted]) -> list[str]:
    lines = [f"{'bought nothing':<28}{'conversations':>15}{'tokens':>12}{'money':>14}"]
    for one in found:
        amounts = " + ".join(money(amount, currency) for currency, amount in one.spent.money.items()) or "-"
        lines.append(f"{INDENT}{one.why:<26}{one.conversations:>15,}{one.spent.tokens.total:>12,}{amounts:>14}")
    return lines


def _others(ours: Measure) -> list[str]:
    """Published figures: those that ours may stand beside, then the others with what they really measure."""
    found = beside(ours)
    lines = ["beside what others have published"]
    for one in found:
        mark = one.benchmark
        if mark.comparable:
            lines.append(f"{INDENT}{mark.name:<26}{_published(mark):>12}  {_ratio(one)}")
            lines += wrapped(f"{mark.unit}, {mark.date}; {mark.measures}", " " * 6)
    apart = [one.benchmark for one in found if not one.benchmark.comparable]
    lines.append(f"{INDENT}not comparable, whatever is written about them:")
    return lines + [
        line
        for mark in apart
        for line in wrapped(f"{mark.name} {_published(mark)}: {mark.unit}; {mark.measures}", " " * 6, "    ")
    ]


def _published(mark: Benchmark) -> str:
    if mark.value is None:
        return "-"
    return f"{mark.value:,}" if mark.value >= 1000 else money(mark.value, mark.currency)


def _ratio(one: Beside) -> str:
    if one.ratio is None:
        return f"not compared: {one.why}"
    return f"ours is {one.ratio:.2f} times it" + (": MORE THAN TWICE, look" if one.flagged else "")


def by_slice(record: RunRecord, dimension: Dimension, known: KpiSettings) -> list[str]:
    """Cost per interaction and per resolved outcome of each journey, intent, risk, desk or segment."""
    lines = [f"{f'by {dimension}':<28}{'conversations':>14}{'each':>10}{'resolved':>9}{'a resolved one':>19}"]
    for name, found in sliced(record, dimension, known).items():
        measured = {one.name: one for view in found for one in view.measures}
        each, resolved = measured["cost per interaction"], measured["cost per resolved outcome"]
        cells = [_cell_of(each), f"{resolved.n:,}", _with_bounds(resolved)]
        label = shortened(safe(name), 26)
        lines.append(f"{INDENT}{label:<26}{each.n:>14,}{cells[0]:>10}{cells[1]:>9}{cells[2]:>19}")
    return [*lines, f"{INDENT}no interval: n is too small for one (under {FEW} resolved, or a single journey)"]


def _cell_of(one: Measure) -> str:
    return "-" if one.value is None else _value(one, one.value)


def _with_bounds(one: Measure) -> str:
    if one.value is None:
        return "-"
    if one.interval is None:
        return f"{_value(one, one.value)} (few)"
    return f"{_value(one, one.interval.low)}–{_value(one, one.interval.high)}"


# ---- rows ----------------------------------------------------------------------------------------------------

COLUMNS = (
    "run case turn attempt role payer provider model asked tier at calls fresh cache_read cache_write cache_write_hour"
    " output reasoning certainty amount currency price_on price_source seconds waste avoided"
).split()
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def rows(record: RunRecord) -> list[str]:
    """CSV, one line a charge, and the names of the columns first. What a spreadsheet would compute is quoted."""
    page = StringIO()
    table = csv.writer(page, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows([_cell(value) for value in _row(record.manifest.run, entry)] for entry in record.entries)
    return page.getvalue().splitlines()


def _row(run: str, entry: LedgerEntry) -> list[object]:
    charge, used = entry.charge, entry.charge.tokens
    fields = (
        {"run": run, "at": entry.at.isoformat() if entry.at else None}
        | {name: getattr(used, name) for name in type(used).model_fields}
        | {name: getattr(charge, name) for name in ("certainty", "currency", "price_on", "price_source")}
        | {"amount": None if charge.amount is None else f"{charge.amount:f}"}
    )
    return [fields[name] if name in fields else getattr(entry, name) for name in COLUMNS]


def _cell(value: object) -> str:
    text = "" if value is None else safe(str(value))
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text


def as_json(record: RunRecord, known: KpiSettings, contacts_a_day: int | None = None) -> dict[str, object]:
    """The page for a machine: the same figures."""
    found = figures(record, known, contacts_a_day)
    return {
        "schema": 1,
        "run": record.manifest.run,
        "spent": total(record.entries).model_dump(mode="json"),
        "by": {
            key: {name: totals.model_dump(mode="json") for name, totals in by(record.entries, key).items()}
            for key in ("role", "payer", "model", "tier", "case")
        },
        "measures": [one.model_dump(mode="json") for one in found],
        "waste": [one.model_dump(mode="json") for one in wasted(sessions(record))],
        "beside": [one.model_dump(mode="json") for one in beside(found[1])],
    }
