"""The turns of phrase by which an act is known, in normal form: one expression an act, each bounded.

They are written for service English, British and American. A phrase belongs here when an agent could say it to anybody:
nothing in this file knows a shop, a product or a journey.
"""

import re

from .quick import Quick

_BUT_FIND = (
    r"(?!(?:be able to )?(?:find|see|locate|hear|match|recogni[sz]e|wait|thank|stress|emphasi[sz]e|help (?:but"
    r"|noticing)|believe|imagine|be sure|charge|need|ask|go wrong)\b)"
)
_ADVERB = (
    r"(?:now|just|also|then|still|first|only|quickly|gladly|happily|certainly|instead|kindly|please|of course|even"
    r"|simply|\w{2,12}ly)"
)
_TELL = r"(?:tell|give|provide|share|enter|type|confirm|supply|specify|choose|select|state|describe|spell|quote|verify)"
_DO = (
    r"(?:offer|give|send|provide|arrange|issue|refund|reimburse|credit|cancel|replace|exchange|swap|ship|redeliver"
    r"|redirect|reroute|change|update|amend"
    r"|correct|book|schedule|waive|extend|reset|unlock|create|open|raise|log|apply|add|process|collect|upgrade"
    r"|discount|email|text|post|forward|close"
    r"|remove|delete|pause|stop|return|resend|honou?r|compensate|make an exception|set up|take \w+ off|knock"
    r"|reorder|submit|order)"
)
_PEOPLE = (
    r"(?:colleagues?|specialists?|managers?|supervisors?|advisers?|advisors?|agents?|person|people|team|human|someone"
    r"|somebody|representatives?)"
)

NOT_UNDERSTOOD = Quick(
    r"\b(?:i'm|i am) (?:still )?not following\b|\b(?:didn't|did not|don't|do not|couldn't|could not)(?: quite"
    r"| fully| really| seem to){0,2} (?:catch"
    r"|understand|follow|get that|recogni[sz]e that|make sense of)"
    r"|\bnot (?:quite |really |entirely |completely )?sure (?:that |if )?(?:i|what)(?: \w+){0,3} (?:understand"
    r"|understood|mean|meant|follow|asking|saying|caught)\b"
    r"|\b(?:rephrase|say (?:that|it) (?:again|another way|differently|in (?:other|different) words)|put (?:it|that)"
    r" (?:another way|differently))\b"
)
ANYTHING_ELSE = Quick(
    r"\b(?:anything|something) (?:else|further|more)\b|\bwhat else (?:can|could|may)\b|\banything i can (?:still"
    r" )?(?:do|help)\b"
    r"|\bany (?:other|further|more) (?:questions?|queries|query|requests?|issues?|concerns?)\b"
)
MORE_HELP = re.compile(
    r"\b(?:let (?:me|us) know|just ask|help|feel free|reach out|get in touch|message|tell me|happy to|if there's|if"
    r" you need|if you have)\b"
)
BYE = Quick(
    r"\b(?:good ?bye|bye|(?<!to )see you|take care|have a (?:\w+ ){0,3}(?:day|evening|weekend|afternoon"
    r"|morning|night|week"
    r"|time|one)"
    r"|enjoy (?:your|the rest of your) (?:\w+ )?(?:day|evening|weekend|afternoon)|all the best|talk (?:to you"
    r" )?soon|farewell|cheerio)\b"
)
GREET = Quick(
    r"^(?:hi|hiya|hello|hey|good (?:morning|afternoon|evening|day)|welcome|greetings|nice to meet you)\b|\bhow are"
    r" you\b"
    r"|\b(?:how|what) (?:can|may|could|might) (?:i|we) (?:help|assist|do for)\b|\bthis is \w+ (?:from|at"
    r"|speaking)\b|\bmy name is\b"
)
THANK = Quick(
    r"^(?:(?:and|ok|okay|great|perfect|lovely|brilliant|yes|sure),? ){0,3}(?:thank you|thanks|many thanks"
    r"|cheers)\b(?! to\b)"
    r"|\b(?:i|we) (?:really |do |very much |would like to |want to )?(?:appreciate|thank you)\b|\bmuch appreciated\b"
    r"|\b(?:thanks|thank you) (?:so much |very much |again )?for\b|\b(?:thank you|thanks)[.!]*$"
)
_APOLOGISE = Quick(r"\b(?:sorry|apologi[sz]e[ds]?|apologies|apology|regret (?:the|any|that)|forgive (?:me|us))\b")
_NO_APOLOGY = re.compile(
    r"\b(?:not|never|no|nothing|without|cannot|unable|refuse|decline|[a-z]+n't)\b"
    r"(?!.{0,60}\b(?:how (?:very |deeply )?sorry|(?:sorry|apologi[sz]e) enough)\b)"
    r"(?: (?!but\b|and\b|only\b)[\w']+){0,4}"
    r" (?:sorry|apolog)"
    r"|\b(?:not true|untrue|false) that\b.{0,80}\b(?:sorry|apolog)"
    r"|\bsafe than sorry\b|\bapolog\w+ (?:is|are|was|were)(?:n't| not| never)\b"
    r"|\b(?:you|he|she|they|customers?)(?:'ll| will| should| must| need to| have to| ought to| can| could| may| might)"
    r"(?: \w+){0,2} (?:sorry|apologi)"
    r"|(?:\bwould|'d) (?:\w+ )?apologi[sz]e\b(?=.{0,80}\bif\b)|\bif\b.{0,80}(?:\bwould|'d) (?:\w+ )?apologi[sz]e\b"
)
"""Denied, asked of somebody else, or only what would be: no apology."""
_OWN_APOLOGY = re.compile(
    r"^(?:(?:oh|and|but|so|again|ok|okay|no|yes),? ){0,2}(?:(?:i|we)\b|my |our |so |very |sorry|apolog)"
)
_SORRY_WHAT = re.compile(r"(?:i'm |i am )?sorry,? ?(?:what|who|pardon|come again|say again|huh|eh)?\W*\?")

