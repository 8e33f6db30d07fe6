"""Digest -> Markdown that is read in a minute: what changed, who fares badly, what it cost, what to tidy.

Words from outside are escaped, or stand between back-ticks: a reply makes no link, mention or heading of itself.
"""

import re
from collections.abc import Iterable, Sequence

from harness.history.creeping import Creep
from harness.history.digesting import Digest, Idle, Paid, Share
from harness.history.drift import Breach
from harness.history.life import Finding
from harness.history.slices import Slice
from harness.kpi.feedback import Feedback

from .markdown import escaped
from .words import count, finer_percent, money, safe, shortened, value

MOST = 8
"""Lines under one heading; how many more there are is said."""
NOTABLE = 3
"""Changes of one kind that are named before they are counted."""


def markdown(digest: Digest) -> str:
    """The digest of one night."""
    parts = [
        [_headline(digest), "", _in_brief(digest)],
        _section("Changed since the night before", _changed(digest)),
        _section("Behind the averages", _slices(digest)),
        _section("Findings", _findings(digest)),
        _section("Money", _money(digest)),
        _section("To tidy", _tidy(digest)),
    ]
    return "\n".join(line for part in parts for line in part) + "\n"


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return ["", f"## {title}", "", *lines] if lines else []


def _listed(lines: Sequence[str]) -> list[str]:
    more = [f"- and {count(len(lines) - MOST, 'more', 'more')}"] if len(lines) > MOST else []
    return [f"- {line}" for line in lines[:MOST]] + more


# ---- the head -------------------------------------------------------------------------------------------------


def _headline(digest: Digest) -> str:
    name = (digest.run.profile or "run").capitalize()
    verdict = f" · {digest.run.decision.upper()}" if digest.run.decision else ""
    return f"# {escaped(name)} {digest.date:%-d %b %Y}{verdict}"


def _in_brief(digest: Digest) -> str:
    paid = ", ".join(_paid(one, digest) for one in digest.paid) or "no money charged"
    parts = [
        count(digest.run.conversations, "conversation"),
        _lasted(digest.run.seconds),
        paid,
        f"target {escaped(digest.run.target)}",
        f"run {digest.run.run}",
    ]
    return " · ".join(parts)


