"""A website is imported by its sitemap: its own pages only, politely, and not again what has not changed."""

import gzip
import json
from datetime import date

import pytest
from tests.unit.knowledge.local_site import Answer, serve_site
from tests.unit.knowledge.office_files import make_pdf

from fingerpost.contract.errors import ImportFault
from fingerpost.knowledge.importing import import_content_api, import_website
from fingerpost.knowledge.reading import iterate_passages
from fingerpost.knowledge.sources.fetching import Bounds, Fetcher, is_public

pytestmark = pytest.mark.django_db
QUICK = Bounds(pause=0.0, seconds_for_one=5.0)


@pytest.fixture
def site():
    with serve_site() as served:
        yield served


@pytest.fixture
def bring_site_in(site):
    def run(**changes):
        settings = {
            "body": "fernby",
            "collection": "site",
            "title": "Site",
            "allow_private": True,
            "bounds": QUICK,
            "on": date(2026, 11, 22),
            **changes,
        }
        return import_website(settings.pop("sitemap", f"{site.url}/sitemap.xml"), **settings)

    return run


def documents():
    return sorted({passage.document for passage in iterate_passages()})


def test_the_pages_of_a_sitemap_go_in_with_links_to_their_headings(site, bring_site_in):
    site.page("/bins")
    site.page("/housing/rent?tab=2")
    site.page("/")
    site.sitemap("/bins", "/housing/rent?tab=2", "/")
    report = bring_site_in()
    assert (report.added, report.refused) == (3, ())
    passages = {passage.id.removeprefix("fernby/site/"): passage for passage in iterate_passages()}
    assert passages["bins#more"].link == f"{site.url}/bins#more"
    assert passages["bins#0"].link == f"{site.url}/bins"
    assert passages["index#0"].url == f"{site.url}/"
    assert passages["bins#0"].checked_on == date(2026, 11, 22)


def test_it_says_who_it_is(site, bring_site_in):
    site.page("/bins")
    site.sitemap("/bins")
    bring_site_in()
    assert all(headers["User-Agent"].startswith("Fingerpost/") for _, headers in site.asked)


def test_files_of_other_formats_are_read_too(site, bring_site_in):
    site.answers["/form.pdf"] = Answer(body=make_pdf(lambda canvas: canvas.drawString(72, 700, "Words of a form.")))
    site.answers["/old"] = Answer(
        body="<html><h1>Ffïoedd</h1><p>Tŷ a £5.</p></html>".encode("iso8859-14"),
        headers={"Content-Type": "text/html; charset=iso-8859-14"},
    )
    site.sitemap("/form.pdf", "/old")
    bring_site_in()
    assert {passage.text for passage in iterate_passages()} == {"Words of a form.", "Tŷ a £5."}


def test_robots_txt_is_kept_to(site, bring_site_in):
    site.answers["/robots.txt"] = Answer(body="User-agent: *\nDisallow: /private\n")
    site.page("/bins")
    site.page("/private/staff")
    site.sitemap("/bins", "/private/staff")
    report = bring_site_in()
    assert documents() == ["bins"]
    assert report.refused == ((f"{site.url}/private/staff", "The site's robots.txt asks that it not be fetched."),)
    assert "/private/staff" not in site.paths_asked


def test_a_page_that_robots_txt_comes_to_forbid_is_removed(site, bring_site_in):
    for path in ("/a", "/b", "/c"):
        site.page(path)
    site.sitemap("/a", "/b", "/c")
    bring_site_in()
    site.answers["/robots.txt"] = Answer(body="User-agent: *\nDisallow: /c\n")
    assert bring_site_in().removed == 1


def test_nothing_is_fetched_while_robots_txt_cannot_be_read(site, bring_site_in):
    site.answers["/robots.txt"] = Answer(status=500)
    site.sitemap("/bins")
    with pytest.raises(ImportFault, match=r"robots\.txt"):
        bring_site_in()
    assert site.paths_asked == ["/robots.txt"]


def test_the_pause_between_requests_is_kept(site):
    waits = []
    with Fetcher(start=site.url, bounds=Bounds(pause=7.0), allow_private=True, wait=waits.append) as fetcher:
        site.page("/a")
        for _ in range(3):
            fetcher.fetch(f"{site.url}/a")
    assert len(waits) == 2
    assert all(6 < wait <= 7 for wait in waits)


def test_pages_on_other_hosts_are_left_out_and_named(site, bring_site_in):
    site.page("/bins")
    site.sitemap("/bins", "https://elsewhere.example/page", "ftp://127.0.0.1/x")
    report = bring_site_in()
    assert documents() == ["bins"]
    assert [name for name, _ in report.refused] == ["https://elsewhere.example/page", "ftp://127.0.0.1/x"]


def test_a_redirect_on_the_same_host_is_followed_and_another_is_not(site, bring_site_in):
    site.page("/new")
    site.answers["/old"] = Answer(status=301, headers={"Location": "/new"})
    site.answers["/away"] = Answer(status=302, headers={"Location": "http://169.254.169.254/latest/meta-data"})
    site.answers["/round"] = Answer(status=302, headers={"Location": "/round"})
    site.sitemap("/old", "/away", "/round")
    report = bring_site_in()
    assert {passage.url for passage in iterate_passages()} == {f"{site.url}/new"}
    assert dict(report.refused) == {
        f"{site.url}/away": "It leads to another host, so it was not followed.",
        f"{site.url}/round": "It redirects too often.",
    }


