"""A resident keeps the receipt of an answer, and checks it: on the spot, and with the program that is offered."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect


def download(page: Page, link: str, folder: Path) -> Path:
    with page.expect_download() as begun:
        page.get_by_role("link", name=link).click()
    path = folder / begun.value.suggested_filename
    begun.value.save_as(path)
    return path


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_resident_keeps_a_receipt_and_checks_it(browser: Browser, site: str, tmp_path: Path, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts, accept_downloads=True)
    page = context.new_page()
    page.goto(site)
    page.get_by_label("Your question").fill("How much is the Child Grant for two children?")
    page.get_by_role("button", name="Find an answer").click()
    expect(page.get_by_role("img", name="QR code for this receipt")).to_be_visible()
    receipt = download(page, "Get your receipt", tmp_path)
    assert receipt.suffix == ".tlog-proof"

    page.get_by_role("link", name="What a receipt proves").click()
    keys, program = download(page, "keys.txt", tmp_path), download(page, "verify.py", tmp_path)
    page.get_by_label("The text of the receipt").fill(receipt.read_text(encoding="utf-8"))
    page.get_by_role("button", name="Check this receipt").click()
    expect(page.get_by_role("heading", name="This receipt is genuine")).to_be_visible()
    expect(page.get_by_text("How much is the Child Grant for two children?")).to_be_visible()
    context.close()

    command = [sys.executable, "-I", str(program), str(receipt), "--key", str(keys)]
    done = subprocess.run(command, env={}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "£17.90 a week" in done.stdout
