"""robots.txt is kept to as RFC 9309 reads it."""

import pytest

from fingerpost.knowledge.sources.robots import read_robots

AGENT = "Fingerpost/0.1.0 (guidance import)"


def allows(text: str, path: str) -> bool:
    return read_robots(text, agent=AGENT).allows(f"https://www.fernby.example{path}")


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("", "/a", True),
        ("Disallow: /", "/a", False),
        ("Disallow:", "/a", True),
        ("Disallow: /private", "/private/a", False),
        ("Disallow: /private", "/public", True),
        ("Disallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("Allow: /a\nDisallow: /a", "/a", True),
        ("Disallow: /*.pdf$", "/forms/a.pdf", False),
        ("Disallow: /*.pdf$", "/forms/a.pdf?x=1", True),
        ("Disallow: /*?sort=", "/list?sort=up", False),
        ("Disallow: /a%20b", "/a b", False),
        ("disallow : /a # not this", "/a", False),
        ("Disallow: /fish*", "/fishing", False),
        ("nonsense\nDisallow: /a", "/a", False),
    ],
)
def test_the_longest_rule_that_fits_decides(rules, path, allowed):
    assert allows(f"User-agent: *\n{rules}", path) is allowed


def test_a_group_that_names_us_is_the_only_one_that_counts():
    text = "User-agent: *\nDisallow: /\n\nUser-agent: Other\nUser-agent: fingerpost\nDisallow: /secret\n"
    assert allows(text, "/a")
    assert not allows(text, "/secret")


def test_groups_of_one_name_are_read_as_one():
    assert not allows("User-agent: *\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", "/a")


def test_the_pause_it_asks_for_is_kept_within_reason():
    assert read_robots("User-agent: *\nCrawl-delay: 2.5", agent=AGENT).delay == 2.5
    assert read_robots("User-agent: *\nCrawl-delay: 86400", agent=AGENT).delay == 30
    assert read_robots("User-agent: *\nCrawl-delay: soon", agent=AGENT).delay == 0
