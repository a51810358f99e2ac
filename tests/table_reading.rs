//! Real-world oddities of CSV files, one row a case: `parses!(name, input, expected)`, where `expected` is the
//! table written out plainly (see [`plain`]).

mod copying;

use perceptab::table::{Kind, ReadError, ReadSettings, Reader, Table};

/// Reads bytes in one push.
fn read(bytes: impl AsRef<[u8]>) -> Result<Table, ReadError> {
    read_in_chunks(bytes.as_ref(), usize::MAX)
}

fn read_in_chunks(bytes: &[u8], size: usize) -> Result<Table, ReadError> {
    read_with(bytes, size, &ReadSettings::default())
}

fn read_with(bytes: &[u8], size: usize, settings: &ReadSettings) -> Result<Table, ReadError> {
    let mut reader = Reader::with_settings("test.csv", settings.clone());
    for chunk in bytes.chunks(size.min(bytes.len()).max(1)) {
        reader.push(chunk)?;
    }
    reader.finish()
}

/// `names / row / row`, cells with `|` between them and `_` for a missing one.
fn plain(table: &Table) -> String {
    let mut lines =
        vec![table.columns.iter().map(|column| column.name.clone()).collect::<Vec<_>>().join("|")];
    for row in 0..table.n_rows {
        let cells = table.columns.iter().map(|column| match column.is_missing(row) {
            true => "_".to_string(),
            false => column.text(row).into_owned(),
        });
        lines.push(cells.collect::<Vec<_>>().join("|"));
    }
    lines.join(" / ")
}

/// Whether bytes become that table, however they are cut.
fn reads_as(bytes: &[u8], settings: &ReadSettings, expected: &str) {
    for size in [usize::MAX, 7, 1] {
        let table = read_with(bytes, size, settings).unwrap_or_else(|error| panic!("refused: {error}"));
        assert_eq!(plain(&table), expected, "chunks of {size}, warnings: {:?}", table.warnings);
        // A table can be predicted: then all of it stands in the file of predictions.
        copying::assert_copied(bytes, size, settings, &table);
    }
}

macro_rules! parses {
    ($name:ident, $input:expr, $expected:expr) => {
        #[test]
        fn $name() {
            reads_as($input.as_ref(), &ReadSettings::default(), $expected);
        }
    };
}

macro_rules! refuses {
    ($name:ident, $input:expr, $kind:expr, $says:expr) => {
        #[test]
        fn $name() {
            let error = read($input).map(|table| plain(&table)).expect_err("was read");
            assert_eq!(error.kind(), $kind);
            assert!(error.to_string().contains($says), "{error}");
        }
    };
}

#[path = "table_reading/dialects.rs"]
mod dialects;
#[path = "table_reading/overrides.rs"]
mod overrides;

/// The rules of all warnings, in order.
fn rules(input: &str) -> Vec<(usize, String, String)> {
    let table = read(input).unwrap();
    assert_eq!(table.n_warnings, table.warnings.len());
    table.warnings.into_iter().map(|warning| (warning.row, warning.column, warning.rule)).collect()
}

fn rule(row: usize, column: &str, rule: &str) -> (usize, String, String) {
    (row, column.to_string(), rule.to_string())
}

