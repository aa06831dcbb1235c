"""Rules: dated figures and conditions, evaluated over what is known. A missing fact never counts as no.

reading/      rule files -> RuleBook, checked: names, units, dates, sources, circles
book.py       what a rule book holds
households/   answers -> Household; packed into a link, and held against one another
counting/     a rule over what is possible: exactly for one household, in arrays for many
evaluating.py RuleBook, Household, day, nation -> Evaluation: verdicts, amounts, reasons, what is missing
explaining/   reasons, what is missing, the working of an amount
asking/       the question that is expected to settle most
comparing.py  what a change would do to a household
hearing/      facts in people's own words -> answers
saying/       results -> claims in the rules' own words
authoring/    for those who write rules: examples, thresholds, coverage, differences
reforms.py    a change laid over a book
populations/  many households: read, made up, counted
uk/           the rule files that come with Fingerpost
"""

from fingerpost.rules.asking.asking import next_question
from fingerpost.rules.book import ADULT, CHILD, HOUSEHOLD, Fact, Parameter, Rule, RuleBook, RuleSource, Scheme, Words
from fingerpost.rules.evaluating import Evaluation, evaluate
from fingerpost.rules.faults import FactsInvalid, OutsideDates, Problem, RulesInvalid
from fingerpost.rules.households.household import DONT_KNOW, RATHER_NOT_SAY, Answer, Household, Range, YearsOld
from fingerpost.rules.households.interview import InterviewUnreadable, WhyDropped, pack_interview, unpack_interview
from fingerpost.rules.households.reading import read_answer, read_household
from fingerpost.rules.reading.files import build_book, read_rules, uk_rules
from fingerpost.rules.results import Amount, Possible, Reason, SchemeResult, Verdict, WorkingLine

__all__ = [
    "ADULT",
    "CHILD",
    "DONT_KNOW",
    "HOUSEHOLD",
    "RATHER_NOT_SAY",
    "Amount",
    "Answer",
    "Evaluation",
    "Fact",
    "FactsInvalid",
    "Household",
    "InterviewUnreadable",
    "OutsideDates",
    "Parameter",
    "Possible",
    "Problem",
    "Range",
    "Reason",
    "Rule",
    "RuleBook",
    "RuleSource",
    "RulesInvalid",
    "Scheme",
    "SchemeResult",
    "Verdict",
    "WhyDropped",
    "Words",
    "WorkingLine",
    "YearsOld",
    "build_book",
    "evaluate",
    "next_question",
    "pack_interview",
    "read_answer",
    "read_household",
    "read_rules",
    "uk_rules",
    "unpack_interview",
]
