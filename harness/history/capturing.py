"""A conversation that failed -> the draft of a journey that holds it again: what was said, and what it is held to.

What the journey wants stays as its author wrote it, for the variation that failed. So does the customer, where the
words followed from that; where people or a model found them, they become the script. Of a recorded conversation without
a journey, the words that were wrong become what must never be said.
"""

from collections.abc import Iterable, Sequence

from harness.conversation.nouns import Transcript
from harness.journey.draft import one_line
from harness.journey.headings import CANONICAL
from harness.journey.nouns import Heading, JourneySettings, Sentence, Variation
from harness.plan.fill import fill_text
from harness.plan.nouns import Plan, Reaction, Reading
from harness.plan.saying.restate import restate
from harness.run import RunRecord
from harness.trouble import Trouble
from harness.verdict.nouns import Finding, Quote, Verdict

from .captured import captured_line

TAG = "captured"
SCRIPTED = "scripted"
"""How the name of the customer begins who says the same again when asked the same."""
LONGEST = 600
"""Characters of one line of the script: what is longer is cut at a word, and the journey stays one that can be read."""


def capture(record: RunRecord, transcript: Transcript, title: str | None = None) -> str:
    """The text of a journey that reproduces this conversation.

    Raises Trouble when nothing in it failed, or nothing of what failed can be put into a line.
    """
    verdict = record.verdict(transcript.case)
    findings = [finding for ruling in verdict.rulings for finding in ruling.findings]
    if not findings:
        raise Trouble(f"nothing failed in {transcript.case}: there is nothing to guard against")
    plan = record.plan(next(one.journey for one in record.outcomes if one.case == transcript.case))
    row = plan.variation(next(one.variation for one in record.outcomes if one.case == transcript.case))
    asked = plan.settings_of(row)
    parts = [f"# {one_line(title or _title(plan, row, findings))}", _settings(asked)]
    follows = record.manifest.customer.startswith(SCRIPTED)
    sections = _sections(plan, row, follows)
    if not follows:
        sections["script"] = [f"- {_spoken(turn.customer.text)}" for turn in transcript.turns]
    parts.append("\n".join(sections.pop("customer", ["A customer wrote this."])))
    if not sections.get("should") and not sections.get("never"):
        sections |= _expectations(verdict, findings)
    sections["notes"] = [f"- {captured_line(record.manifest.run, transcript.case)}", *map(_noted, findings[:5])]
    parts += [f"## {CANONICAL[name]}\n\n" + "\n".join(sections[name]) for name in _ORDER if sections.get(name)]
    return "\n\n".join(parts) + "\n"


_ORDER: tuple[Heading, ...] = ("script", "should", "never", "facts", "nice", "notes")


def _title(plan: Plan, row: Variation, findings: Sequence[Finding]) -> str:
    where = f", {row.name}" if row.name else ""
    return f"{plan.title}{where}: {findings[0].criterion}, captured"


def _settings(asked: JourneySettings) -> str:
    said = {
        "Owner": asked.owner,
        "Channel": asked.channel,
        "Language": asked.language,
        "Risk": asked.risk,
        "Intent": asked.intent,
        "Tags": ", ".join(dict.fromkeys((*asked.tags, TAG))),
    }
    return " · ".join(f"{key}: {value}" for key, value in said.items() if value)


def _sections(plan: Plan, row: Variation, follows: bool) -> dict[str, list[str]]:
    """Heading -> the lines of it that hold for this row. `follows`: what the customer said followed from these."""
    found: dict[str, list[str]] = {}
    for reading in plan.readings:
        sentence = reading.sentence
        if sentence.only not in (None, row.name) or reading.status not in ("understood", "pinned", "needs_model"):
            continue
        if not follows and (sentence.heading == "script" or any(isinstance(one, Reaction) for one in reading.items)):
            continue  # it is in the words already
        found.setdefault(sentence.heading, []).extend(_lines(reading, row))
    return found


def _lines(reading: Reading, row: Variation) -> Iterable[str]:
    sentence = reading.sentence
    # What was pinned for another journey is not pinned for this one: it is told as it was understood.
    texts = [restate(item) for item in reading.items] if reading.status == "pinned" else [sentence.text]
    for text in texts:
        line = fill_text(text, row.values)
        yield line if sentence.heading == "customer" else f"{_bullet(sentence)}{line}{_weight(sentence)}"


def _bullet(sentence: Sentence) -> str:
    return "  - " if sentence.group else "- "


def _weight(sentence: Sentence) -> str:
    return f" ({sentence.severity})" if sentence.severity else ""


def _spoken(text: str) -> str:
    """What a customer said as one line of a script: no slot, no link, no heading in it."""
    plain = one_line(text).replace("{", "(").replace("}", ")").replace("](", "] (")
    if len(plain) > LONGEST:
        plain = plain[:LONGEST].rsplit(" ", 1)[0] + " …"
    return plain or "…"


def _expectations(verdict: Verdict, findings: Sequence[Finding]) -> dict[str, list[str]]:
    """What a conversation is held to where nobody wrote it down: no loop, and none of the words that were wrong."""
    quotes = [
        shown.words
        for finding in findings
        for shown in finding.evidence
        if finding.criterion != "looping" and isinstance(shown, Quote) and shown.speaker == "agent"
    ]
    words = dict.fromkeys(_spoken(one).replace('"', "'").replace("“", "'").replace("”", "'") for one in quotes)
    found = {"never": [f'- The agent says "{one}".' for one in words]}
    if any(finding.criterion == "looping" for finding in findings):
        found["should"] = ["- The agent asks the same thing again at most once."]
    if not words and "should" not in found:
        raise Trouble(
            f"what failed in {verdict.case} was not said in words that could be looked for: write the journey with"
            " harness new, and hold it to what should have happened"
        )
    return found


def _noted(finding: Finding) -> str:
    return f"- Then, in turn {finding.turn}: {one_line(finding.summary)}"
