use super::*;
use proptest::prelude::*;

/// Every part of a file in its order: a sign for its sort, its text with the line end, and its cells.
fn parts(bytes: &[u8], chunk: usize) -> Result<Vec<(char, String, Vec<String>)>, ReadError> {
    let mut parts = Vec::new();
    let mut take = |part: Part| {
        let text = |text: &[u8]| String::from_utf8_lossy(text).into_owned();
        let (sign, raw) = match part {
            Part::Begin(_) => return true,
            Part::Aside(aside) => {
                parts.push(('-', text(aside), Vec::new()));
                return true;
            }
            Part::Names(raw) => ('n', raw),
            Part::Row(raw) => ('r', raw),
        };
        parts.push((sign, text(raw.text) + &text(raw.line_end), raw.cells().map(text).collect()));
        true
    };
    let mut stream = Stream::new(ReadSettings::default());
    bytes.chunks(chunk.max(1)).try_for_each(|chunk| stream.push(chunk, &mut take))?;
    stream.finish(&mut take)?;
    Ok(parts)
}

fn shown(bytes: &[u8]) -> Vec<String> {
    parts(bytes, 3).unwrap().into_iter().map(|(sign, text, _)| format!("{sign}{text}")).collect()
}

#[test]
fn each_record_has_its_own_text() {
    assert_eq!(
        shown(b"\xEF\xBB\xBFa,\"b\nc\"\r\n\r\n# x\n 1 ,\"2\"\"\"\r3,4\n\n\n5"),
        ["-\u{FEFF}", "na,\"b\nc\"\r\n", "-\r\n", "-# x\n", "r 1 ,\"2\"\"\"\r", "r3,4\n", "-\n", "-\n", "r5"]
    );
    assert_eq!(shown(b"sep=;\na;b\n1;2\n"), ["-sep=;\n", "na;b\n", "r1;2\n"]);
    assert_eq!(
        shown(b"Report of May\n\na,b\n1,2\n3,4\n"),
        ["-Report of May\n", "-\n", "na,b\n", "r1,2\n", "r3,4\n"]
    );
    assert_eq!(shown(b"  a    b\n 10  2.5\n  3   4\n"), ["n  a    b\n", "r 10  2.5\n", "r  3   4\n"]);
    assert_eq!(shown(b"a,b\r1,2\r3,\"4\r5\"\r"), ["na,b\r", "r1,2\r", "r3,\"4\r5\"\r"]);
}

#[test]
fn other_encodings_come_as_utf8() {
    let utf16: Vec<u8> = "\u{FEFF}a,é\r\n1,2\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(shown(&utf16), ["-\u{FEFF}", "na,é\r\n", "r1,2\r\n"]);
    assert_eq!(shown(b"a,\xE9\n1,\x80\n"), ["na,é\n", "r1,€\n"]);
}

#[test]
fn json_comes_as_a_csv() {
    let json = b"{\"a\": 1, \"b\": \" x\"}\n{\"a\": null, \"c\": \"p,\\\"q\\\"\"}\n{broken\n";
    assert_eq!(shown(json), ["na,b,c\n", "r1,\" x\",\n", "r,,\"p,\"\"q\"\"\"\n"]);
}

#[test]
fn a_quote_that_swallows_lines_is_refused() {
    assert!(matches!(parts(b"a,b\n1,\"2, 3\n4,5\n6,7\n", 4), Err(ReadError::UnclosedQuote { row: 2 })));
    assert_eq!(shown(b"a,b\n1,2\n3,\"4")[2], "r3,\"4");
}

#[test]
fn who_has_had_enough_is_handed_nothing_more() {
    // The mark, the layout, the names, a blank line, and a row: enough may be any of them.
    for enough in 1..=5 {
        let mut handed = 0;
        let mut take = |_: Part| {
            handed += 1;
            handed < enough
        };
        let mut stream = Stream::new(ReadSettings::default());
        stream.push("\u{FEFF}a,b\n\n1,2\n3,4\n\n".as_bytes(), &mut take).unwrap();
        stream.finish(&mut take).unwrap();
        assert_eq!(handed, enough);
    }
}

