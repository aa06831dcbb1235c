"""Numbers of public bodies and helplines: they are nobody's personal data."""

from fingerpost.guard.contacts import CONTACTS

# Sort code and accounts into which anyone pays tax; HMRC publishes them.
PUBLIC_ACCOUNTS = frozenset({"083210", "12001039", "12001020"})

# Without spaces. Ranges that only organisations use (03, 08, 09, short codes) need not stand here: see `phones`.
PUBLIC_PHONES = frozenset(
    {
        "08003285644",  # Universal Credit
        "08001214433",  # Personal Independence Payment
        "08009172222",  # Personal Independence Payment, new claims
        "08007310469",  # Pension Service
        "08007310122",  # Attendance Allowance
        "08007310297",  # Carer's Allowance
        "08001690190",  # Jobcentre Plus
        "08000556688",  # Jobcentre Plus, new claims
        "08001822222",  # Social Security Scotland
        "02072193000",  # House of Commons
        "02890245640",  # Housing Rights, Northern Ireland
        *(contact.phone.replace(" ", "") for contact in CONTACTS.values()),
    }
)