CONFIRM = Quick(
    r"\bwould it help if (?:i|we)\b|\b(?:shall|should|may|can|could|might) (?:i|we)(?: now| just)? (?:go ahead"
    r"|proceed|continue|cancel|refund"
    r"|send|change|update|transfer|put you|pass you"
    r"|create|open|reset|issue|process|arrange|book|close|remove|connect)\b|\bshall (?:i|we)\b"
    r"|\b(?:would|do) you (?:still |really )?(?:like|want|prefer|wish|need) (?:me|us) to\b"
    r"|\b(?:is|are|would|does) (?:that|this|it|you)(?: be)?(?: all)? (?:ok|okay|fine|alright|all right|acceptable"
    r"|good|work|sound)\b"
    r"|\b(?:happy|ok|okay|ready|comfortable|content) (?:for (?:me|us) to|with (?:that|this)|to (?:go ahead|proceed"
    r"|continue))\b|\bare you sure\b"
    r"|\b(?:confirm|certain)(?: that| whether| if)? (?:you|you're|you are|you'd)(?: \w+){0,3} (?:want|like|wish"
    r"|happy|go ahead|cancel|proceed|sure)\b"
    r"|\b(?:do|would) you (?:really |still )?(?:want|like|wish) to (?:go ahead|proceed|continue|cancel|confirm)\b"
    r"|\bdo (?:i|we) have your (?:permission|consent|ok|agreement|go-ahead)\b|\bif (?:you'd|you would) like me"
    r" to\b.{0,80}\byes\b"
)
OFFER_QUESTION = Quick(
    r"\bhow (?:does|would) (?:that|this) (?:sound|work)\b|\bwould (?:that|this) (?:help|change|suit|tempt|make)\b"
    r"|\bwould you (?:like|prefer|accept|consider|be interested|be open|be happy|take|rather)\b|\bdo you want (?:a"
    r"|an|the|some|to|your)\b|\bhow about\b"
    r"|\bwhat if (?:i|we)\b|\b(?:can|may|could) (?:i|we) (?:offer|interest|tempt|give you|suggest)\b|\binterested"
    r" in\b|\bfancy an?\b"
    r"|\bwould an? (?:\w+ ){1,5}(?:help|work|be|suit)\b|\bwhy not (?:stay|take|keep|try)\b"
)
OPEN_QUESTION = re.compile(
    r"^(?:(?:and|so|but|then|ok|okay|thanks),? ){0,2}(?:which|who|whose|when|where|what (?!if\b)"
    r"|how (?!about\b|(?:does|would) (?:that|this) (?:sound|work)))"
)
_WHO = (
    r"(?:\b(?:i|we)(?:'d| would| can| could| may|'re able to| are able to|'m able to| am able to|'ll| will|'m going to"
    r"|'re going to| am going to| are going to)|\blet me)"
)
_TO_SOMEONE = (
    rf"(?:(?:transfer|connect|redirect|direct|refer|rout)\w{{0,5}} (?:you|this|it|your \w+)\b(?! to \d)"
    rf"|escalat\w{{1,3}} (?:you|this|it|the|your|that)\b"
    r"|(?:send|rout|return)\w{0,4} you (?:straight |right )?(?:back|over|across|through|on) to\b|rout\w{0,4} you to\b"
    r"|put(?:ting)? (?:you|your call) (?:straight |directly |right |back )?(?:through|across|in touch|on to|over)\b"
    r"|(?:pass|hand|mov|switch|forward|bring)\w{0,4} (?:you|this|it|that|your \w+|the \w+|all of this)"
    r" (?:straight |directly |right |back )?(?:through|on to|onto|on|over|across|to)\b"
    rf"|(?:get|bring|ask|find)\w{{0,4}} (?:in )?(?:a|an|one of|someone|somebody|my|our|the) ?(?:\w+"
    rf" ){{0,4}}{_PEOPLE}\b|(?:get|getting) (?:someone|somebody)\b)"
)
_OFFER = Quick(
    rf"\b(?:i|we) (?:can|could)(?: {_ADVERB}){{0,2}} {_TO_SOMEONE}"
    rf"|{_WHO}(?: (?!only\b){_ADVERB}| be (?:happy|glad|pleased|able|delighted) to| love to| like to){{0,2}} {_DO}\b"
    rf"|\b(?:happy|glad|pleased|delighted|able|authori[sz]ed|willing) to {_DO}\b|\b(?:i|we) (?:do )?(?:offer"
    rf"|promise|propose|guarantee)\b|\bmy offer\b"
    r"|\bwhat (?:i|we) can do is\b|\bas a (?:gesture of goodwill|goodwill gesture)\b|\byou (?:can|could|may) have"
    r" (?:a|an|your|the|one)\b"
    r"|\byou(?:'ll| will|'d| would) (?:also )?(?:get|receive|be (?:refunded|credited|reimbursed)|have)\b.{0,40}"
    r"\b(?:refund(?:ed)?|vouchers?|credit(?:ed)?|money|replacement|discount|free|back|reimbursed)\b"
    rf"|(?:\b(?:will|shall)|'ll)(?: {_ADVERB})? be (?:refunded|credited|reimbursed|cancelled|canceled|replaced|waived"
    r"|redirected|rerouted|(?:delivered|shipped|sent|posted) to (?=\d))\b"
    r"|\b(?:refund|money) (?:goes|is going) (?:\w+ ){0,2}?(?:to|on|onto)\b"
    r"|\b(?:i|we)(?:'ll| will| can) put (?:the|your) (?:money|refund|amount)\b"
    r"|^(?:(?:so|and|ok|okay|here),? )?(?:please )?(?:have|take|accept|enjoy) (?:a|an|this|these|our|your)"
    r" (?:[^ ]+ ){0,3}(?:vouchers?|discount|credit|gift)\b"
    r"|\b(?:refund|money|credit|parcel|replacement) (?:\w+ ){0,3}(?:will|'ll) (?:go|be sent|be paid|be made|be"
    r" issued)\b"
)
_OFFER_BLOCK = re.compile(r"\b(?:only|if you (?:have|want to know)|cannot|can't|won't|not|never|unable)\b")
_RULE = re.compile(r"\b(?:as long as|provided (?:that|it)|only (?:if|when|before|within))\b")
"""We can change an address as long as it has not left: a rule, no offer."""
_REQUEST = Quick(
    rf"\b(?:please|kindly) (?:can you |could you |{_ADVERB} )?(?:{_TELL}|reply with|send (?:me|us|over)|let (?:me"
    rf"|us) (?:know|have)|remind me|check your)\b"
    rf"|\b(?:could|can|would|will) you(?: {_ADVERB}| perhaps| possibly){{0,2}} (?:{_TELL}|send|let|check|remind"
    rf"|read|repeat|have|explain|upload|say|mind)\b"
    rf"|\b(?:may|can|could|might) (?:i|we)(?: {_ADVERB}){{0,2}} (?:have|get|take|ask|check|confirm|know|grab|see"
    rf"|verify)\b"
    rf"|\b(?:i|we)(?:'ll| will)?(?: {_ADVERB}){{0,2}} (?:need|require) (?:to (?:know|have|take|ask|get)\b"
    rf"|to (?:confirm|check|verify|see) (?:your|who|which)\b|you to {_TELL}\b"
    r"|(?:your|the|a|an|some|one|two|both|more|just)\b"
    r"(?!.{0,40}\bback\b)(?!.{0,20}\b(?:days?|hours?|minutes?|moments?|time|weeks?|while)\b))"
    r"|^(?:and |so )?(?:which|what) (?!i\b|we\b|you\b|it\b)(?:\w+ ){0,4}"
    r"(?:did|do|is|are|was|were|have|would) (?:you|your|it)\b"
    r"|\b(?:i'd|i would|we'd) (?:just |also )?(?:like|love|need) to (?:know|ask|confirm|check|take|have)\b|\b(?:i'm"
    r"|we're) (?:still )?missing\b"
    rf"|^(?:(?:and|then|now|so|first|next|ok|great|just|but|only|to start|to begin),? ){{0,3}}(?:{_TELL} (?:me|us"
    rf"|your|in)\b|let me have\b"
    r"|let (?:me|us) know (?:your|the|which|what|where|when|how|who)\b|send (?:me|us) (?:your|the|a)\b|(?:what's"
    r"|what is|what are) (?:your|the)\b)"
    r"|^(?:and |so )?(?:your|the) .{1,60}\bplease[.!]*$"
    r"|^(?:(?:and|so|ok|okay|great|thanks),? )?(?:\w+ ){0,3}(?:number|digits|details|postcode|code|e?-?mail|address"
    r"|name|password|pin|reference|id|date of birth),? please[.!]*$"
    r"|\b(?:say|reply|type|answer|respond)(?: with)? \W?(?:yes|confirm|ok)\b"
)
_REFUSE = re.compile(
    rf"\b(?:i|we|they|our team|nobody)(?: (?:{_ADVERB}|unfortunately|therefore|really)){{0,2}} (?:can't|cannot|can"
    rf" not|can no longer|won't|will not)"
    rf"(?: {_ADVERB}| be able to| actually){{0,2}} {_BUT_FIND}\w"
    r"|\b(?:i|we) (?:couldn't|could not)(?: \w{2,12}ly)? (?!find|see|locate|hear|match|recogni[sz]e|verify|confirm"
    r"|get|reach|be sure)\w"
    r"|\b(?:can't|cannot|can not|can no longer|couldn't|won't|will not)(?: \w{2,12}ly)? (?:be (?!able|sure|charged"
    r"|needed|asked)(?!\w+ (?:until|before|for another)\b)"
    r"|have (?:the|a|that|it)\b|do (?:that|this|it|so)\b)(?!undone)"
    r"|\byou (?:can't|cannot|can not|can no longer|may not|won't be able to) (?!find|see|wait|be sure|go wrong)\w"
    r"|\b(?:not|isn't|aren't|no longer|wouldn't be|won't be|never)(?: \w{2,12}ly)? (?:possible|eligible|allowed"
    r"|permitted|refundable|returnable|cancellable"
    r"|covered|entitled|valid|something (?:that )?(?:i|we) can|something (?:that )?(?:i|we)'re able|an option"
    r"|authori[sz]ed|in a position)\b"
    rf"|\b(?:not able|unable|impossible) to {_BUT_FIND}\w|\bimpossible\b"
    r"|\b(?:have to|must|need to|i|we) (?:decline|refuse|say no)\b|\bagainst (?:\w+ ){0,2}(?:policy|rules)\b|\bi'm"
    r" afraid (?:not|no)\b"
    r"|\b(?:i|we|policy|rules|it) (?:don't|do not|doesn't|does not) (?:\w{2,12}ly )?(?:offer|allow|permit|accept"
    r"|qualify|make exceptions|do \w+s\b|refund|cancel|share|give"
    r"|provide|change|do that|do this|cover|reopen|have the authority)\b"
    r"|\b(?:outside|beyond) (?:of )?(?:what (?:i|we) (?:can|are able to|do)|my remit|our remit|my area)\b"
    r"|\b(?:i|we) can only (?:help|assist)\b"
    r"|\btoo late to\b|\boutside (?:of )?(?:\w+ ){0,3}(?:window|period|limit|policy)\b|\bthere(?:'s| is) nothing"
    r" (?:more |else |that )?(?:i|we) can\b"
    r"|\b(?:have to|must) leave (?:it|this|that) (?:there|here|at that)\b"
    r"|\bmust stay as (?:it is|they are)\b|\bno longer (?:be )?(?:change|cancel|refund|return)"
)
_CONDITION_BEFORE = re.compile(r"\b(?:if|when|unless|in case|whenever|even if|because|why)\b[^,]*$")
_SORRY_FOR_THEM = re.compile(r"\b(?:sorry|hear|see|understand)(?: that)? $")
"""I'm sorry that you can't log in: regret, no refusal."""
_HAND_OFF = Quick(
    r"\b(?:i'll|i will|we'll|we will|let me|i'm going to|i am going to|i'm|i am|we're|we are|i've|i have|we've|we"
    r" have|i|we|and|'ll|i'd better)"
    rf"(?: (?:{_ADVERB}|be|gone ahead and|going to|need to|have to)){{0,2}} {_TO_SOMEONE}"
    rf"|^(?:(?:now|just|ok|okay|please hold,?) )?(?:transferring|connecting|escalating|redirecting|passing|putting"
    rf"|handing) (?:you|this|your)\b"
    r"|\byou(?:'re| are)(?: now)?(?: being)? (?:now )?(?:through to|transferred|connected|passed|handed|put through"
    r"|speaking (?:to|with)|talking (?:to|with)"
    r"|now with|with (?:the |our )?\w+ (?:team|desk|department))\b"
    r"|\b(?:you've|you have|your \w+ has|this has|it has) (?:now )?(?:been (?:transferred|passed|handed|escalated"
    r"|put through|connected|forwarded)|reached the)\b"
    rf"|\b(?:a|an|one of|our|my|the|someone|somebody)\b(?: \w+){{0,4}}? ?{_PEOPLE}(?: \w+){{0,4}} (?:will|is going"
    rf" to|'ll|can) (?:now |then |shortly |soon )?"
    r"(?:be in touch|contact you|call you|take over|take it from here|help you|be with you|get back to you|reach"
    r" out|join|pick this up|look after you|ring you)\b"
)
_DENIED = re.compile(
    r"\b(?:not|never|no|without|don't|won't|can't|cannot|needn't|doesn't|didn't|haven't|isn't|aren't|rather than"
    r"|instead of|whether)\b"
)


