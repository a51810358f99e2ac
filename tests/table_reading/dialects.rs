//! Delimiters, quotes, comments and encodings that are found without being told.

use super::*;

// Spaces.
parses!(single_spaces, "a b\n1 2\n3 4\n", "a|b / 1|2 / 3|4");
parses!(aligned_with_spaces, "   a      b\n  10    2.5\n   3  400.0\n", "a|b / 10|2.5 / 3|400");
parses!(spaces_behind_the_line, "a b  \r\n1 2 \r\n3 4\r\n", "a|b / 1|2 / 3|4");
parses!(quoted_spaces, "\"a b\" c\n\"x  y\" 2\n\"z\" 4\n", "a b|c / x  y|2 / z|4");
parses!(row_names_between_spaces, "x y\nr1 1 2\nr2 3 4\n", "column_1|x|y / r1|1|2 / r2|3|4");
parses!(spaces_and_decimal_commas, "a b\n1,5 2\n3,25 4\n", "a|b / 1.5|2 / 3.25|4");
parses!(names_of_two_words, "full name\nJohn Smith\nJane Doe\n", "full name / John Smith / Jane Doe");
parses!(thousands_with_spaces, "big number\n1 234\n5 678\n", "big number / 1234 / 5678");
parses!(spaces_in_irregular_lines, "text\na b 1\nc d\ne f g 2\n", "text / a b 1 / c d / e f g 2");
parses!(spaces_inside_commas, "a b,c d\n1 2,3\n4 5,6\n", "a b|c d / 1 2|3 / 4 5|6");

// Quotes.
parses!(single_quotes, "a,b\n'x, y',2\n'z',4\n", "a|b / x, y|2 / z|4");
parses!(doubled_single_quotes, "'a';'b'\n'it''s; so';1,5\n'z';2,5\n", "a|b / it's; so|1.5 / z|2.5");
parses!(apostrophes, "a,b\n'tis,2\nrock 'n' roll,4\n", "a|b / 'tis|2 / rock 'n' roll|4");
parses!(apostrophes_in_quotes, "a,b\n\"it's, 'so'\",2\n\"z\",4\n", "a|b / it's, 'so'|2 / z|4");
parses!(lone_double_quotes, "a\tb\n\"x\t2\ny\t3\n\"z\t4\n", "a|b / \"x|2 / y|3 / \"z|4");
parses!(inches_at_the_beginning, "a,b\n\"12 disc,2\ny,3\nz,4\n", "a|b / \"12 disc|2 / y|3 / z|4");

// Comments.
parses!(comments_above, "# made in May\n# by nobody\na,b\n1,2\n3,4\n", "a|b / 1|2 / 3|4");
parses!(comments_with_delimiters, "# made in May, or June\na,b\n1,2\n3,4\n", "a|b / 1|2 / 3|4");
parses!(comments_between, "a,b\n1,2\n# half of it\n3,4\n# the end", "a|b / 1|2 / 3|4");
parses!(comments_with_quotes, "a,b\n1,2\n# he said \"so\n3,4\n", "a|b / 1|2 / 3|4");
parses!(comments_on_windows, "# made in May\r\na,b\r\n1,2\r\n", "a|b / 1|2");
parses!(comments_on_old_macs, "# made in May\ra,b\r1,2\r", "a|b / 1|2");
parses!(a_hash_before_the_names, "#id,name\n1,x\n2,y\n", "#id|name / 1|x / 2|y");
parses!(a_remark_above_a_hash, "# made in May\n#id,name\n1,x\n2,y\n", "#id|name / 1|x / 2|y");
parses!(cells_that_begin_with_a_hash, "tag,n\n#red,1\n#blue,2\n", "tag|n / #red|1 / #blue|2");
parses!(a_column_of_hashes, "tag\n#red\n#blue\n", "tag / #red / #blue");
parses!(hashes_in_other_columns, "a,tag\n1,#red\n2,#blue\n", "a|tag / 1|#red / 2|#blue");

// Lines that are no rows.
parses!(blank_line_below_a_mark, "\u{FEFF}\n\na,b\n1,2\n", "a|b / 1|2");
parses!(declared_tab, "sep=\t\na\tb\n1\t2\n", "a|b / 1|2");
parses!(titles_of_several_lines, "Sales\nof May\na,b\n1,2\n3,4\n", "a|b / 1|2 / 3|4");
parses!(delimiters_behind_some_rows, "a,b\n1,2,\n3,4\n5,6,,\n", "a|b / 1|2 / 3|4 / 5|6");
parses!(titles_from_a_spreadsheet, "Sales of May,,\n,,\na,b,c\n1,2,3\n4,5,6\n", "a|b|c / 1|2|3 / 4|5|6");
parses!(only_the_first_has_a_name, "name,,\nx,2,3\ny,5,6\n", "name|column_2|column_3 / x|2|3 / y|5|6");
parses!(all_names_empty, ",,\n1,2,3\n4,5,6\n", "column_1|column_2|column_3 / 1|2|3 / 4|5|6");
parses!(line_ends_in_quoted_names, "\"a\r\nb\",c\n1,2\n3,4\n", "a b|c / 1|2 / 3|4");
parses!(mixed_ends_and_line_ends_in_cells, "a,b\r\"x\ny\",2\r\n\"z\rw\",4\n", "a|b / x\ny|2 / z\rw|4");
parses!(
    utf16_with_quotes_and_windows_lines,
    utf16("\u{FEFF}a;b\r\n\"x\r\n\";1,5\r\n\"é\";2,5\r\n", u16::to_le_bytes),
    "a|b / x|1.5 / é|2.5"
);

#[test]
fn what_was_found_is_told() {
    let dialect = |text: &str| read(text).unwrap().dialect;
    let spaced = dialect("a b\n1 2\n3 4\n");
    assert_eq!((spaced.delimiter, spaced.quote, spaced.comment, spaced.skip), (' ', Some('"'), None, 0));
    let commented = dialect("# made in May\na;'b'\n1,5;'x;y'\n2,5;'z'\n");
    assert_eq!((commented.delimiter, commented.decimal), (';', ','));
    assert_eq!((commented.quote, commented.comment), (Some('\''), Some('#')));
    assert_eq!(dialect("a\tb\n\"x\t2\ny\t3\n\"z\t4\n").quote, None);
    assert_eq!(dialect("Sales of May\na,b\n1,2\n3,4\n").skip, 1);
}

#[test]
fn lines_left_out_are_told() {
    assert_eq!(rules("# made in May\na,b\n1,2\n# more\n3,4\n"), [rule(1, "", "comment-lines")]);
}
