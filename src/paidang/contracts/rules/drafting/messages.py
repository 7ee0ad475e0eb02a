"""What each fault of a draft says in English; the Chinese stands beside each check, with the figures of the case."""

from paidang.contracts.rules.reading.messages import ENGLISH as FOUND
from paidang.kit.outcome import Violation

ENGLISH: dict[str, str] = {
    "ANSWER_UNKNOWN": "This template has no such answer.",
    "ANSWER_MALFORMED": "Not in the form asked for: check the amount, the percentage, the date or the choice.",
    "ANSWER_MISSING": "Fill this in.",
    "ANSWER_NOT_USED": "Not in the text yet: what it hangs on is open.",
    "SAME_PARTY_NAMES": "The names of the two parties are nearly the same.",
    "ACCOUNT_NOT_PAYEE": "The Agency is paid, but the account is not in its name.",
    "SERVICE_NOT_ITS_PARTY": "This is among the Agency's services: choose Party B here.",
    "TRAINING_NOT_OFFERED": "There is a training period, but no training among the services.",
    "TERM_ENDS_BEFORE_START": "The last day is before the first.",
    "TERM_MONTHS_MISMATCH": "The months and the dates do not agree.",
    "SHARES_SUM": "The shares do not add up to 100 %.",
    "INSTALMENTS_SUM": "The instalments do not add up to the whole.",
    "COST_TWICE": "Already taken off the profit: nobody bears it a second time.",
    "PLATFORM_FEES_OPEN": "Who bears the platform's fees is open.",
    "TAX_OPEN": "Tax is not taken off the profit.",
    "WINDOW_BEFORE_STATEMENT": "The payment window opens before the statement is due.",
    "SCHEDULE_INFEASIBLE": "In some months confirmation and payment end after the window.",
    "LATE_FEE_TOO_HIGH": "More than 24 % a year: a court may reduce it (Civil Code 585).",
    "PLACE_NOT_OF_FORUM": "Not the place of a court, or not of an arbitration body.",
    "COPIES_ODD": "An odd number of originals cannot be halved.",
    "SUSPENSION_AFTER_ENDING": "Suspension comes after the right to end.",
    "NOTHING_CHOSEN": "Nothing is chosen yet: tick what shall change.",
    "DAY_MISSING": "Say from which day.",
    "SAME_AS_NOW": "This is what holds already.",
    "NEEDS_ALONG": "Our wording says this together with another term: choose that one, too.",
    "CANNOT_BE_WRITTEN": "We have no wording for this change: upload a text of your own.",
    "BRINGS_ALONG": "Written like this, this term would change, too: choose it as well, or upload a text of your own.",
    "READS_BACK_DIFFERENTLY": "Written like this, the contract would be read differently. Use plainer words.",
}


def said(violation: Violation, lang: str) -> str:
    """The fault, or what the reader found in the text, in the language of the page."""
    if lang == "zh":
        return str(violation)
    return ENGLISH.get(violation.code) or FOUND[violation.code.lower()]
