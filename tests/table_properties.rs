//! What holds for the reader whatever the bytes.
#![cfg(not(target_arch = "wasm32"))]

use perceptab::table::{Dialect, Packed, ReadError, ReadSettings, Reader, Table};
use proptest::prelude::*;

fn read_in_chunks(bytes: &[u8], size: usize) -> Result<Table, ReadError> {
    read_with(bytes, size, &ReadSettings::default())
}

fn read_with(bytes: &[u8], size: usize, settings: &ReadSettings) -> Result<Table, ReadError> {
    let mut reader = Reader::with_settings("test.csv", settings.clone());
    for chunk in bytes.chunks(size) {
        reader.push(chunk)?;
    }
    reader.finish()
}

/// Debug output shows NaN as NaN, which `==` would not find equal.
fn shown(read: &Result<Table, ReadError>) -> String {
    format!("{read:?}")
}

fn packed(table: &Table) -> Vec<u8> {
    let packed = Packed::of(table);
    let mut bytes = Vec::new();
    packed.write(&mut bytes).unwrap();
    assert_eq!(bytes.len() as u64, packed.bytes());
    bytes
}

fn unpacked(bytes: &[u8]) -> Result<Table, String> {
    Table::unpack(bytes, bytes.len() as u64).map_err(|error| error.to_string())
}

/// Tables with words, numbers and missing cells under names of any letters.
fn table() -> impl Strategy<Value = Table> {
    let cell = prop_oneof![Just(String::new()), "-?[0-9]{1,3}(\\.[0-9]{1,6})?", word()];
    let names = prop::collection::vec("\\PC{1,6}", 1..5);
    (names, prop::collection::vec(prop::collection::vec(cell, 5), 2..40)).prop_map(|(names, rows)| {
        let mut writer =
            csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
        writer.write_record(&names).unwrap();
        rows.iter().for_each(|row| writer.write_record(&row[..names.len()]).unwrap());
        read_in_chunks(&writer.into_inner().unwrap(), 1_000).unwrap()
    })
}

/// Bytes that a CSV is likely to be made of, so that structure comes up often.
fn csv_like() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        6 => Just(b",".to_vec()),
        2 => Just(b";".to_vec()),
        1 => Just(b"\t".to_vec()),
        4 => Just(b"\n".to_vec()),
        2 => Just(b"\r\n".to_vec()),
        1 => Just(b"\r".to_vec()),
        2 => Just(b"\"".to_vec()),
        4 => "[a-z]{1,3}".prop_map(String::into_bytes),
        4 => "-?[0-9]{1,3}([.,][0-9]{1,3})?".prop_map(String::into_bytes),
        1 => Just("é€".as_bytes().to_vec()),
        1 => Just(vec![0xE9]),
        2 => Just(b" ".to_vec()),
        1 => Just(b"'".to_vec()),
        1 => Just(b"\n#".to_vec()),
        1 => Just(b"|".to_vec()),
    ];
    prop::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

/// Any settings, those that cannot be used and those that fit no file among them.
fn settings() -> impl Strategy<Value = ReadSettings> {
    fn one_of<T: Clone + std::fmt::Debug + 'static>(values: Vec<T>) -> impl Strategy<Value = Option<T>> {
        prop::option::of(prop::sample::select(values))
    }
    let words = |words: &[&str]| one_of(words.iter().map(|word| word.to_string()).collect());
    (
        words(&["UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252", "none"]),
        one_of(vec![',', ';', '\t', '|', ' ', '"', 'a', '1', '\n', 'é']),
        words(&["\"", "'", "", "a", ",", "\"\""]),
        one_of(vec!['.', ',', ';']),
        words(&["#", "", "a", "\"", "//"]),
        one_of(vec![0, 1, 2, 50, usize::MAX]),
        prop::option::of(any::<bool>()),
        one_of(vec![0.3, 0.9, 1.0, 0.0, f64::NAN]),
        prop::collection::vec("[a-z]{0,3}", 0..3),
        prop::collection::vec("[-?]{0,2}|na|nan", 0..3),
    )
        .prop_map(
            |(encoding, delimiter, quote, decimal, comment, skip, header, sample, missing, not_missing)| {
                ReadSettings {
                    encoding,
                    delimiter,
                    quote,
                    decimal,
                    comment,
                    skip,
                    header,
                    missing,
                    not_missing,
                    sample,
                    part: None,
                }
            },
        )
}

