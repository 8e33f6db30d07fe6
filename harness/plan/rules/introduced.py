"""How a sentence introduces the customer: by a name, or as one of a sort of people."""

import re

from harness.text.caseless import Caseless

from .wishes import CUSTOMER

IS_NAMED = re.compile(
    r"(?i:(?:the (?:customer|caller|user)|our (?:customer|caller|member)|this|the (?:customer|caller|user)'s name) is )"
    r"(?P<name>(?:(?:Mr|Mrs|Ms|Dr)\.? )?[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2})(?P<rest>,\s+.+)?"
)
""" "The customer is Winifred Oakes, a very sharp bookkeeper"."""
SORT_OF = Caseless(
    rf"(?:{CUSTOMER}|(?-i:[A-Z])[\w'-]+(?: (?-i:[A-Z])[\w'-]+)*),? (?:is|are) (?:very much )?(?P<what>(?:one of those"
    r"|(?:the|a) (?:sort|kind|type) of) (?:people|person|customers?|man|woman|callers?|patients?)?.+|no (?:pushover"
    r"|fool"
    r"|expert|stranger|soft touch)\b.*|not (?:one to|the sort|the type|the kind)\b.*)",
)
""" "is one of those people who ...", "is no pushover"."""