def apology(line: str, question: bool) -> bool:
    """Whether the line is sorry. "There is no reason to apologise" and "Should I apologise?" are not."""
    if not _APOLOGISE.search(line) or _NO_APOLOGY.search(line):
        return False
    return not question or _OWN_APOLOGY.match(line) is not None


def sorry_what(line: str, onward: str) -> bool:
    """Whether the line, read onward, only asks to hear it again: "Sorry, what?"."""
    return line.startswith(("sorry", "i'm sorry", "i am sorry")) and _SORRY_WHAT.fullmatch(onward) is not None


def request(line: str) -> re.Match[str] | None:
    """Where the line asks for something without being a question; "I don't need your card number" does not."""
    return _unless_denied(line, _REQUEST.search(line))


def hand_over(line: str) -> re.Match[str] | None:
    """Where the line passes the customer on, promised or done."""
    return _unless_denied(line, _HAND_OFF.search(line))


def _unless_denied(line: str, found: re.Match[str] | None) -> re.Match[str] | None:
    return None if found is None or _DENIED.search(line, max(0, found.start() - 60), found.start()) else found


def refusal(line: str) -> re.Match[str] | None:
    """Where the line says no to somebody. "If you can't find it" and "I can't find it" do not."""
    found = _REFUSE.search(line)
    if found is None or _CONDITION_BEFORE.search(line, max(0, found.start() - 80), found.start()):
        return None
    return None if _SORRY_FOR_THEM.search(line, 0, found.start()) and line.startswith("you", found.start()) else found


def promise(line: str) -> re.Match[str] | None:
    """Where the line offers or promises something to be done or given."""
    found = _OFFER.search(line)
    if found is None or _OFFER_BLOCK.search(line, max(0, found.start() - 40), found.start()):
        return None
    return None if _RULE.search(line, found.end(), found.end() + 200) else found