/// Words that are neither numbers nor dates nor missing markers, with everything that needs quoting.
fn word() -> impl Strategy<Value = String> {
    "w[a-z,;\"\n é|'\t]{0,8}x"
}

/// What dates, times, amounts and numbers are made of, often in an order that makes sense.
fn looks() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{2,4}( [0-9]{1,2}:[0-9]{2})?",
        "[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,3})?)?( ?[ap]m|Z|[+-][0-9]{2}:?([0-9]{2})?)?",
        "[(]?-?[$€£ ]?[0-9,.]{1,8}( ?(%|km|kg|EUR|°C|m²|Rs\\.))?[)]?",
        "(NA|\\.|--|unknown|-999|0[0-9]{4})?",
        "[-0-9:/. TZampJn$€%(),é\u{A0}]{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        if let Ok(table) = read_in_chunks(&bytes, 2_000) {
            table.summary();
        }
    }

    #[test]
    fn chunks_make_no_difference(bytes in csv_like(), size in 1usize..40) {
        let whole = read_in_chunks(&bytes, bytes.len().max(1));
        prop_assert_eq!(shown(&read_in_chunks(&bytes, size)), shown(&whole));
        if let Ok(table) = whole {
            prop_assert!(table.columns.iter().all(|column| (0..table.n_rows).all(|row| !column.text(row).contains('\0'))));
            table.summary();
        }
    }

    #[test]
    fn any_settings_give_a_table_or_a_sentence(
        bytes in prop_oneof![csv_like(), prop::collection::vec(any::<u8>(), 0..400)], settings in settings(), size in 1usize..40,
    ) {
        let whole = read_with(&bytes, bytes.len().max(1), &settings);
        prop_assert_eq!(shown(&read_with(&bytes, size, &settings)), shown(&whole));
        match whole {
            Ok(table) => {
                let dialect = &table.dialect;
                prop_assert!(settings.delimiter.is_none_or(|delimiter| delimiter == dialect.delimiter));
                prop_assert!(settings.decimal.is_none_or(|decimal| decimal == dialect.decimal));
                prop_assert!(settings.quote.is_none_or(|quote| quote.chars().next() == dialect.quote));
                prop_assert!(settings.comment.is_none_or(|comment| comment.chars().next() == dialect.comment));
                prop_assert!(settings.skip.is_none_or(|skip| skip == dialect.skip));
                prop_assert!(settings.header.is_none_or(|header| header == table.header));
                table.summary();
            }
            Err(error) => prop_assert!(error.to_string().ends_with('.')),
        }
    }

    #[test]
    fn chunks_make_no_difference_in_utf16(bytes in csv_like(), size in 1usize..9) {
        let text = String::from_utf8_lossy(&bytes);
        let bytes: Vec<u8> = format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        prop_assert_eq!(shown(&read_in_chunks(&bytes, size)), shown(&read_in_chunks(&bytes, bytes.len())));
    }

    #[test]
    fn what_is_written_is_read(rows in (1usize..5).prop_flat_map(|width| {
        prop::collection::vec(prop::collection::vec(word(), width), 2..30)
    })) {
        let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
        let names: Vec<String> = (0..rows[0].len()).map(|column| format!("name {column}")).collect();
        writer.write_record(&names).unwrap();
        rows.iter().for_each(|row| writer.write_record(row).unwrap());
        let table = read_in_chunks(&writer.into_inner().unwrap(), 7).unwrap();
        prop_assert_eq!(table.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>(), names);
        let read: Vec<Vec<String>> = (0..table.n_rows)
            .map(|row| table.columns.iter().map(|column| column.text(row).into_owned()).collect())
            .collect();
        prop_assert_eq!(read, rows);
    }

    #[test]
    fn what_is_packed_is_unpacked(table in table()) {
        let again = unpacked(&packed(&table)).unwrap();
        // What only the page shows stays behind.
        let Table { name, bytes, n_rows, columns, duplicates, header, dialect, .. } = table;
        let dialect = Dialect { decimal: dialect.decimal, skip: dialect.skip, ..Dialect::default() };
        let expected = Table { name, bytes, n_rows, columns, duplicates, header, dialect, ..Table::default() };
        prop_assert_eq!(format!("{again:?}"), format!("{expected:?}"));
    }

    #[test]
    fn a_block_that_was_cut_or_changed_is_an_error_or_a_table(
        table in table(), end in any::<prop::sample::Index>(), place in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let mut bytes = packed(&table);
        prop_assert!(unpacked(&bytes[..end.index(bytes.len())]).is_err());
        // The reader ends before the bytes that were announced.
        prop_assert!(Table::unpack(&bytes[..end.index(bytes.len())], bytes.len() as u64).is_err());
        let place = place.index(bytes.len());
        bytes[place] = byte;
        if let Ok(table) = unpacked(&bytes) {
            prop_assert!(table.columns.iter().all(|column| (0..table.n_rows).all(|row| column.text(row).len() < 1_000)));
        }
    }

    /// Cells that are nearly dates, times, amounts or markers; the ledger has a line for each that is missing or changed.
    #[test]
    fn cells_of_any_look(cells in prop::collection::vec(looks(), 2..30)) {
        let rows: Vec<String> = cells.iter().map(|cell| format!("{cell};1\n")).collect();
        if let Ok(table) = read_in_chunks(format!("x;y\n{}", rows.concat()).as_bytes(), 1_000) {
            table.summary();
            let column = &table.columns[0];
            let of_column: usize =
                table.changes.counts().iter().filter(|count| count.column == column.name).map(|count| count.count).sum();
            prop_assert!(of_column >= column.missing, "{:?}", table.changes.counts());
            prop_assert_eq!((0..table.n_rows).filter(|&row| column.is_missing(row)).count(), column.missing);
            let all: usize = table.changes.counts().iter().map(|count| count.count).sum();
            let ledger = perceptab::model::ledger_csv(&table, None);
            let lines = csv::Reader::from_reader(&ledger[..]).records().count();
            prop_assert_eq!(lines, all);
        }
    }

    #[test]
    fn kinds_survive_row_order(
        rows in prop::collection::vec((0i32..9, 0.0f64..9.0, "[a-c]", "[a-z]{1,6}", prop::bool::ANY), 3..80),
        turn in 0usize..80,
    ) {
        let write = |order: &[usize]| {
            let mut text = "whole,fraction,letter,word,flag\n".to_string();
            for (a, b, c, d, e) in order.iter().map(|&row| &rows[row]) {
                text += &format!("{a},{b:.3},{c},w{d},{e}\n");
            }
            let table = read_in_chunks(text.as_bytes(), 1_000).unwrap();
            let columns = table.columns.iter().map(|column| (column.kind, column.missing, column.distinct));
            (columns.collect::<Vec<_>>(), table.duplicates)
        };
        let mut order: Vec<usize> = (0..rows.len()).collect();
        let straight = write(&order);
        order.rotate_left(turn % rows.len());
        order.reverse();
        prop_assert_eq!(write(&order), straight);
    }
}