// Line ends, quotes, blank lines.
parses!(unix_lines, "a,b\n1,2\n3,4\n", "a|b / 1|2 / 3|4");
parses!(windows_lines, "a,b\r\n1,2\r\n3,4\r\n", "a|b / 1|2 / 3|4");
parses!(old_mac_lines, "a,b\r1,2\r3,4\r", "a|b / 1|2 / 3|4");
parses!(mixed_lines, "a,b\r\n1,2\n3,4\r5,6", "a|b / 1|2 / 3|4 / 5|6");
parses!(no_last_line_end, "a,b\n1,2\n3,4", "a|b / 1|2 / 3|4");
parses!(leading_blank_lines, "\n\r\n\na,b\n1,2\n", "a|b / 1|2");
parses!(blank_lines_between, "a,b\n1,2\n\n3,4\n\n\n", "a|b / 1|2 / 3|4");
parses!(lines_of_spaces, "a,b\n1,2\n   \n3,4\n", "a|b / 1|2 / 3|4");
parses!(quoted_delimiter, "a,b\n\"x, y\",2\n\"z\",4\n", "a|b / x, y|2 / z|4");
parses!(quoted_line_end, "a,b\n\"x\r\ny\",2\n\"z\",4\n", "a|b / x\r\ny|2 / z|4");
parses!(doubled_quotes, "a,b\n\"say \"\"hi\"\"\",2\nz,4\n", "a|b / say \"hi\"|2 / z|4");
parses!(quotes_inside_a_cell, "a,b\n5\" disc,2\n12\" disc,4\n", "a|b / 5\" disc|2 / 12\" disc|4");
parses!(quoted_names_and_numbers, "\"a\",\"b\"\n\"1\",\"2\"\n\"3\",\"4\"\n", "a|b / 1|2 / 3|4");
parses!(spaces_around_cells, " a , b \n 1 , x \n 3 , y \n", "a|b / 1|x / 3|y");
parses!(one_column, "a\n1\n2\n", "a / 1 / 2");
parses!(one_named_row, "a,b\n1,2\n", "a|b / 1|2");
parses!(cut_off_in_the_last_cell, "a,b\n1,x\n2,\"y", "a|b / 1|x / 2|y");

// Delimiters and decimal marks.
parses!(semicolons, "a;b\n1;2\n3;4\n", "a|b / 1|2 / 3|4");
parses!(tabs, "a\tb\n1\t2\n3\t4\n", "a|b / 1|2 / 3|4");
parses!(pipes, "a|b\n1|2\n3|4\n", "a|b / 1|2 / 3|4");
parses!(decimal_commas, "a;b\n1,5;2\n-3,25;4\n", "a|b / 1.5|2 / -3.25|4");
parses!(decimal_commas_behind_tabs, "a\tb\n1,5\t2\n3,25\t4\n", "a|b / 1.5|2 / 3.25|4");
parses!(decimal_commas_in_quotes, "a,b\n\"1,5\",2\n\"3,25\",4\n", "a|b / 1.5|2 / 3.25|4");
parses!(thousands_with_points, "a;b\n1.234,5;x\n2.000.000,5;y\n", "a|b / 1234.5|x / 2000000.5|y");
parses!(thousands_with_commas, "a,b\n\"1,234\",0.5\n\"2,000,000\",1.5\n", "a|b / 1234|0.5 / 2000000|1.5");
parses!(
    points_among_decimal_commas,
    "a;b;c\n1,5;2,5;0.5\n3,5;4,5;1.5\n",
    "a|b|c / 1.5|2.5|0.5 / 3.5|4.5|1.5"
);
parses!(declared_delimiter, "sep=;\r\na;b\r\n1;2\r\n", "a|b / 1|2");
parses!(
    commas_in_semicolon_text,
    "id;text\n1;Hello, you\n2;Hi\n3;a, b, c\n",
    "id|text / 1|Hello, you / 2|Hi / 3|a, b, c"
);

// Names.
parses!(no_header, "1,2\n3,4\n", "column_1|column_2 / 1|2 / 3|4");
parses!(
    no_header_with_words,
    "anna,30\nbert,40\nanna,50\n",
    "column_1|column_2 / anna|30 / bert|40 / anna|50"
);
parses!(words_everywhere, "name,town\nanna,Bern\nbert,Basel\n", "name|town / anna|Bern / bert|Basel");
parses!(years_as_names, "land,2019,2020\nA,7.5,8\nB,6,7.5\n", "land|2019|2020 / A|7.5|8 / B|6|7.5");
parses!(duplicate_names, "a,a,a_2,a\n1,2,3,4\n5,6,7,8\n", "a|a_3|a_2|a_4 / 1|2|3|4 / 5|6|7|8");
parses!(empty_name, ",b\n1,2\n3,4\n", "column_1|b / 1|2 / 3|4");
parses!(names_on_two_lines, "\"price\nin €\",b\n1,2\n", "price in €|b / 1|2");
parses!(title_above, "Sales of May\n\na,b\n1,2\n3,4\n", "a|b / 1|2 / 3|4");
parses!(row_names_without_a_name, "\"x\",\"y\"\n\"r1\",1,2\n\"r2\",3,4\n", "column_1|x|y / r1|1|2 / r2|3|4");

