"""Which schemes a question names, so that what settles those is asked first."""

import re

from fingerpost.rules.book import RuleBook
from fingerpost.rules.hearing.reading_text import fold

TAXES = ("income_tax", "national_insurance")
_TOPICS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        r"child ?care|nursery|childminder|(?:15|30|free|funded) hours|(?:n?g?ofal plant|meithrinfa|feithrinfa)",
        ("tax_free_childcare", "funded_childcare", *TAXES),
    ),
    (
        r"child benefit|high income (?:child benefit )?charge|[bf]udd-?dal plant",
        ("child_benefit", "child_benefit_charge", *TAXES),
    ),
    (r"universal credit|\buc\b|(?:c|g|ch)redyd cynhwysol", ("universal_credit",)),
    (r"pension credit|(?:c|g|ch)redyd pensiwn", ("pension_credit",)),
    (r"housing benefit|[bf]udd-?dal tai", ("housing_benefit",)),
    (r"council tax|treth gyngor|dreth gyngor", ("council_tax_reduction_pension_age", "council_tax_discounts")),
    (r"carer'?s allowance|carer support payment|lwfans gofalwyr", ("carers_allowance", "carer_support_payment")),
    (r"attendance allowance|lwfans gweini", ("attendance_allowance", "pension_age_disability_payment")),
    (r"free school (?:meals?|lunch\w*)|prydau ysgol", ("free_school_meals",)),
    (r"healthy start|best start", ("healthy_start", "best_start_foods", "best_start_grant")),
    (r"marriage allowance|lwfans priodas", ("marriage_allowance", "income_tax")),
    (r"income tax|take[- ]home|national insurance|treth incwm|yswiriant gwladol", TAXES),
    (r"winter fuel|tanwydd gaeaf", ("winter_fuel_payment", "pension_age_winter_heating_payment")),
)


def topics_in(book: RuleBook, text: str) -> tuple[str, ...]:
    """The public schemes that a text is about, in order; none where it names none of them."""
    folded = fold(text)
    named = [scheme for words, schemes in _TOPICS if re.search(rf"(?:{words})", folded) for scheme in schemes]
    return tuple(scheme for scheme in dict.fromkeys(named) if scheme in book.public)
