"""A small book of rules of our own making, for tests of what is said of them."""

from pathlib import Path

from fingerpost.rules.book import RuleBook
from fingerpost.rules.reading.files import read_rules

FACTS = """
facts:
  in_couple:
    of: household
    unit: yes-no
    question: {en: Do you live with a partner?, cy: Ydych chi'n byw gyda phartner?}
    label: {en: Lives with a partner, cy: Byw gyda phartner}
    cost: 1
    common: {yes: 0.5}
  number_of_children:
    of: household
    unit: count
    question: {en: How many children live with you?, cy: Faint o blant sy'n byw gyda chi?}
    label: {en: Children, cy: Plant}
    lowest: 0
    highest: 12
    cost: 1
    common: [0, 1, 2]
  gets_help:
    of: household
    unit: yes-no
    question: {en: Do you get help already?, cy: Ydych chi'n cael cymorth yn barod?}
    label: {en: Gets help, cy: Yn cael cymorth}
    cost: 1
    common: {yes: 0.5}
  works:
    of: adult
    unit: yes-no
    question: {en: Do you work?, cy: Ydych chi'n gweithio?}
    question_partner: {en: Does your partner work?, cy: A yw eich partner yn gweithio?}
    label: {en: Works, cy: Yn gweithio}
    cost: 1
    common: {yes: 0.5}
  earnings:
    of: adult
    unit: money/year
    question: {en: How much do you earn?, cy: Faint rydych chi'n ei ennill?}
    question_partner: {en: How much does your partner earn?, cy: Faint mae eich partner yn ei ennill?}
    label: {en: Earnings, cy: Enillion}
    lowest: 0
    highest: 20000000
    matters_if: works
    otherwise: 0
    cost: 1
    common: [0, 20000]
"""
CHILD_GRANT = """
scheme: child_grant
title: {en: Child Grant, cy: Grant Plant}
kind: benefit
nations: [england, wales, scotland, northern-ireland]
summary: {en: A grant for each child., cy: Grant am bob plentyn.}
sources:
  act: {title: "Child Grants Act 2020, section 1", url: "https://www.legislation.gov.uk/child", checked: 2026-11-01}
parameters:
  each:
    unit: money/week
    label: {en: Rate for each child, cy: Cyfradd am bob plentyn}
    source: act
    confidence: high
    values: [{from: 2026-04-06, value: 10.50, to: 2027-04-05}]
  limit:
    unit: money/year
    label: {en: Most earnings, cy: Y mwyaf o enillion}
    source: act
    confidence: high
    values: [{from: 2026-04-06, value: 30000, to: 2027-04-05}]
rules:
  has_child:
    unit: yes-no
    is: number_of_children > 0
    source: act
    says:
      yes: {en: A child lives with you, cy: Mae plentyn yn byw gyda chi}
      no: {en: No child lives with you, cy: Nid oes plentyn yn byw gyda chi}
  earns_little:
    unit: yes-no
    is: you(earnings) <= limit
    source: act
    says:
      yes: {en: You earn little enough, cy: Rydych yn ennill yn ddigon isel}
      no: {en: You earn too much, cy: Rydych yn ennill gormod}
  most_children:
    unit: money/week
    label: {en: For six children, cy: Am chwech o blant}
    is: 6 * each
    source: act
  spare:
    unit: money/week
    label: {en: For no child, cy: Am ddim plentyn}
    is: 0 * each
    source: act
  weekly:
    unit: money/week
    label: {en: Child Grant a week, cy: Grant Plant yr wythnos}
    is: number_of_children * each
    source: act
received: [gets_help]
entitled: has_child and earns_little
amount: weekly
apply: {url: "https://www.gov.uk/child-grant", label: {en: Apply for the Child Grant, cy: Gwneud cais}, by: us}
documents:
  - {en: A birth certificate, cy: Tystysgrif geni}
figures: [most_children, spare]
notes:
  - {en: It is paid on Mondays., cy: Telir ef ar ddydd Llun., source: act}
left_out:
  - {en: Children in care., cy: Plant mewn gofal.}
"""
EARNINGS_TAX = """
scheme: earnings_tax
title: {en: Earnings Tax, cy: Treth Enillion}
kind: tax
nations: [england, wales, scotland, northern-ireland]
summary: {en: A tax., cy: Treth.}
sources:
  act: {title: "Taxes Act 2020, section 2", url: "https://www.legislation.gov.uk/tax", checked: 2026-11-01}
parameters:
  rate:
    unit: share
    label: {en: Rate, cy: Cyfradd}
    source: act
    confidence: high
    values: [{from: 2026-04-06, value: 0.20, to: 2027-04-05}]
rules:
  yearly:
    unit: money/year
    label: {en: Tax a year, cy: Treth y flwyddyn}
    is: you(earnings) * rate
    source: act
amount: yearly
"""
HELP_BADGE = """
scheme: help_badge
title: {en: Help Badge, cy: Bathodyn Cymorth}
kind: help
nations: [wales]
at_most: may
summary: {en: A badge., cy: Bathodyn.}
sources:
  page: {title: "Help Badge, GOV.WALES", url: "https://www.gov.wales/badge", checked: 2026-11-01}
rules:
  has_help:
    unit: yes-no
    is: gets_help
    source: page
    says:
      yes: {en: You get help already, cy: Rydych yn cael cymorth yn barod}
      no: {en: You do not get help, cy: Nid ydych yn cael cymorth}
not_with: {child_grant: page}
entitled: has_help
"""


def small_book(folder: Path) -> RuleBook:
    """Child Grant of £10.50 a week and child up to £30,000 of earnings, a tax of a fifth, and a badge in Wales."""
    for part, files in (
        ("facts", {"shared": FACTS}),
        ("schemes", {"child_grant": CHILD_GRANT, "earnings_tax": EARNINGS_TAX, "help_badge": HELP_BADGE}),
    ):
        (folder / part).mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / part / f"{name}.yaml").write_text(text, encoding="utf-8")
    return read_rules(folder / "facts", folder / "schemes")