#[test]
fn what_comes_after_enough_is_not_looked_at() {
    let (mut handed, mut stream) = (0, Stream::new(ReadSettings::default()));
    let mut take = |_: Part| {
        handed += 1;
        false
    };
    stream.push("a,b\n".repeat(1 << 20).as_bytes(), &mut take).unwrap();
    // Anywhere before, a zero byte is refused.
    stream.push(b"1,\0\n", &mut take).unwrap();
    stream.finish(&mut take).unwrap();
    assert_eq!(handed, 1);
}

#[test]
fn a_file_without_rows_is_refused_as_the_reader_does() {
    for text in ["", "\n\n", "a,b\n", "a,b\n  ", "a,b\n\n# c", "a,b\n#"] {
        let mut reader = crate::table::Reader::new("x.csv");
        let read = reader.push(text.as_bytes()).and_then(|()| reader.finish().map(drop));
        let streamed = parts(text.as_bytes(), 4).map(drop);
        let sentence = |read: Result<(), ReadError>| read.err().map(|error| error.to_string());
        assert_eq!(sentence(streamed), sentence(read), "{text:?}");
    }
}

#[test]
fn names_are_the_readers() {
    for text in
        ["a,a,\n1,2,\n", "a,,b,\n1,2,3,\n", "b c,d\nr1,1,x\nr2,2,y\n", "1,2\n3,4\n", " a\u{a0}b ,c\n1,2\n"]
    {
        let mut reader = crate::table::Reader::new("x.csv");
        reader.push(text.as_bytes()).unwrap();
        let expected: Vec<String> = reader.finish().unwrap().columns.into_iter().map(|c| c.name).collect();
        let mut names = Vec::new();
        let mut take = |part: Part| {
            if let Part::Begin(layout) = part {
                names = layout.names.iter().map(|(name, _)| name.clone()).collect();
            }
            true
        };
        let mut stream = Stream::new(ReadSettings::default());
        stream.push(text.as_bytes(), &mut take).unwrap();
        stream.finish(&mut take).unwrap();
        assert_eq!(names, expected, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// The parts put together are the file, whatever the chunks, and their cells are those that the reader has.
    #[test]
    fn nothing_is_lost_between_the_parts(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                ",", ",", ";", "\n", "\n", "\r\n", "\r", "\"", "\"a\"", "'", "#", " ", "  ", "abc", "12.5", "\u{FEFF}", "é", "\t",
                "a long cell that goes on beyond a whole block of sixty-four bytes, and then some",
            ]),
            0..60,
        ),
        chunk in 1..200usize,
    ) {
        let text = ["name,x\n", &pieces.concat()].concat();
        if let Ok(found) = parts(text.as_bytes(), chunk) {
            prop_assert_eq!(&found, &parts(text.as_bytes(), text.len()).unwrap());
            prop_assert_eq!(found.iter().map(|part| part.1.as_str()).collect::<String>(), text.clone());
            let expected = crate::table::records(text.as_bytes(), &ReadSettings::default()).unwrap();
            let blank = |(_, _, cells): &(char, String, Vec<String>)| cells.is_empty();
            let records: Vec<_> = found.into_iter().filter(|part| !blank(part)).map(|part| part.2).collect();
            let skipped = expected.len() - records.len();
            prop_assert_eq!(&records[..], &expected[skipped..]);
        }
    }

    /// Where a cell ends in the record's text is where the splitter says that the cell is.
    #[test]
    fn cells_end_where_the_splitter_says(
        pieces in prop::collection::vec(
            prop::sample::select(vec![",", ",", ";", "\"", "\"a\"", "'", " ", "  ", "abc", "12.5", "\"x y\"", "\"x,y\""]),
            1..30,
        ),
        delimiter in prop::sample::select(vec![b',', b';', b' ']),
        quote in prop::sample::select(vec![None, Some(b'"'), Some(b'\'')]),
    ) {
        let cut = crate::table::splitter::cut::Cut { delimiter, quote, comment: None };
        let text = pieces.concat() + "\n";
        let mut records: Vec<usize> = Vec::new();
        Splitter::new(cut).push(text.as_bytes(), &mut |record| { records.push(record.len()); true });
        // None where the last cell's quotes are open.
        if let [width] = records[..] {
            prop_assert_eq!(cell_ends(text.trim_end_matches('\n').as_bytes(), cut).len(), width);
        }
    }
}
