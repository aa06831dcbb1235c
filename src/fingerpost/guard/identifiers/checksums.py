"""Check digits, each as its owner publishes it."""


def is_luhn(digits: str) -> bool:
    """Bank cards: ISO/IEC 7812-1, annex B."""
    doubled = (int(each) * (1 + place % 2) for place, each in enumerate(reversed(digits)))
    return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0 and len(set(digits)) > 1


def is_nhs(digits: str) -> bool:
    """NHS numbers: modulus 11 with weights 10 to 2 (NHS Data Dictionary)."""
    rest = 11 - sum(int(each) * weight for each, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return len(digits) == 10 and len(set(digits)) > 1 and rest != 10 and int(digits[9]) == rest % 11


def is_tax_reference(digits: str) -> bool:
    """Unique Taxpayer References: the first digit checks the nine that follow (HMRC validation rules)."""
    weights = (6, 7, 8, 9, 10, 5, 4, 3, 2)
    total = sum(int(each) * weight for each, weight in zip(digits[1:], weights, strict=False))
    return len(digits) == 10 and digits[0] == "21987654321"[total % 11]


def is_iban(compact: str) -> bool:
    """Bank accounts abroad and at home: ISO 13616, modulus 97."""
    turned = compact[4:] + compact[:4]
    return int("".join(str(int(each, 36)) for each in turned)) % 97 == 1
