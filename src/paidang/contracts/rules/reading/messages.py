"""What each finding says in English; the Chinese stands beside each check, with the figures of the case."""

from dataclasses import replace

from paidang.contracts.rules.reading.model import ReadDocument

NO_ADVICE = " This is a hint, not legal advice."

ENGLISH: dict[str, str] = {
    "blank_field": "A place that nobody filled in. Fill it in before signing.",
    "end_before_start": "The last day is before the first. Correct the text.",
    "duration_mismatch": "The months and the dates do not agree.",
    "amount_words_digits": "The amount in figures and in words differ.",
    "conflict": "Two places disagree and cannot both be carried out. Decide which one holds.",
    "garbled_text": "This cannot be read: for how long is not certain.",
    "text_lost": "Words are missing here. Compare with the original.",
    "account_not_payee": "The payee's account is held in the other party's name. Check before paying.",
    "repealed_law": "This law was repealed on 2021-01-01 by the Civil Code." + NO_ADVICE,
    "schedule_infeasible": "In some months the working days for confirmation and payment end after the payment window.",
    "penalty_excessive": "More than 24 % a year: a court may reduce it on request." + NO_ADVICE,
    "penalty_high": "Above four times the loan prime rate a year." + NO_ADVICE,
    "leftover_name": "Not a party, person or store of this contract: left over from another one?",
    "same_party_names": "The names of the two parties are nearly the same.",
    "self_termination": "Ends without notice: when it ended will be disputed." + NO_ADVICE,
    "unlimited_renewal": "Renews without limit: forget to object and it goes on.",
    "undefined_reference": "The text refers to a clause or an annex that it does not have.",
    "installments_sum": "The instalments do not add up to the whole.",
    "shares_sum": "The shares do not add up to 100 %.",
    "credentials_handed_over": "The store's own password is in the other party's hands. Use sub-accounts.",
    "tax_undefined": "Which tax, at what rate, paid by whom, is not said.",
    "fee_tax_undefined": "Whether the fee includes tax is not said.",
    "recognition_undefined": "When an order counts is not said: payment, shipment or receipt.",
    "loss_undefined": "What becomes of a month's loss is not said.",
    "platform_fees_undefined": "Who bears the platforms' fees is not said.",
    "refund_effect_undefined": "How refunds reduce the profit or the sales is not said.",
    "forum_missing": "Which court or arbitration body decides is not said." + NO_ADVICE,
    "data_protection_missing": "The agency sees buyers' personal data; how it is protected is not said."
    + NO_ADVICE,
    "ip_missing": "Who owns the copyright of pictures and pages is not said." + NO_ADVICE,
    "penalty_one_sided": "Only one party owes a penalty." + NO_ADVICE,
    "confidentiality_one_sided": "Only one party is bound to secrecy.",
    "resale_price": "A minimum price matters under antitrust law only if the agency buys and resells."
    + NO_ADVICE,
    "typo": "A confusable word: only one reading makes sense.",
    "page_furniture": "Lines of a web page stand in the text.",
    "monopoly_wording": "Wording that can be read as an unlawful aim." + NO_ADVICE,
}


def in_english(document: ReadDocument) -> ReadDocument:
    """The same document with its findings worded in English."""
    findings = [replace(finding, message=ENGLISH[finding.code]) for finding in document.findings]
    return replace(document, findings=findings)
