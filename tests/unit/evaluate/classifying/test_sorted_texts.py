"""Tables of sorted texts, as people have them: what can be read is read, and what cannot is told with its line."""

from pathlib import Path

import pytest

from fingerpost.contract.errors import InvalidRequest
from fingerpost.evaluate.classifying import sorted_texts
from fingerpost.evaluate.classifying.sorted_texts import SortedText, read_sorted_texts


def write(folder: Path, content: bytes | str) -> Path:
    path = folder / "texts.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("heading", ["label", "category", "intent", "LABEL", " Intent "])
def test_label_column_has_any_of_three_names(tmp_path: Path, heading: str) -> None:
    path = write(tmp_path, f"id,text,{heading}\n1,A lamp is out,lights\n2,No,oos\n")
    assert read_sorted_texts(path) == [
        SortedText(text="A lamp is out", label="lights"),
        SortedText(text="No", label="oos"),
    ]


def test_quoted_lines_byte_order_mark_utf_16_and_empty_lines_are_read(tmp_path: Path) -> None:
    expected = [SortedText(text="One, two\nthree", label="é")]
    text = 'text,label\n\n"One, two\nthree",é\n\n'
    for content in (text, b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16"), text.replace("\n", "\r\n")):
        found = read_sorted_texts(write(tmp_path, content))
        assert [SortedText(text=each.text.replace("\r\n", "\n"), label=each.label) for each in found] == expected


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \n ", "is empty"),
        (b"text,label\n", "headings and no row"),
        (b"words,label\na,b\n", "no column text"),
        (b"text,class\na,b\n", r"no column label \(or category or intent\)"),
        (b"text,label\na,b\nc\xe9,d\n", "not in UTF-8: see line 3"),
        (b"text,label\nonly\n", "line 2: there are fewer cells"),
        (b'text,label\n"a"b,c\n', "line 2: a quotation mark"),
        (b'text,label\n"a,c\n', "a quotation mark"),
        (b"text,label\n" + b"a" * 20_001 + b",b\n", "line 2: the text has 20,001 letters"),
        (b"text,label\na\x00,b\n", "no text file"),
        (b"PK\x03\x04\xff\xfe\x00\x00", "not in UTF-8"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(InvalidRequest, match=says):
        read_sorted_texts(write(tmp_path, content))


def test_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(200_000_000)  # takes no room on the disk
    with pytest.raises(InvalidRequest, match="200 MB, and at most 50 MB"):
        read_sorted_texts(path)
    monkeypatch.setattr(sorted_texts, "MOST_BYTES", 10)
    with pytest.raises(InvalidRequest, match="at most 0 MB"):
        read_sorted_texts(write(tmp_path, "text,label\na,b\n"))


def test_folder_and_missing_file_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match="is a folder"):
        read_sorted_texts(tmp_path)
    with pytest.raises(InvalidRequest, match="cannot be read"):
        read_sorted_texts(tmp_path / "none.csv")
