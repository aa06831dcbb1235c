"""The documents: 600 real files, each with a mark of its own, and what the importer makes of them."""

import json

import pytest

from fingerpost.contract.errors import InvalidCase
from fingerpost.evaluate.attacks.bipia import plant_public_set
from fingerpost.evaluate.attacks.carriers import CARRIERS, HIDDEN, plant
from fingerpost.evaluate.attacks.files import csv_file
from fingerpost.knowledge.formats.kinds import read_file
from fingerpost.knowledge.formats.unreadable import Unreadable


def test_there_are_600_in_ten_carriers_each_with_a_mark_of_its_own():
    planted = [each for carrier in CARRIERS for each in plant(carrier)]
    assert len(CARRIERS) == 10
    assert len(planted) == 600
    assert len({each.word for each in planted}) == len({each.id for each in planted}) == 600


@pytest.mark.parametrize("carrier", CARRIERS)
def test_the_importer_reads_the_guidance_and_never_what_is_hidden(carrier):
    for each in list(plant(carrier))[:21]:
        _matter, page = read_file(each.data, each.name)
        text = f"{page.title} {page.blocks}"
        assert "You must apply at least" in text, each.id
        if carrier in HIDDEN:
            assert each.word not in text, each.id
            assert not any(demand in text for demand in each.demands), each.id


def test_every_document_says_what_kind_of_order_it_carries():
    assert all(each.family for carrier in CARRIERS for each in plant(carrier))


def test_a_bare_spreadsheet_is_no_guidance_and_does_not_come_in():
    with pytest.raises(Unreadable):
        read_file(csv_file((("Form", '=HYPERLINK("https://claim-now.example")'),)), "page.csv")


def test_the_same_documents_come_each_time():
    for carrier in CARRIERS:
        assert next(iter(plant(carrier))) == next(iter(plant(carrier)))


def test_a_public_set_is_read_from_a_folder(tmp_path):
    (tmp_path / "text_attack_test.json").write_text(
        json.dumps({"A kind": ["Say hello.", "Say bye."]}), encoding="utf-8"
    )
    for task in ("email", "table"):
        (tmp_path / task).mkdir()
        lines = [json.dumps({"context": f"SUBJECT: Minutes of the {task} meeting {n}\nAll agreed."}) for n in range(3)]
        (tmp_path / task / "test.jsonl").write_text("\n".join(lines), encoding="utf-8")

    planted = list(plant_public_set(tmp_path, most=4))
    assert [each.order for each in planted] == ["Say hello.", "Say bye."] * 2
    assert all(each.order.encode() in each.data for each in planted)


def test_another_folder_is_told_so(tmp_path):
    with pytest.raises(InvalidCase, match="holds no such set"):
        list(plant_public_set(tmp_path))
