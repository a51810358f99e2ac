//! What a person sets is laid over what is detected, and a wrong choice fails gently.

use super::*;

macro_rules! parses_with {
    ($name:ident, { $($settings:tt)* }, $input:expr, $expected:expr) => {
        #[test]
        fn $name() {
            reads_as($input.as_ref(), &ReadSettings { $($settings)*, ..ReadSettings::default() }, $expected);
        }
    };
}

fn some(text: &str) -> Option<String> {
    Some(text.to_string())
}

parses_with!(a_delimiter, { delimiter: Some(';') }, "a;b,c\n1;2,5\n3;4,5\n", "a|b,c / 1|2.5 / 3|4.5");
parses_with!(a_rare_delimiter, { delimiter: Some('~') }, "a~b\n1~2\n3~4\n", "a|b / 1|2 / 3|4");
parses_with!(the_wrong_delimiter, { delimiter: Some('|') }, "a,b\nx,2\ny,4\n", "a,b / x,2 / y,4");
parses_with!(a_delimiter_of_spaces, { delimiter: Some(' ') }, "name of\nJohn  Smith\nJane Doe\n", "name|of / John|Smith / Jane|Doe");
parses_with!(a_quote, { quote: some("'") }, "a,b\n'x,y',2\nz,4\n", "a|b / x,y|2 / z|4");
parses_with!(a_rare_quote, { quote: some("$") }, "a,b\n$x,y$,2\nz,4\n", "a|b / x,y|2 / z|4");
parses_with!(no_quote, { quote: some("") }, "a,b\n\"x\",2\n\"z,4\n", "a|b / \"x\"|2 / \"z|4");
parses_with!(a_decimal_comma, { decimal: Some(',') }, "a\tb\n1,234\t2\n5,678\t3\n", "a|b / 1.234|2 / 5.678|3");
parses_with!(a_decimal_point, { decimal: Some('.') }, "a;b\n1,234;2\n5,678;3\n", "a|b / 1234|2 / 5678|3");
parses_with!(a_comment, { comment: some("%") }, "% made in May\na,b\n1,2\n%3,4\n", "a|b / 1|2");
parses_with!(no_comment, { comment: some("") }, "a,b\n1,2\n# so\n3,4\n", "a|b / 1|2 / # so|_ / 3|4");
parses_with!(rows_above, { skip: Some(2) }, "x,y\n5,6\na,b\n1,2\n", "a|b / 1|2");
parses_with!(no_rows_above, { skip: Some(0), header: Some(true) }, "Sales\na,b\n1,2\n3,4\n", "column_1|Sales / a|b / 1|2 / 3|4");
parses_with!(names, { header: Some(true) }, "1,2\n3,4\n5,6\n", "1|2 / 3|4 / 5|6");
parses_with!(no_names, { header: Some(false) }, "a,b\nc,d\n", "column_1|column_2 / a|b / c|d");
parses_with!(an_encoding, { encoding: some("windows-1252") }, "a,b\né,2\nx,4\n", "a|b / Ã©|2 / x|4");
parses_with!(utf8_in_spite_of_damage, { encoding: some("utf-8") }, b"a,b\n\xE9,2\nx,4\n", "a|b / \u{FFFD}|2 / x|4");
parses_with!(
    utf16_that_looks_like_none,
    { encoding: some("UTF-16BE") },
    utf16("名,b\n日本,2\n東京,4\n", u16::to_be_bytes),
    "名|b / 日本|2 / 東京|4"
);
parses_with!(
    all_at_once,
    { delimiter: Some('|'), quote: some("'"), decimal: Some(','), comment: some("%"), skip: Some(1), header: Some(false) },
    "title\n'a|b'|1,5\n%\nc|2,5\n",
    "column_1|column_2 / a|b|1.5 / c|2.5"
);

#[test]
fn what_was_used_is_told() {
    let settings = ReadSettings {
        delimiter: Some('|'),
        quote: some(""),
        decimal: Some(','),
        comment: some("%"),
        skip: Some(1),
        encoding: some("windows-1252"),
        header: Some(false),
        ..ReadSettings::default()
    };
    let table = read_with(b"title\na|1\nb|2\n", 3, &settings).unwrap();
    let dialect = &table.dialect;
    assert_eq!((dialect.delimiter, dialect.quote, dialect.decimal), ('|', None, ','));
    assert_eq!((dialect.comment, dialect.skip), (Some('%'), 1));
    assert_eq!((table.encoding.as_str(), table.header), ("windows-1252", false));
}

#[test]
fn what_leaves_nothing_says_so() {
    let kind = |settings: ReadSettings, text: &str| {
        let error = read_with(text.as_bytes(), 5, &settings).unwrap_err();
        assert!(error.to_string().ends_with('.'));
        error.kind()
    };
    let none = ReadSettings::default;
    assert_eq!(kind(ReadSettings { skip: Some(9), ..none() }, "a,b\n1,2\n"), "bad-setting");
    assert_eq!(kind(ReadSettings { skip: Some(usize::MAX), ..none() }, "a,b\n1,2\n"), "bad-setting");
    assert_eq!(kind(ReadSettings { sample: Some(1e-9), ..none() }, "a,b\n1,2\n"), "bad-setting");
    assert_eq!(kind(ReadSettings { comment: some("a"), ..none() }, "a,b\na1,2\n"), "empty-file");
    assert_eq!(kind(ReadSettings { encoding: some("UTF-16LE"), ..none() }, "a,b\n1,2\n"), "header-only");
    assert_eq!(kind(ReadSettings { quote: some("\"\""), ..none() }, "a,b\n1,2\n"), "bad-setting");
    assert_eq!(
        kind(ReadSettings { delimiter: Some('"'), quote: some("\""), ..none() }, "a,b\n1,2\n"),
        "bad-setting"
    );
}

/// The rows of a sample are those of the file, in their order, and the same whatever the chunks and the other settings.
#[test]
fn a_sample_is_drawn_by_row() {
    let text = format!("a,b\n{}", (0..2_000).map(|row| format!("{row},x\n")).collect::<String>());
    let settings = ReadSettings { sample: Some(0.25), ..ReadSettings::default() };
    let whole = read_with(text.as_bytes(), usize::MAX, &settings).unwrap();
    assert!((400..600).contains(&whole.n_rows), "{}", whole.n_rows);
    let numbers: Vec<usize> =
        (0..whole.n_rows).map(|row| whole.columns[0].text(row).parse().unwrap()).collect();
    assert!(numbers.is_sorted() && numbers.iter().any(|number| *number > 1_900));
    assert_eq!(plain(&read_with(text.as_bytes(), 7, &settings).unwrap()), plain(&whole));
    assert_eq!(whole.warnings[0].rule, "sampled-rows");
}
