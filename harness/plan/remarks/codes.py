"""What each complaint is called, in one place: for whoever lists them, and for machines that show them."""

from harness.noun import Noun


class Code(Noun):
    """One kind of complaint."""

    name: str
    """J001, J002, ..."""
    title: str
    """What it says, as a sentence."""
    why: str
    """Why it matters and what to do, in a sentence or two."""

    @property
    def page(self) -> str:
        """Where it is explained, from the project's root."""
        return f"docs/diagnostics/{self.name}.md"


CODES: tuple[Code, ...] = tuple(
    Code(name=name, title=title, why=why)
    for name, title, why in (
        (
            "J001",
            "Nothing can be checked",
            "A journey that checks nothing would be green for ever. Write one thing that would be seen.",
        ),
        (
            "J002",
            "Not sure how to read this",
            "No rule reads the sentence, so it is shown and not checked. Word it as the suggestion shows.",
        ),
        (
            "J003",
            "Heading or title in the wrong place",
            "Lines under a heading that nobody knows could be meant as anything. Use one of the known headings.",
        ),
        (
            "J004",
            "Too vague to check",
            "No two readers would agree on a failure. Write what a reader would see.",
        ),
        (
            "J005",
            "Only a permission",
            "What the agent may do can never fail. Leave 'may' out if it has to.",
        ),
        (
            "J006",
            "A slot, a table or a link leads nowhere",
            "A journey with a hole in it would be tried with the hole. Add the column, the cell or the page.",
        ),
        (
            "J007",
            "A column is never used",
            "Its rows try the same conversation again and cost as much. Use it in a sentence, or take it out.",
        ),
        (
            "J008",
            "A denial under what must never happen",
            "Two denials are easily read the wrong way round. Describe the bad thing itself.",
        ),
        (
            "J009",
            "Not something that happens in a conversation",
            "Clicks, pages and colours are not seen in a conversation. Say what is said, or what happens afterwards.",
        ),
        (
            "J010",
            "Unknown setting, or a value that does not fit",
            "A misspelt setting would silently be none. Write one that exists, with a value as shown.",
        ),
        (
            "J011",
            "Unknown desk, tool or intent",
            "A check on a name that does not exist could never hold, or never fail. Use a name from harness.toml.",
        ),
        (
            "J012",
            "Two lines contradict each other",
            "No agent can do both. Take one out, or say in each when it holds.",
        ),
        (
            "J013",
            "The customer has no answer to give",
            "The agent is required to ask for what the journey never says. Say it, or that the customer does not know.",
        ),
        (
            "J014",
            "Unchanged text would now be read otherwise",
            "A new version of the rules reads the sentence in another way than the lock. Read both, then accept one.",
        ),
        (
            "J015",
            "A language that the customer does not speak",
            "The scripted customer speaks English only, and never pretends.",
        ),
        (
            "J016",
            "Two journeys of one name",
            "Results filed under one name would mix. Rename one of the files.",
        ),
        (
            "J017",
            "A check that could not fail",
            "It holds whatever the agent does, so its pass says nothing. Give it something that can be broken.",
        ),
        (
            "J018",
            "An agent that does nothing would pass",
            "Every line forbids or bounds something; none says what has to be done. Add what a good agent does.",
        ),
        (
            "J019",
            "Nothing says what must never happen",
            "An agent that does the right thing and harm besides would pass. Add one thing that must never happen.",
        ),
        (
            "J020",
            "Two journeys of one title",
            "In a report nobody could tell them apart. Say in each title what is different.",
        ),
        (
            "J021",
            "The same sentence in many journeys",
            "When it changes, one of them will be forgotten. Write it once, in a page that all of them link to.",
        ),
        (
            "J022",
            "A time that is not checked",
            "That something happens is checked, not when. Say before or after what, if it matters.",
        ),
    )
)
"""Every code, in order."""