// Rows of different lengths.
parses!(short_row, "a,b,c\n1,2,3\n4,5\n6,7,8\n", "a|b|c / 1|2|3 / 4|5|_ / 6|7|8");
parses!(long_row, "a,b\n1,2\n3,4,5\n6,7\n", "a|b / 1|2 / 3|4 / 6|7");
parses!(trailing_delimiters, "a,b,\n1,2,\n3,4,\n", "a|b / 1|2 / 3|4");
parses!(trailing_delimiters_below, "a,b\n1,2,\n3,4,\n", "a|b / 1|2 / 3|4");
parses!(trailing_delimiter_above, "a,b,\n1,2\n3,4\n", "a|b / 1|2 / 3|4");
parses!(rows_of_delimiters, "a,b\n1,2\n,\n", "a|b / 1|2 / _|_");

// Missing cells and numbers.
parses!(
    missing_markers,
    "a,b\n1,x\n,y\nNA,\nn/a,NULL\nnull,None\nNaN,-\n-,?\n?,#N/A\n2,nan\n",
    "a|b / 1|x / _|y / _|_ / _|_ / _|_ / _|_ / _|_ / _|_ / 2|_"
);
parses!(exponents, "a,b\n2.94E-05,1e3\n-1.5e+2,0\n", "a|b / 0.0000294|1000 / -150|0");
parses!(signs_and_bare_points, "a,b\n+5,.5\n-5,5.\n", "a|b / 5|0.5 / -5|5");
parses!(infinite_numbers, "a,b\n1,inf\n2,-Infinity\n3,1e400\n4,5\n", "a|b / 1|_ / 2|_ / 3|_ / 4|5");
parses!(a_word_among_numbers, "a\n1\n2\nabc\n4\n5\n", "a / 1 / 2 / _ / 4 / 5");
parses!(numbers_among_words, "a\nx\ny\n3\nx\n", "a / x / y / 3 / x");

// Encodings.
parses!(utf8_mark, "\u{FEFF}a,b\n1,é\n2,ü\n", "a|b / 1|é / 2|ü");
parses!(utf8_mark_before_a_quote, "\u{FEFF}\"a\",b\n1,2\n", "a|b / 1|2");
parses!(windows_1252, b"n\xE4me,b\nZ\xFCrich,1\n\x80uro,2\n", "näme|b / Zürich|1 / €uro|2");
parses!(windows_1252_spaces_in_numbers, b"a;b\n1\xA0234;x\n5\xA0678;y\n", "a|b / 1234|x / 5678|y");
parses!(utf16_little_endian, utf16("\u{FEFF}a,b\n1,é\n2,𝄞\n", u16::to_le_bytes), "a|b / 1|é / 2|𝄞");
parses!(utf16_big_endian, utf16("\u{FEFF}a,b\n1,é\n2,𝄞\n", u16::to_be_bytes), "a|b / 1|é / 2|𝄞");
parses!(utf16_without_mark, utf16("a,b\n1,x\n2,y\n", u16::to_le_bytes), "a|b / 1|x / 2|y");
parses!(utf16_big_endian_without_mark, utf16("a\tb\n1\tx\n2\ty\n", u16::to_be_bytes), "a|b / 1|x / 2|y");