def _lasted(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min" if minutes else f"{seconds} s"


def _paid(one: Paid, digest: Digest) -> str:
    limits = [f"{who} {value}" for who, value in digest.budget.items() if who in ("ours", "target")]
    return money(one.amount, one.currency) + (f" (budget: {escaped(', '.join(limits))})" if limits else "")


# ---- what changed ---------------------------------------------------------------------------------------------


def _changed(digest: Digest) -> list[str]:
    if digest.yesterday is None:
        return ["This is the first night of its line: there is nothing to compare it with."]
    told = {one.series for one in (*digest.breaches, *digest.lately)}
    told |= {"resolved"} if "resolution failures" in told else set()
    lines = [
        *(_breach(one, digest) for one in digest.breaches),
        *map(_creep, digest.creeps),
        *(_step(one) for one in digest.shares if _moved(one) and one.name not in told),
        *([f"In force since tonight: {_things(digest.changes)}"] if digest.changes else []),
        *_still(digest.lately),
    ]
    return _listed(lines) or [f"Nothing that {count(digest.nights, 'night')} would call a change."]


def _breach(one: Breach, digest: Digest) -> str:
    word = "worse" if one.worse else "better"
    journeys = digest.carried_by.get(one.series, ())
    where = f"; in {_names(journeys)}" if journeys else ""
    when = "then" if one.changed_in == one.first_after else f"in the night of {_day(one.changed_in)}"
    near = f". Changed {when}: {_things(one.changes)}" if one.changes else ". Nothing that is on record changed then"
    return f"**{_since(one)}** ({word}){where}{near}"


def _since(one: Breach) -> str:
    return f"{_moves(one)}, since the night of {_day(one.first_after)}"


def _moves(one: Breach) -> str:
    return f"{one.series} {value(one.before, one.unit)} → {value(one.after, one.unit)}"


def _still(lately: Sequence[Breach]) -> list[str]:
    """What was told in the nights before and still holds, put together by the night that it began in."""
    nights: dict[str, list[str]] = {}
    for one in sorted(lately, key=lambda one: one.first_after):
        nights.setdefault(one.first_after, []).append(_moves(one))
    return [f"Still, since the night of {_day(night)}: {', '.join(moves)}" for night, moves in nights.items()]


def _creep(one: Creep) -> str:
    return (
        f"**{_code(one.journey)} fails more often**: {one.after[0]} of {one.after[1]} since the night of"
        f" {_day(one.first_after)}, {one.before[0]} of {one.before[1]} before"
    )


def _moved(one: Share) -> bool:
    """Whether the two nights differ to the eye; what it is worth is the charts' to say."""
    return one.before is not None and abs(one.value - one.before) >= 0.01


def _step(one: Share) -> str:
    before = value(one.before, "share")
    return f"{one.name} {before} → {value(one.value, 'share')} (n={one.n}): within what these nights vary by"


def _things(changes: Iterable[tuple[str, str, str]]) -> str:
    """What was changed, in few words: digests say nothing to a reader."""
    said = [_thing(*one) for one in changes]
    more = f" and {count(len(said) - NOTABLE, 'more', 'more')}" if len(said) > NOTABLE else ""
    return ", ".join(said[:NOTABLE]) + more


def _thing(name: str, was: str, now: str) -> str:
    if not was or not now:
        return f"{escaped(name)} ({'new' if now else 'gone'})"
    if re.fullmatch(r"[0-9a-f]{12}", now):
        return escaped(name)
    return f"{escaped(name)} ({_code(was)} → {_code(now)})"


# ---- slices ---------------------------------------------------------------------------------------------------


def _slices(digest: Digest) -> list[str]:
    names = list(dict.fromkeys(one.traits for one in digest.hidden))
    told = _listed([_told([one for one in digest.hidden if one.traits == traits]) for traits in names])
    resolved = next((one for one in digest.shares if one.name == "resolved"), None)
    if told and resolved:
        return [
            f"The average is {value(resolved.value, 'share')} resolved tonight, but over the last nights:",
            "",
            *told,
        ]
    if told:
        return told
    if digest.worst is None:
        return ["No slice fares worse than the rest."]
    return [f"No slice fares worse than chance explains. The worst: {_slice(digest.worst)}."]


def _told(same: Sequence[Slice]) -> str:
    """One slice, by what it fares worst at; and what else it fares badly at."""
    also = f"; also {', '.join(f'{one.question} {finer_percent(one.rate)}' for one in same[1:])}" if same[1:] else ""
    return _slice(same[0]) + also


def _slice(one: Slice) -> str:
    low, high = one.interval.low, one.interval.high
    nights = f", {count(one.streak, 'night')} in a row" if one.streak > 1 else ""
    only = f", all in {_code(one.journeys[0])}" if len(one.journeys) == 1 else ""
    return (
        f"**{' + '.join(map(escaped, one.name.split(' + ')))}**: {one.question} {finer_percent(one.rate)}"
        f" (n={one.n}, {finer_percent(low)} to {finer_percent(high)})"
        f" beside {finer_percent(one.rest_hits / one.rest_n)} elsewhere{nights}{only}"
    )


# ---- findings -------------------------------------------------------------------------------------------------


def _findings(digest: Digest) -> list[str]:
    lines = [
        *(f"**New**: {_finding(one)}" for one in digest.new),
        *(f"**Came back** (first seen {_day(one.first_seen)}): {_finding(one)}" for one in digest.back),
        *(f"Mended: {_what(one)} (first seen {_day(one.first_seen)})" for one in digest.mended),
    ]
    older = [one for one in digest.open if one not in digest.new and one not in digest.back]
    if older:
        looks = sum(1 for one in older if one.standing == "looks mended")
        known = f"{count(len(older), 'older finding')} open"
        lines.append(
            known + (f", {looks} of them without a failure since, not often enough to be sure" if looks else "")
        )
    unguarded = sum(1 for one in digest.open if not one.guards)
    if unguarded:
        lines.append(f"{count(unguarded, 'finding')} that no journey guards: harness capture")
    loop = digest.loop.effectiveness
    if loop.value is not None and digest.loop.found:
        known = f"Of {count(digest.loop.found, 'finding')} so far {digest.loop.fixed} mended"
        back = f"{digest.loop.recurred} came back"
        lines.append(f"{known}, {back}: feedback-loop effectiveness {loop.value:.2f}")
        lines += _believed(digest.loop)
    return _listed(lines)


def _believed(loop: Feedback) -> list[str]:
    """What production showed first, and what people said of the verdicts, where there is any."""
    lines = []
    if loop.escaped.value:
        escaped_ = round(loop.escaped.value * loop.escaped.n)
        lines.append(f"{escaped_} of {count(loop.escaped.n, 'finding')} escaped: production showed them first")
    if loop.upheld.value is not None:
        upheld = round(loop.upheld.value * loop.upheld.n)
        lines.append(f"People looked at {count(loop.upheld.n, 'verdict')} and left {upheld} standing")
    return lines


def _finding(one: Finding) -> str:
    owner = f" · {escaped(one.owner)}" if one.owner else ""
    words = f": {_code(shortened(safe(one.words), 160))}" if one.words else ""
    return f"{_what(one)}{owner} · {_code(one.example)}{f', turn {one.turn}' if one.turn else ''}{words}"


def _what(one: Finding) -> str:
    place = f" ({_code(one.place)})" if one.place else f" ({_code(one.journey)})"
    return f"{one.criterion}, {one.severity}: {escaped(shortened(safe(one.says), 160))}{place}"


# ---- money and order ------------------------------------------------------------------------------------------


def _money(digest: Digest) -> list[str]:
    lines = []
    if digest.cost_per_resolved is not None:
        tonight = money(digest.cost_per_resolved, digest.cost_unit)
        week = f" (median of the week before {money(digest.week_cost, digest.cost_unit)})" if digest.week_cost else ""
        lines.append(f"{tonight} per resolved outcome{week}")
        if digest.old_prices is not None:
            lines.append(f"At the prices of the night before: {money(digest.old_prices, digest.cost_unit)}")
    for one in digest.paid:
        lines.append(f"{money(one.ours, one.currency)} of {money(one.amount, one.currency)} for our own calls")
    if digest.unpriced:
        lines.append(f"{count(digest.unpriced, 'call')} without a price: not in these sums")
    if digest.off_topic:
        sessions, tokens = digest.off_topic
        shares = f"{finer_percent(sessions)} of sessions, {finer_percent(tokens)} of tokens"
        lines.append(f"Requests that are nobody's business here: {shares}")
    return _listed(lines)


def _tidy(digest: Digest) -> list[str]:
    lines = [_idle(one) for one in digest.idle]
    for one in digest.flaky:
        where = _code(f"{one.journey}/{one.variation or '-'}")
        lines.append(
            f"{where} came out both ways in {one.nights} nights of the week ({one.failed} of {one.held} failed)"
        )
    if digest.stale:
        oldest = max(digest.stale, key=lambda one: one.days)
        lines.append(
            f"{count(len(digest.stale), 'pinned reading')} older than the limit, the oldest {oldest.days} days"
            f" ({_code(shortened(oldest.sentence, 60))}): harness pin"
        )
    return _listed(lines)


def _idle(one: Idle) -> str:
    if not one.runnable:
        return f"{_code(one.journey)} cannot be held: harness check"
    since = f"for {count(one.nights, 'night')}" if one.ever else "ever"
    return f"{_code(one.journey)} has not been exercised {since}: delete or mend it"


# ---- words ----------------------------------------------------------------------------------------------------


def _day(run: str) -> str:
    return f"{int(run[6:8])} {_MONTHS[int(run[4:6]) - 1]}" if run else "the first night"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _names(journeys: Sequence[str]) -> str:
    more = f" and {count(len(journeys) - NOTABLE, 'more', 'more')}" if len(journeys) > NOTABLE else ""
    return ", ".join(map(_code, journeys[:NOTABLE])) + more


def _code(text: str) -> str:
    """Words from outside between back-ticks, more of them than any run in the words."""
    plain = safe(text)
    fence = "`" * (max((len(run) for run in re.findall("`+", plain)), default=0) + 1)
    space = " " if "`" in plain else ""
    return f"{fence}{space}{plain}{space}{fence}" if plain else ""
