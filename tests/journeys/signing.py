"""Signing in by the pages, in a real browser, with a phone that makes real codes (see tests/accounts.py)."""

from playwright.sync_api import Page
from tests.accounts import Phone


def sign_in(page: Page, account: tuple[str, str], *, phone: Phone | None = None) -> None:
    """From the form to the page that was asked for. A phone is set up where the account must have one."""
    give_password(page, account)
    if page.url.endswith("/second-factor/set-up") and phone:
        phone.scan(page.content())
        page.locator("[name=code]").fill(phone.code())
        _send(page)
        phone.keep_recovery_codes(page.content())
        with page.expect_navigation():
            page.locator("main a.govuk-button").click()
    elif page.url.endswith("/sign-in/code") and phone:
        page.locator("[name=code]").fill(phone.code())
        _send(page)


def give_password(page: Page, account: tuple[str, str]) -> None:
    """As far as the password leads."""
    for field, value in zip(("name", "password"), account, strict=True):
        page.locator(f"[name={field}]").fill(value)
    _send(page)


def _send(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form button").first.click()