refuses!(empty, "", "empty-file", "empty");
refuses!(blank, " \n\r\n  \n", "empty-file", "empty");
refuses!(only_a_mark, "\u{FEFF}", "empty-file", "empty");
refuses!(header_only, "a,b,c\n", "header-only", "3 columns");
refuses!(one_row, "1,2,3\n", "one-row", "only one row");
refuses!(png, b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", "not-text", "a PNG picture");
refuses!(cut_off_zip, b"PK\x03\x04\x14\0\x06\0", "damaged-archive", "again");
refuses!(cut_off_gzip, b"\x1F\x8B\x08\0\0", "damaged-archive", "again");
refuses!(pdf, b"%PDF-1.7\n%\xE2\xE3", "not-text", "a PDF document");
refuses!(zero_bytes, b"a,b\n1,\0\n", "not-text", "export");
refuses!(control_bytes, b"\x01\x02\x03a\x04\x05\n", "not-text", "export");
// A quotation mark that opens and does not close, where the lines are regular without any: told, with its row.
parses!(a_stray_quote_is_a_letter, "a,b\n1,\"x\n2,y\n3,z\n", "a|b / 1|\"x / 2|y / 3|z");

#[test]
fn a_stray_quote_is_told() {
    let text = "a,b\n1,x\n2,\"y\n3,z\n4,\"w\n5,v\n6,u\n7,t\n";
    let table = read(text).unwrap();
    let told: Vec<_> = table.warnings.iter().filter(|warning| warning.rule == "unclosed-quote").collect();
    assert_eq!((told.len(), told[0].row), (1, 3));
    assert!(
        told[0].message.contains("row 3") && told[0].message.contains("the first of 2"),
        "{}",
        told[0].message
    );
    // Who has set it knows.
    let settings = ReadSettings { quote: Some(String::new()), ..ReadSettings::default() };
    assert!(read_with(text.as_bytes(), 7, &settings).unwrap().warnings.is_empty());
}

#[test]
fn a_row_of_too_many_cells_is_refused_before_its_end() {
    let mut reader = Reader::new("test.csv");
    let piece = vec![b','; 1 << 20];
    let pushes = (0..300).take_while(|_| reader.push(&piece).is_ok()).count();
    assert!(pushes < 6, "{pushes} MB were taken");
    let mut reader = Reader::new("test.csv");
    reader.push(b"a,b\n1,2\n3,4\n5,6\n7,8\n").unwrap();
    let pushes = (0..300).take_while(|_| reader.push(&[b'x'; 1 << 20]).is_ok()).count();
    assert!((100..140).contains(&pushes), "{pushes} MB were taken");
}

/// What was made UTF-8 outside keeps the name of its encoding; what is windows-1252 by a person's word is not doubted.
#[test]
fn text_that_another_decoder_read() {
    let mut reader = Reader::with_settings(
        "test.csv",
        ReadSettings { encoding: Some("windows-1250".to_string()), ..ReadSettings::default() },
    );
    assert_eq!(reader.foreign_encoding(), Some("windows-1250"));
    reader.transcoded("windows-1250");
    reader.push("miasto,n\nŁódź,1\nKraków,2\n".as_bytes()).unwrap();
    let table = reader.finish().unwrap();
    assert_eq!(
        (table.encoding.as_str(), plain(&table).as_str()),
        ("windows-1250", "miasto|n / Łódź|1 / Kraków|2")
    );
    let polish = b"miasto,n\n\xA3\xF3d\x9F,1\nPozna\xF1\xB3a,2\n\xAFary\xB3,3\n";
    let rule = |settings: &ReadSettings| {
        let table = read_with(polish, 5, settings).unwrap();
        (table.warnings.first().map(|warning| warning.rule.clone()), table.encoding)
    };
    let doubt = Some("doubtful-encoding".to_string());
    assert_eq!(rule(&ReadSettings::default()), (doubt, "windows-1252".to_string()));
    let set = ReadSettings { encoding: Some("windows-1252".to_string()), ..ReadSettings::default() };
    assert_eq!(rule(&set), (None, "windows-1252".to_string()));
}

#[test]
fn a_row_without_names_is_read_where_it_is_enough() {
    let mut reader = Reader::new("test.csv");
    reader.push(b"1,2,3\n").unwrap();
    assert_eq!(reader.finish().unwrap_err().kind(), "one-row");
    let mut reader = Reader::new("test.csv");
    reader.allow_one_row();
    reader.push(b"1,2,3\n").unwrap();
    assert_eq!(reader.finish().unwrap().n_rows, 1);
}

refuses!(quote_that_swallows, "a,b\n1,2\n\"p, q\",\"x\n4,5\n6,7\n", "unclosed-quote", "row 3");

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn encodings_are_named() {
    let name = |bytes: &[u8]| read(bytes).unwrap().encoding;
    assert_eq!(name(b"a,b\n1,2\n"), "UTF-8");
    assert_eq!(name(b"a,b\n1,\xE9\n"), "windows-1252");
    assert_eq!(name(&utf16("a,b\n1,2\n", u16::to_le_bytes)), "UTF-16LE");
    assert_eq!(name(&utf16("a,b\n1,2\n", u16::to_be_bytes)), "UTF-16BE");
}

/// What is not UTF-8 may turn up after megabytes that were: the first cells must be right all the same.
#[test]
fn a_late_byte_decides_the_encoding() {
    let mut bytes = b"name,x\n".to_vec();
    bytes.extend("caf\u{65},1\n".repeat(200_000).bytes());
    bytes.extend(b"caf\xE9,2\n");
    let table = read(&bytes).unwrap();
    assert_eq!((table.encoding.as_str(), table.n_rows), ("windows-1252", 200_001));
    assert_eq!(table.columns[0].text(200_000), "café");
}

#[test]
fn damaged_utf8_is_warned_of() {
    let mut bytes = "name,x\n".as_bytes().to_vec();
    bytes.extend("Zürich,1\n".repeat(20).bytes());
    bytes.extend(b"Z\xFCrich,2\n");
    let table = read(&bytes).unwrap();
    assert_eq!(table.columns[0].text(0), "Zürich");
    assert_eq!((table.warnings[0].row, table.warnings[0].rule.as_str()), (22, "bad-encoding"));
}

#[test]
fn dialects_are_told() {
    let table = read("a;b\n1,5;2\n3,5;4\n").unwrap();
    assert_eq!((table.dialect.delimiter, table.dialect.decimal, table.header), (';', ',', true));
    let table = read("1,2\n3,4\n").unwrap();
    assert_eq!((table.dialect.delimiter, table.dialect.decimal, table.header), (',', '.', false));
}

#[test]
fn every_change_has_its_warning() {
    let numbers = "x\n1\n2\n3\n4\n5\n6\n7\n8\nabc\n1e99\n";
    assert_eq!(rules(numbers), [rule(10, "x", "not-a-number"), rule(11, "x", "out-of-range")]);
    assert_eq!(rules("a,b,c\n1,2,3\n4,5\n6,7,8,9\n"), [rule(3, "", "ragged-row"), rule(4, "", "ragged-row")]);
    assert_eq!(rules("a,a\n1,2\n3,4\n"), [rule(1, "a_2", "renamed-column")]);
    assert_eq!(rules("a,b\n1,2,\n3,4,\n5,6,\n"), [rule(2, "", "trailing-delimiter")]);
    assert_eq!(rules("a,b,,\n1,2,,\n3,4,,\n"), [rule(1, "", "empty-column")]);
    assert_eq!(rules("a,b,\n1,2\n3,4\n"), [rule(1, "", "empty-column")]);
    assert_eq!(rules("Title\na,b\n1,2\n3,4\n"), [rule(1, "", "skipped-lines")]);
    assert_eq!(rules("a,b\n1,2\n3,\"4\n"), [rule(3, "", "unclosed-quote")]);
    assert_eq!(rules("a,b\n1,NA\n3,4\n"), []);
}

#[test]
fn a_warning_is_a_sentence_with_its_place() {
    let table = read("id,price\na,1\nb,2\nc,abc\nd,4\ne,5\n").unwrap();
    let expected = "Column 'price' row 4: 'abc' is not a number: treated as missing.";
    assert_eq!(table.warnings[0].message, expected);
    assert_eq!(table.columns[1].missing, 1);
}

/// A line end inside quotes starts no new row, as in a spreadsheet.
#[test]
fn rows_are_numbered_by_record() {
    let table = read("a,b\n\"x\ny\nz\",1\nw\n").unwrap();
    assert_eq!(table.warnings[0].row, 3);
    let headless = read("1,2\n3\n5,6\n").unwrap();
    assert_eq!(headless.warnings[0].row, 2);
}

#[test]
fn a_thousand_warnings_are_kept_and_all_counted() {
    let table = read(format!("a,b\n{}", "1,2\n3\n".repeat(5_000))).unwrap();
    assert_eq!((table.warnings.len(), table.n_warnings), (Table::MAX_WARNINGS, 5_000));
}

#[test]
fn kinds_over_the_whole_column() {
    let mut text = "id,yes,word,when,note,one,number,nothing,count\n".to_string();
    for row in 0..120 {
        let odd = row % 2;
        text += &format!(
            "k{},{},w{},2024-01-{:02},\"a rather long remark about the row {row}, which goes on and on\",7,{}.5,,{}\n",
            row * 7919 % 1000,
            ["yes", "no"][odd],
            row % 5,
            1 + row % 28,
            row % 50,
            row + 1,
        );
    }
    let table = read(text).unwrap();
    let kinds: Vec<Kind> = table.columns.iter().map(|column| column.kind).collect();
    use Kind::*;
    assert_eq!(kinds, [Identifier, Boolean, Category, Date, Text, Constant, Numeric, Constant, Identifier]);
    assert_eq!(table.columns[2].distinct, 5);
    assert_eq!(table.columns[7].missing, 120);
    assert!(table.columns.iter().all(|column| !column.reason.is_empty()));
}

#[test]
fn zero_one_columns_stay_numeric() {
    let table = read(format!("flag,y\n{}", "0,1.5\n1,2.5\n".repeat(50))).unwrap();
    assert_eq!((table.columns[0].kind, table.columns[0].reason.as_str()), (Kind::Numeric, "0 and 1"));
}

/// Up to one word in twenty is a slip among numbers; more make a column of words.
#[test]
fn one_word_in_twenty_is_a_slip() {
    let kind = |words: usize| {
        let cells: String = (0..200)
            .map(|row| if row < words { format!("w{row}\n") } else { format!("{row}.5\n") })
            .collect();
        let table = read(format!("x\n{cells}")).unwrap();
        (table.columns[0].kind == Kind::Numeric, table.n_warnings)
    };
    assert_eq!(kind(10), (true, 10));
    assert_eq!(kind(11), (false, 0));
}

#[test]
fn duplicates_repeat_a_row_in_every_cell() {
    let table = read("a,b\n1,x\n1,y\n1,x\n 1 ,x\n2,\n2\n,2\n").unwrap();
    assert_eq!(table.duplicates, 3);
}

#[test]
fn ten_thousand_columns() {
    let names: Vec<String> = (0..10_000).map(|column| format!("a rather long name {column}")).collect();
    let row: Vec<String> = (0..10_000).map(|column| format!("{}.5", column % 7)).collect();
    let text = format!("{}\n{}\n{}\n", names.join(","), row.join(","), row.join(","));
    let table = read(text).unwrap();
    assert_eq!((table.columns.len(), table.n_rows, table.duplicates), (10_000, 2, 1));
    assert_eq!(table.columns[9_999].name, "a rather long name 9999");
}

#[test]
fn one_giant_row_is_refused() {
    assert_eq!(read(vec![b','; 5_000_000]).unwrap_err().kind(), "too-many-columns");
    assert_eq!(read(vec![b'x'; 5_000_000]).unwrap_err().kind(), "header-only");
}

/// A wide header over short rows must not fill the memory with missing cells.
#[test]
fn a_wide_header_over_short_rows_is_refused() {
    let text = format!("{}\n{}", vec!["n"; 50_000].join(","), "1\n".repeat(100_000));
    assert_eq!(read(text).unwrap_err().kind(), "too-ragged");
}

#[test]
fn the_song_file() {
    let shared = std::env::var("PERCEPTAB_SHARED").unwrap_or_else(|_| "../shared".to_string());
    let Ok(bytes) = std::fs::read(format!("{shared}/data/song_data.csv")) else {
        return println!("skipped: the song file is not there");
    };
    let table = read(&bytes).unwrap();
    assert_eq!((table.n_rows, table.columns.len(), table.duplicates), (18_835, 15, 3_909));
    assert_eq!((table.encoding.as_str(), table.header, table.n_warnings), ("UTF-8", true, 0));
    assert_eq!((table.columns[0].name.as_str(), table.columns[0].kind), ("song_name", Kind::Text));
    let is_number = |kind: Kind| matches!(kind, Kind::Numeric | Kind::Code);
    assert!(table.columns[1..].iter().all(|column| is_number(column.kind) && column.missing == 0));
    assert_eq!(table.columns[0].text(0), "Boulevard of Broken Dreams");
    assert_eq!(table.summary().first_rows[0][6], "2.94E-05");
    let popularity = &table.summary().columns[1];
    assert_eq!((popularity.min, popularity.max, popularity.whole), (Some(0.0), Some(100.0), true));
}