def test_a_page_that_has_not_changed_is_not_sent_again(site, bring_site_in):
    site.page("/a", ETag='"one"')
    site.page("/b", ETag='"two"')
    site.sitemap("/a", "/b")
    bring_site_in()
    site.page("/b", "New text.", ETag='"three"')
    site.asked.clear()
    report = bring_site_in(on=date(2027, 1, 1))
    assert (report.unchanged, report.changed) == (1, 1)
    assert {path: headers.get("If-None-Match") for path, headers in site.asked if path in "/a/b"} == {
        "/a": '"one"',
        "/b": '"two"',
    }


def test_under_other_defaults_every_page_is_asked_for_anew(site, bring_site_in):
    site.page("/a", ETag='"one"')
    site.sitemap("/a")
    bring_site_in()
    assert bring_site_in(language="cy").changed == 1


def test_a_page_that_the_server_has_no_more_is_removed_and_one_in_trouble_stays(site, bring_site_in):
    for path in ("/a", "/b", "/c"):
        site.page(path)
    site.sitemap("/a", "/b", "/c")
    bring_site_in()
    site.answers["/a"] = Answer(status=404)
    site.answers["/b"] = Answer(status=500)
    report = bring_site_in()
    assert (report.removed, report.unchanged) == (1, 2)
    assert documents() == ["b", "c"]
    reasons = dict(report.refused)
    assert reasons[f"{site.url}/a"] == "The server has no such page (error 404)."
    assert reasons[f"{site.url}/b"].endswith("What was imported of it before stays in use.")


def test_a_busy_server_is_waited_for_once():
    waits = []
    answers = iter([Answer(status=429, headers={"Retry-After": "3"}), Answer(body="here")])
    with serve_site() as site, Fetcher(start=site.url, bounds=QUICK, allow_private=True, wait=waits.append) as fetcher:
        site.answers["/a"] = lambda: next(answers)
        assert fetcher.fetch(f"{site.url}/a").data == b"here"
    assert waits == [3.0]


def test_an_import_gives_up_on_a_site_that_has_stopped_answering(site, bring_site_in):
    paths = [f"/{number}" for number in range(50)]
    for path in paths:
        site.answers[path] = Answer(status=503, headers={"Retry-After": "9999"})
    site.sitemap(*paths)
    with pytest.raises(ImportFault, match="stopped answering"):
        bring_site_in()
    assert len(site.asked) < 30


@pytest.mark.parametrize("packed", [False, True])
def test_a_list_of_sitemaps_is_followed_packed_or_not(site, bring_site_in, packed):
    site.page("/a")
    site.page("/b")
    site.sitemap("/a", at="/one.xml")
    site.sitemap("/b", "/a", at="/two.xml")
    names = ("/one.xml", "/two.xml", "/index.xml")
    locations = "".join(f"<sitemap><loc>{site.url}{name}</loc></sitemap>" for name in names)
    site.answers["/index.xml"] = Answer(body=f"<sitemapindex>{locations}</sitemapindex>")
    if packed:
        for name in names:
            answer = site.answers[name]
            site.answers[name] = Answer(body=gzip.compress(answer.body.encode()))
    bring_site_in(sitemap=f"{site.url}/index.xml")
    assert documents() == ["a", "b"]
    assert site.paths_asked.count("/a") == 1


def test_pages_can_be_chosen_and_their_number_is_bounded(site, bring_site_in):
    for path in ("/a", "/b", "/c", "/news/d"):
        site.page(path)
    site.sitemap("/news/d", "/a", "/b", "/c")
    report = bring_site_in(include=lambda url: "/news/" not in url, most_pages=2)
    assert documents() == ["a", "b"]
    assert report.refused == ((f"{site.url}/c", "The import's limit of 2 pages was reached before it."),)


def test_bytes_and_time_are_bounded_and_what_was_there_stays(site, bring_site_in):
    for path in ("/a", "/b", "/c"):
        site.page(path, "word " * 2000)
    site.sitemap("/a", "/b", "/c")
    bring_site_in()
    report = bring_site_in(language="cy", bounds=Bounds(pause=0.0, bytes_in_all=15_000))
    assert (report.changed, report.unchanged, report.removed) == (1, 2, 0)
    assert "limit of bytes" in report.refused[0][1]


def test_a_content_api_on_a_server_is_asked_for_the_paths_that_are_named(site):
    page = {"base_path": "/bees", "title": "Bees", "locale": "en", "details": {"body": "<p>Bees sting.</p>"}}
    site.answers["/api/content/bees"] = Answer(body=json.dumps(page))
    report = import_content_api(
        site.url,
        paths=["/bees", "/wasps"],
        body="fernby",
        collection="govuk",
        title="GOV.UK",
        allow_private=True,
        bounds=QUICK,
    )
    assert report.added == 1
    assert report.refused == (("/wasps", "The server has no such page (error 404)."),)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.0.1", False),
        ("172.16.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - nothing is bound to it
        ("192.0.2.1", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("151.101.0.144", True),
        ("2a04:4e42::144", True),
    ],
)
def test_addresses_of_ones_own_network_are_told_from_public_ones(address, public):
    assert is_public(address) is public


def test_a_private_address_is_not_asked_unless_that_is_allowed(site, bring_site_in):
    site.sitemap("/a")
    with pytest.raises(ImportFault, match="private"):
        bring_site_in(allow_private=False)
    assert site.asked == []


@pytest.mark.parametrize(
    "wrong", ["www.fernby.example/sitemap.xml", "file:///etc/passwd", "http://user:pass@fernby.example/"]
)
def test_what_is_no_web_address_is_refused(bring_site_in, wrong):
    with pytest.raises(ImportFault, match="no web address"):
        bring_site_in(sitemap=wrong)
