"""A file of pupils, as a council may have it: whoever gets Universal Credit and no free school meals may miss them."""

MAPPING = """
title = "School admissions"
purpose = "Find who misses free school meals"
legal_basis = "Education Act 1996 section 512ZB; UK GDPR Article 6(1)(e)"
owner = "Head of Education Welfare"
schemes = ["free_school_meals"]
reference = "ref"
keep = ["reasons", "missing"]
nation = "england"
[columns]
"gets_universal_credit" = "uc"
"you.date_of_birth" = "born"
"children.0.date_of_birth" = "child"
"children.0.school" = "school"
[same_for_all]
in_couple = false
no_public_funds = false
in_london = false
[receives]
free_school_meals = "fsm"
"""
