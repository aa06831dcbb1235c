"""What changed between two texts is marked: lines that differ, and in them the words that do."""

from fingerpost.doors.changes import MOST_LINES, MOST_WORDS, mark_lines, set_side_by_side


def said(lines):
    return [[(piece.words.strip(), piece.is_other) for piece in line] for line in lines]


def test_the_same_text_has_nothing_to_show():
    assert set_side_by_side(["One.", "Two."], ["One.", "Two."]).is_empty


def test_in_a_changed_line_the_words_that_differ_are_marked_on_each_side():
    sides = set_side_by_side(["It is £5 a week.", "Same."], ["It is £6 a week.", "Same."])
    assert said(sides.then) == [[("It is", False), ("£5", True), ("a week.", False)]]
    assert said(sides.now) == [[("It is", False), ("£6", True), ("a week.", False)]]


def test_a_line_that_came_or_went_stands_on_one_side_only():
    assert said(set_side_by_side(["A.", "B."], ["A."]).then) == [[("B.", True)]]
    assert set_side_by_side(["A.", "B."], ["A."]).now == ()
    assert said(set_side_by_side([], ["A."]).now) == [[("A.", True)]]


def test_a_long_text_is_cut_and_a_long_line_is_marked_whole():
    many = set_side_by_side([], [f"{number}." for number in range(MOST_LINES + 1)])
    assert many.is_cut and len(many.now) == MOST_LINES
    line = "word " * (MOST_WORDS + 1)
    assert said(set_side_by_side([line], [f"{line}more"]).then) == [[(line.strip(), True)]]


def test_lines_that_stand_on_one_side_only_are_marked_whole():
    assert said(mark_lines(["A  b.", "C."], ["A b."])) == [[("A  b.", False)], [("C.", True)]]