/// Texts on which careless reading takes time that grows with the square of their length: two megabytes of each.
#[test]
fn no_text_takes_forever() {
    const BYTES: usize = 2_000_000;
    let began = std::time::Instant::now();
    let lines = [
        "\"",
        "a",
        ",",
        "\n",
        "#\n",
        "\"\n",
        "'",
        " ",
        "\"\"\n",
        "a,\"\n",
        "#,\"",
        "\r\n\"a\",",
        "1 \n",
        "\u{FEFF}",
        "'a',\n",
    ];
    for line in lines {
        let text = line.repeat(BYTES / line.len());
        for size in [1, 1_000, BYTES] {
            for settings in [
                ReadSettings::default(),
                ReadSettings {
                    delimiter: Some(' '),
                    comment: Some("#".to_string()),
                    ..ReadSettings::default()
                },
            ] {
                // Refused or read: either ends.
                let _ = read_with(text.as_bytes(), size, &settings);
            }
        }
    }
    assert!(began.elapsed().as_secs() < 120, "{:?}", began.elapsed());
}

/// The plan is made on the first 64 KiB: chunk boundaries around there must not matter either.
#[test]
fn chunks_make_no_difference_to_a_large_file() {
    let mut text = "name;value\n".to_string();
    (0..20_000).for_each(|row| text += &format!("\"café {row}; x\";{},5\n", row % 97));
    let whole = shown(&read_in_chunks(text.as_bytes(), text.len()));
    for size in [1, 4_095, 65_535, 65_536, 65_537, 100_000] {
        assert!(shown(&read_in_chunks(text.as_bytes(), size)) == whole, "chunks of {size}");
    }
}
