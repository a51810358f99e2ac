//! A file of new rows and what is written of it: what is copied is copied byte for byte, what is added reads back to the same
//! number, and nothing vanishes in silence.
#![cfg(not(target_arch = "wasm32"))]

mod copying;

use std::sync::Arc;

use copying::{assert_copied, model, predict};
use perceptab::dataset::{Encoder, Plan, TargetEncoder, Targets, Task};
use perceptab::matrix::Matrix;
use perceptab::model::{Member, Model, NewRows, NewRowsError, PredictSettings, Predictor, Report};
use perceptab::network::{Head, Layer, Network};
use perceptab::table::container::{Contents, Crc32};
use perceptab::table::{Choice, Column, Form, ReadSettings, Reader, Table, Wish};
use proptest::prelude::*;

fn read(bytes: &[u8]) -> Table {
    let mut reader = Reader::new("new.csv");
    reader.push(bytes).and_then(|()| reader.finish()).unwrap()
}

/// A model of the columns `inputs` of a table, with answers 2 x + 1 of the first or, with `levels`, classes.
fn model_of(text: &str, inputs: &[&str], target: &str, levels: &[&str]) -> Arc<Model> {
    Arc::new(member_of(text, inputs, target, levels).into())
}

fn member_of(text: &str, inputs: &[&str], target: &str, levels: &[&str]) -> Member {
    let table = read(text.as_bytes());
    let columns: Vec<&Column> = inputs.iter().map(|name| table.column(name).unwrap()).collect();
    let rows: Vec<u32> = (0..table.n_rows as u32).collect();
    let plan = Plan::new(target, Task::Regression, &[]);
    let encoder = Encoder::fit(&columns, &rows, &plan, table.dialect.decimal);
    let (name, form) = (target.to_string(), Form::default());
    let (target, head) = if levels.is_empty() {
        let (min, max) = (0.0, 100.0);
        (
            TargetEncoder::Number { name, log: false, shift: 1.0, scale: 2.0, whole: false, min, max, form },
            Head::Identity,
        )
    } else {
        let levels = levels.iter().map(|level| level.to_string()).collect();
        (TargetEncoder::Classes { name, levels, written: Vec::new(), form }, Head::Softmax)
    };
    let width = if levels.len() == 2 { 1 } else { levels.len().max(1) };
    let head = if levels.len() == 2 { Head::Sigmoid } else { head };
    let weights = Matrix::from_fn(
        encoder.width(),
        width,
        |input, output| if input == 0 { 1.0 - output as f32 } else { 0.0 },
    );
    let layer = Layer { weights, biases: Matrix::from_fn(1, width, |_, _| 0.0) };
    let network = Network { waves: None, layers: vec![layer], activations: Vec::new(), head };
    Member { encoder, target, predictor: Predictor::Network(network), epochs: 1 }
}

/// Of x alone: 1, 2, 3.
fn of_x() -> Arc<Model> {
    model_of("x,w\n1,a\n2,b\n3,c\n", &["x"], "y", &[])
}

fn written(model: &Arc<Model>, bytes: impl AsRef<[u8]>) -> String {
    written_with(model, bytes, PredictSettings::default()).0
}

fn written_with(model: &Arc<Model>, bytes: impl AsRef<[u8]>, settings: PredictSettings) -> (String, Report) {
    let (written, report) = predict(model, bytes.as_ref(), 5, &settings).unwrap();
    (String::from_utf8(written).unwrap(), report)
}

fn notes(model: &Arc<Model>, bytes: impl AsRef<[u8]>) -> Vec<String> {
    written_with(model, bytes, PredictSettings::default()).1.notes
}

/// The first cell of each line, which stands before the delimiter.
fn first_cells(text: &str) -> Vec<&str> {
    text.lines().map(|line| line.split([',', ';']).next().unwrap()).collect()
}

#[test]
fn identifiers_and_whatever_else_is_only_copied_come_back() {
    let cells = [
        "00037",
        "9007199254740993",
        "1E5",
        "+4917012345678",
        "NA",
        "2024-05-01",
        "01.05.2024",
        "€1,200",
        "$7",
        "12:30",
        "45%",
        "1.50",
        "-0",
        "\"a \"\"b\"\"\"",
        "  x  ",
        "'y'",
        "=1+2",
        "",
        "null",
        "１２",
        "0x1F",
        "1_000",
        "\"7\"",
        "Ünïcödé",
        "1,5e3",
    ];
    let quoted = |cell: &&str| if cell.contains(',') { format!("\"{cell}\"") } else { cell.to_string() };
    let cells: Vec<String> = cells.iter().map(quoted).collect();
    let rows: String = cells.iter().map(|cell| format!("{cell},2\r\n")).collect();
    let text = format!("id,x\r\n{rows}");
    let expected: String = cells.iter().map(|cell| format!("{cell},2,1\r\n")).collect();
    assert_eq!(written(&of_x(), &text), format!("id,x,predicted_y\r\n{expected}"));
    // Forty long numbers that differ in their last digits.
    let ids: Vec<String> = (0..40).map(|row| format!("90071992547409{row:02}")).collect();
    let text: String = ids.iter().map(|id| format!("{id},1\n")).collect();
    let written = written(&of_x(), format!("id,x\n{text}"));
    assert_eq!(first_cells(&written)[1..], ids);
}

#[test]
fn the_lines_between_the_rows_are_copied() {
    let text = "\u{FEFF}# made in May\r\n\r\nid,x\n1,2\r\n   \n# half of it\r3,2\r\r5,2";
    let expected =
        "\u{FEFF}# made in May\r\n\r\nid,x,predicted_y\n1,2,1\r\n   \n# half of it\r3,2,1\r\r5,2,1";
    assert_eq!(written(&of_x(), text), expected);
    assert_eq!(written(&of_x(), "sep=;\nid;x\n1;2\n"), "sep=;\nid;x;predicted_y\n1;2;1\n");
    assert_eq!(
        written(&of_x(), "Report of May\n\nid,x\n1,2\n3,2\n"),
        "Report of May\n\nid,x,predicted_y\n1,2,1\n3,2,1\n"
    );
}

#[test]
fn rows_of_another_width_keep_the_prediction_under_its_name() {
    let (text, report) =
        written_with(&of_x(), "x,a,b\n2\n2,p,q\n2,p,q,r,s\n2,p,q,\n", PredictSettings::default());
    assert_eq!(text, "x,a,b,predicted_y\n2,,,1\n2,p,q,1\n2,p,q,1,r,s\n2,p,q,1,\n");
    assert_eq!(report.notes.len(), 2, "{:?}", report.notes);
    assert!(report.notes[0].starts_with("1 row has fewer cells") && report.notes[0].contains("row 2"));
    assert!(report.notes[1].starts_with("2 rows have more cells") && report.notes[1].contains("row 4"));
    // Names above all columns but the first, as R writes them.
    assert_eq!(
        written(&model_of("x\n1\n2\n3\n", &["x"], "y", &[]), "x b\nr1 2 1\nr2 2 1\n"),
        "x b predicted_y\nr1 2 1 1\nr2 2 1 1\n"
    );
}

#[test]
fn a_file_without_names_gets_none() {
    let model = model_of("1,2\n2,3\n3,4\n", &["column_1"], "column_2", &[]);
    assert_eq!(written(&model, "2,\"7\"\n2,8\n"), "2,\"7\",1\n2,8,1\n");
}

#[test]
fn new_cells_have_the_files_own_marks() {
    let model = model_of("x\n1\n2\n3.5\n", &["x"], "y", &[]);
    let cell = |text: &str| {
        let written = written(&model, text);
        written.lines().nth(1).unwrap()[text.lines().nth(1).unwrap().len()..].to_string()
    };
    let answer = &cell("x\n1.5\n")[1..];
    assert!(answer.len() > 8 && answer.contains('.'), "{answer}");
    let comma = answer.replace('.', ",");
    assert_eq!(cell("x;a\n1,5;2\n"), format!(";{comma}"));
    assert_eq!(cell("x\ta\n1,5\t2\n"), format!("\t{comma}"));
    assert_eq!(cell("x,a\n\"1,5\",2\n"), format!(",\"{comma}\""));
    assert_eq!(cell("x;a\n'1,5';'2;3'\n'1,5';'2;4'\n"), format!(";{comma}"));
}

#[test]
fn labels_stand_in_the_files_own_quotes() {
    let model = model_of("x\n1\n2\n3\n", &["x"], "y", &["a \"b\"; c", "no"]);
    let line = |text: &str| written(&model, text).lines().nth(1).unwrap().to_string();
    let found = line("x;z\n1;2\n");
    let (label, probability) = found.rsplit_once(';').unwrap();
    assert_eq!(label, "1;2;\"a \"\"b\"\"; c\"");
    // A probability of f32 to its last digit.
    let number: f64 = probability.parse().unwrap();
    assert!(f64::from(number as f32) == number && probability.len() > 10, "{probability}");
    assert!(line("'x'|z\n'1'|'a|b'\n'2'|'c|d'\n").starts_with("'1'|'a|b'|a \"b\"; c|0."));
}

#[test]
fn numbers_read_back_to_the_same_bits() {
    let model = model(&read(b"x,w\n1,a\n2.25,b\n3.125,c\n"));
    let text = "x,w\n1,a\n2.25,b\n3.125,c\n0.1,a\n";
    let (written, _) = predict(&model, text.as_bytes(), 7, &PredictSettings::default()).unwrap();
    let found: Vec<f64> = String::from_utf8(written)
        .unwrap()
        .lines()
        .skip(1)
        .map(|line| line.rsplit(',').next().unwrap().parse().unwrap())
        .collect();
    let table = read(text.as_bytes());
    let Targets::Numbers(expected) = model.predict(&table, &[0, 1, 2, 3]).unwrap().answers else {
        panic!("numbers")
    };
    assert_eq!(found, expected);
    assert!(found.iter().all(|number| *number > 12_345_670.0 && number.fract() != 0.0));
}

#[test]
fn other_encodings_become_utf8_and_say_so() {
    let text = "id,x\nZürich €,2\n";
    let utf16: Vec<u8> = format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let expected = "id,x,predicted_y\nZürich €,2,1\n";
    assert_eq!(written(&of_x(), &utf16), format!("\u{FEFF}{expected}"));
    let windows = b"id,x\nZ\xFCrich \x80,2\n";
    let (found, report) = written_with(&of_x(), windows, PredictSettings::default());
    assert_eq!(found, expected);
    assert!(report.notes[0].contains("windows-1252"), "{:?}", report.notes);
    // Damage is copied as it is, and told.
    let damaged = [&b"id,x\n"[..], "é".repeat(30).as_bytes(), b"\xE9,2\n"].concat();
    let (found, report) = predict(&of_x(), &damaged, 9, &PredictSettings::default()).unwrap();
    assert_eq!(found, [&damaged[..4], b",predicted_y\n", &damaged[5..damaged.len() - 1], b",1\n"].concat());
    assert!(report.notes[0].contains("stand for no letter"), "{:?}", report.notes);
}

/// One block that is stored as it is: a head, its length and its complement (RFC 1951), a check and the length (RFC 1952).
fn gzip(text: &str) -> Vec<u8> {
    let length = text.len() as u16;
    let mut bytes = vec![0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    bytes.extend([length.to_le_bytes(), (!length).to_le_bytes()].concat());
    bytes.extend(text.as_bytes());
    bytes.extend([Crc32::of(text.as_bytes()), u32::from(length)].map(u32::to_le_bytes).concat());
    bytes
}

/// An archive of one file that is stored as it is.
fn zip(text: &str) -> Vec<u8> {
    let (length, name) = (text.len() as u32, b"a.csv");
    let halves = |halves: &[u16]| halves.iter().flat_map(|half| half.to_le_bytes()).collect::<Vec<u8>>();
    let words = |words: &[u32]| words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>();
    let facts =
        [words(&[Crc32::of(text.as_bytes()), length, length]), halves(&[name.len() as u16, 0])].concat();
    let file = [
        b"PK\x03\x04".to_vec(),
        halves(&[20, 0, 0, 0, 0]),
        facts.clone(),
        name.to_vec(),
        text.as_bytes().to_vec(),
    ]
    .concat();
    let entry = [
        b"PK\x01\x02".to_vec(),
        halves(&[20, 20, 0, 0, 0, 0]),
        facts,
        halves(&[0, 0, 0]),
        words(&[0, 0]),
        name.to_vec(),
    ]
    .concat();
    let sizes = words(&[entry.len() as u32, file.len() as u32]);
    let end = [b"PK\x05\x06".to_vec(), halves(&[0, 0, 1, 1]), sizes, halves(&[0])].concat();
    [file, entry, end].concat()
}

#[test]
fn rows_that_were_made_of_a_workbook_are_all_rows_whatever_their_cells_look_like() {
    let of_a_sheet = |declared: bool| {
        let mut rows = NewRows::new(of_x(), "new.xlsx", PredictSettings::default());
        if declared {
            rows.declare(Contents::of("Excel"));
        }
        rows.push(b"id,x\n7,1\n# the rest\n8,2\n9,4\n").unwrap();
        let written = rows.take_written();
        String::from_utf8([written, rows.finish().unwrap().0].concat()).unwrap()
    };
    let filled = |text: &str| text.lines().filter(|line| line.split(',').count() == 3).count();
    assert_eq!(filled(&of_a_sheet(true)), 5, "{}", of_a_sheet(true));
    assert_eq!(filled(&of_a_sheet(false)), 4, "in a CSV this is a comment: {}", of_a_sheet(false));
}

#[test]
fn an_encoding_that_another_decodes_is_named() {
    let named = |encoding: Option<&str>| {
        let reading = ReadSettings { encoding: encoding.map(String::from), ..ReadSettings::default() };
        NewRows::new(of_x(), "new.csv", PredictSettings { reading, ..PredictSettings::default() })
            .foreign_encoding()
    };
    assert_eq!(named(None), None);
    assert_eq!(named(Some("UTF-8")), None);
    assert_eq!(named(Some("big5")), Some("Big5"));
}

#[test]
fn packed_files_and_rows_of_json() {
    let text = "id,x\n007,2\n";
    assert_eq!(written(&of_x(), gzip(text)), "id,x,predicted_y\n007,2,1\n");
    assert_eq!(written(&of_x(), zip(text)), "id,x,predicted_y\n007,2,1\n");
    let json = "{\"id\": \"007\", \"x\": 2}\n{\"x\": 2, \"late\": \"a, b\"}\nnothing\n";
    let (found, report) = written_with(&of_x(), json, PredictSettings::default());
    assert_eq!(found, "id,x,late,predicted_y\n007,2,,1\n,2,\"a, b\",1\n");
    assert!(report.notes.iter().any(|note| note.contains("no whole JSON object") && note.contains("line 3")));
}

#[test]
fn what_is_odd_is_counted_and_marked_on_request() {
    let model = model_of("x,c\n1,red\n2,green\n3,red\n", &["x", "c"], "y", &[]);
    let text = "x,c\nmany,red\n9,blue\n2,red\n,green\n8,red,more\n2\n";
    let (found, report) =
        written_with(&model, text, PredictSettings { remarks: true, ..PredictSettings::default() });
    let remarks: Vec<&str> = found.lines().map(|line| line.splitn(4, ',').nth(3).unwrap_or("")).collect();
    assert_eq!(remarks[0], "predicted_y_remarks");
    assert_eq!(remarks[1], "\"x: 'many' is no number, taken as missing\"");
    assert_eq!(
        remarks[2],
        "x: '9' is outside of the training's range; c: 'blue' is not in the training rows"
    );
    assert_eq!(remarks[3..5], ["", ""]);
    assert_eq!(remarks[5], "x: '8' is outside of the training's range; 1 cell more than the header,more");
    assert_eq!(remarks[6], "\"1 cell too few, taken as missing\"");
    let expected = [
        "1 row has more cells than the header (row 6): no name says what they are, and they stand behind the prediction.",
        "1 row has fewer cells than the header (row 7): the others are taken as missing, and empty ones stand in their place.",
        "Column 'x': 1 cell is no number ('many' in row 2): taken as missing, for 2.",
        "Column 'x': 2 values lie outside of the training rows' range of 1 to 3 (the first is '9' in row 3): a network is \
         seldom right there.",
        "Column 'c': 1 value is new ('blue' in row 3): not among the training rows, taken as none of its levels.",
    ];
    assert_eq!(report.notes, expected);
    // Without the request the rows have no further column.
    assert!(written(&model, text).lines().nth(1).unwrap().ends_with(",1"));
}

#[test]
fn columns_that_are_missing_or_stand_there_twice() {
    let error = predict(&of_x(), b"a,b\n1,2\n", 3, &PredictSettings::default()).unwrap_err();
    let expected = NewRowsError::Missing {
        file: "new.csv".to_string(),
        columns: vec!["x".to_string()],
        found: vec!["a".to_string(), "b".to_string()],
        delimiter: b',',
    };
    assert_eq!(error, expected);
    assert!(error.to_string().contains("Cut at the comma, it has 'a', 'b'."), "{error}");
    assert!(error.to_string().contains("'new.csv' lacks the column 'x'"), "{error}");
    assert!(notes(&of_x(), "x,x\n1,2\n")[0].contains("'x' more than once: the first is used"));
}

#[test]
fn the_names_that_are_needed_decide_what_is_a_delimiter() {
    let model = of_x();
    // A space would cut both lines of numbers into two cells.
    let one = "x\n1 2\n2 3\n";
    let units = "x\n1.0 m\n2.0 m\n";
    for text in [one, units] {
        for chunk in [1, 3, 1_000] {
            let (_, report) = predict(&model, text.as_bytes(), chunk, &PredictSettings::default())
                .unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(report.rows, 2);
        }
    }
    // What is set is not changed.
    let reading = ReadSettings { delimiter: Some(';'), ..ReadSettings::default() };
    let settings = PredictSettings { reading, ..PredictSettings::default() };
    let error = predict(&model, b"x,z\n1,2\n", 4, &settings).unwrap_err().to_string();
    assert!(error.contains("Cut at the semicolon, it has 'x,z'"), "{error}");
}

#[test]
fn a_name_that_is_there_already_gets_a_number() {
    let model = model_of("x\n1\n2\n3\n", &["x"], "y", &["a", "b"]);
    let found = written(&model, "x,predicted_y,probability,predicted_y_2\n2,,,\n");
    assert!(
        found.starts_with("x,predicted_y,probability,predicted_y_2,predicted_y_3,probability_2\n"),
        "{found}"
    );
}

#[test]
fn an_answer_that_is_no_number_is_a_failure_that_names_the_row() {
    let mut member = member_of("x,w\n1,a\n2,b\n3,c\n", &["x"], "y", &[]);
    if let TargetEncoder::Number { scale, .. } = &mut member.target {
        *scale = f64::MAX;
    }
    let error =
        predict(&Arc::new(member.into()), b"x\n2\n1e6\n", 3, &PredictSettings::default()).unwrap_err();
    assert_eq!(error, NewRowsError::NotFinite { row: 3 });
}

#[test]
fn the_guard_is_for_what_is_written_and_on_request_for_what_is_copied() {
    let model = model_of("x\n1\n2\n3\n", &["x"], "=y", &["-inf", "no"]);
    let text = "id,x\n=1+2,1\n\"a;=b\",1\n-5,1\n";
    let found = written(&model, text);
    assert!(found.starts_with("id,x,predicted_=y,probability\n=1+2,1,'-inf,0."), "{found}");
    let (found, _) =
        written_with(&model, text, PredictSettings { guard: true, ..PredictSettings::default() });
    let starts: Vec<&str> =
        found.lines().map(|line| line.split_once(",1").map_or(line, |split| split.0)).collect();
    assert_eq!(starts[1..], ["'=1+2", "a;'=b", "-5"]);
    let double = "\u{FEFF}\u{FEFF}=id,x\n1,2\n";
    let (found, _) =
        written_with(&of_x(), double, PredictSettings { guard: true, ..PredictSettings::default() });
    assert_eq!(found, "\u{FEFF}'\u{FEFF}=id,x,predicted_y\n1,2,1\n");
}

#[test]
fn a_reading_in_doubt_is_told_and_can_be_set() {
    // Three thousand and more with a comma as the decimal mark.
    let model = model_of("x;z\n1.000,5;1\n2.000,5;2\n3.500,5;3\n", &["x"], "y", &[]);
    let text = "x;z\n3.500;1\n";
    let (comma, report) = written_with(&model, text, PredictSettings::default());
    assert_eq!((report.doubts.len(), report.doubts[0].taken), (1, Choice::DecimalComma));
    assert!(comma.lines().nth(1).unwrap().split(';').nth(2).unwrap().contains(','), "{comma}");
    let wishes = vec![Wish { column: Some("x".to_string()), choice: Choice::DecimalPoint }];
    let (point, report) =
        written_with(&model, text, PredictSettings { wishes, ..PredictSettings::default() });
    assert!(report.doubts[0].set && report.doubts[0].taken == Choice::DecimalPoint);
    assert_ne!(comma, point);
}

#[test]
fn the_score_is_that_of_the_numbers_in_the_file() {
    let model = model_of("x,y\n1,1\n2,2\n3,3\n", &["x"], "y", &[]);
    let (found, report) = written_with(&model, "x,y\n1,1\n2,2\n3,\n", PredictSettings::default());
    let rows: Vec<Vec<&str>> = found.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let error = |row: &Vec<&str>| (row[1].parse::<f64>().unwrap() - row[2].parse::<f64>().unwrap()).abs();
    let expected = (error(&rows[0]) + error(&rows[1])) / 2.0;
    let score = report.score.unwrap();
    assert!(
        score.contains("in 2 of its 3 rows") && score.contains(&format!("off by {:.2}", expected)),
        "{score}"
    );
}

#[test]
fn a_file_cut_off_inside_quotes_is_closed_and_told() {
    let (found, report) = written_with(&of_x(), "x,w\n2,a\n2,\"b", PredictSettings::default());
    assert_eq!(found, "x,w,predicted_y\n2,a,1\n2,\"b\",1");
    assert!(report.notes[0].contains("never closed"), "{:?}", report.notes);
}

#[test]
fn many_rows_are_written_as_they_come() {
    let text = format!("x,w\n{}", "2,abc\n".repeat(20_000));
    let mut rows = perceptab::model::NewRows::new(of_x(), "new.csv", PredictSettings::default());
    rows.push(&text.as_bytes()[..100_000]).unwrap();
    assert!(rows.take_written().len() > 50_000, "what is predicted is not held back");
    rows.push(&text.as_bytes()[100_000..]).unwrap();
    let (_, report) = rows.finish().unwrap();
    assert_eq!((report.rows, report.first.len(), report.first[0].0), (20_000, 10, 2));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the reader takes for a table, its predictions are in a file that is the same but for them, however the bytes come.
    #[test]
    fn any_table_is_copied(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                ",", ",", ",", ";", "\t", "|", "\n", "\n", "\n", "\r\n", "\r", "\"", "\"a\"", "\"b,\"\"c\n\"", "'", "#", " ", "  ", "abc",
                "12.5", "1,5", "007", "NA", "2024-05-01", "1/2/2024", "€3", "45%", "=1", "\u{FEFF}", "é", "-", "1e5", "12:30", "5 cm",
            ]),
            0..80,
        ),
        chunk in 1..300usize,
    ) {
        let bytes = pieces.concat().into_bytes();
        let mut reader = Reader::new("new.csv");
        if let Ok(table) = reader.push(&bytes).and_then(|()| reader.finish()) {
            assert_copied(&bytes, chunk, &ReadSettings::default(), &table);
        }
    }

    /// Any bytes whatever: no panic, and no difference between chunks.
    #[test]
    fn any_bytes_are_taken_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), chunk in 1..50usize) {
        let model = model_of("1,2\n2,3\n3,4\n", &["column_1"], "column_2", &[]);
        let settings = PredictSettings { remarks: true, guard: true, ..PredictSettings::default() };
        prop_assert_eq!(predict(&model, &bytes, chunk, &settings), predict(&model, &bytes, usize::MAX, &settings));
    }
}

/// A model that takes the class of the largest x for the last one, with classes as a file's column `y` has them.
fn of_classes(cells: &[&str]) -> (Arc<Model>, Option<String>) {
    let rows: String =
        (0..40).map(|row| format!("{},{}\n", row % cells.len(), cells[row % cells.len()])).collect();
    let table = read(format!("x,y\n{rows}").as_bytes());
    let plan = Plan::new("y", Task::Classification, &["x"]);
    let dataset = perceptab::dataset::prepare(&table, &plan).unwrap();
    let all: Vec<u32> = (0..table.n_rows as u32).collect();
    let target = TargetEncoder::fit(table.column("y").unwrap(), &plan, &all, &all).unwrap();
    let encoder = Encoder::fit(&[table.column("x").unwrap()], &all, &plan, '.');
    let width = target.width();
    let weights = Matrix::from_fn(encoder.width(), width, |_, output| output as f32 * 2.0 + 1.0);
    let layer = Layer { weights, biases: Matrix::from_fn(1, width, |_, _| 0.0) };
    let head = if width == 1 { Head::Sigmoid } else { Head::Softmax };
    let network = Network { waves: None, layers: vec![layer], activations: Vec::new(), head };
    target.check().unwrap();
    let target = serde_json::from_str(&serde_json::to_string(&target).unwrap()).unwrap();
    let model = Model::from(Member { encoder, target, predictor: Predictor::Network(network), epochs: 1 });
    let note = dataset.facts.notes.iter().find(|note| note.contains("predicted as")).cloned();
    (Arc::new(model), note)
}

/// A predicted label is compared as text with those of other files.
#[test]
fn predicted_labels_are_written_as_the_training_has_them() {
    for cells in [
        ["00037", "00501"],
        ["00", "01"],
        ["1.50", "2.00"],
        ["25%", "50%"],
        ["25 %", "50 %"],
        ["-1", "+1"],
        ["10", "1e3"],
        ["7", "10"],
    ] {
        let (model, note) = of_classes(&cells);
        let (out, report) =
            written_with(&model, format!("x,y\n-9,{}\n9,{}\n", cells[0], cells[1]), Default::default());
        let labels: Vec<&str> = out.lines().skip(1).map(|line| line.split(',').nth(2).unwrap()).collect();
        assert_eq!(
            labels.iter().map(|label| label.trim_start_matches('\'')).collect::<Vec<_>>(),
            cells,
            "{out}"
        );
        assert_eq!(note, None);
        assert!(report.score.unwrap().contains("100.0 %"));
    }
    let (model, note) = of_classes(&["1", "01", "02", "02"]);
    let out = written(&model, "x\n-9\n9\n");
    assert!(out.contains("\n-9,1,") && out.contains("\n9,02,"), "{out}");
    assert!(note.unwrap().contains("several ways"));
}

#[test]
fn where_the_training_leaves_the_order_of_days_open_the_file_decides_it() {
    let trained = (1..20).map(|day| format!("2020-01-{day:02}\n")).collect::<String>();
    let model = model_of(&format!("d\n{trained}"), &["d"], "y", &[]);
    let of = |cells: &[&str]| {
        let text = format!("d\n{}\n", cells.join("\n"));
        let (out, report) = written_with(&model, text, Default::default());
        let numbers: Vec<f64> =
            out.lines().skip(1).map(|line| line.split(',').nth(1).unwrap().parse().unwrap()).collect();
        (numbers, report)
    };
    let (iso, _) = of(&["2021-12-31", "2021-03-05", "2021-03-25"]);
    let (day, report) = of(&["31/12/2021", "05/03/2021", "25/03/2021"]);
    assert_eq!(day, iso);
    assert!(report.doubts.len() == 1 && report.doubts[0].taken == Choice::DayFirst, "{:?}", report.doubts);
    assert!(!report.doubts[0].why.contains("learnt with"), "{}", report.doubts[0].why);
    assert_eq!(of(&["12/31/2021", "03/05/2021", "03/25/2021"]).0, iso);
}

#[test]
fn two_readings_are_told_in_whatever_row_they_stand() {
    let comma = model_of("x;w\n1,5;a\n2,5;b\n3,25;c\n", &["x"], "y", &[]);
    let rows = |n: usize, cell: &str, last: &str| format!("x;k\n{}{last}", format!("{cell};1\n").repeat(n));
    for n in [0, 9_000] {
        let text = rows(n, "3500", "3.500;1\n4.500;1\n");
        let doubts = written_with(&comma, text, Default::default()).1.doubts;
        assert!(doubts.len() == 1 && doubts[0].taken == Choice::DecimalComma, "{doubts:?}");
        if n > 0 {
            assert!(
                doubts[0].why.contains("2 cells") && doubts[0].why.contains("'3.500' in row 9002"),
                "{doubts:?}"
            );
        }
    }
    assert!(written_with(&comma, rows(9_000, "3500", ""), Default::default()).1.doubts.is_empty());
    let iso = model_of("d,w\n2020-01-02,a\n2020-01-03,b\n2020-01-09,c\n", &["d"], "y", &[]);
    let text = format!("d,k\n{}05/03/2021,1\n", "2021-03-05,1\n".repeat(9_000));
    let doubts = written_with(&iso, text, Default::default()).1.doubts;
    assert!(doubts.len() == 1 && doubts[0].why.contains("1 cell"), "{doubts:?}");
}

#[test]
fn cells_of_the_target_that_cannot_be_compared_are_told_and_marked() {
    let model = of_x();
    let settings = PredictSettings { remarks: true, ..Default::default() };
    let (out, report) = written_with(&model, "x,y\n1,abc\n2,1e300\n3,12:30\n1,5\n2,\n", settings.clone());
    assert_eq!(report.notes.len(), 2, "{:?}", report.notes);
    assert!(
        report.notes[0].contains("'y'")
            && report.notes[0].contains("2 cells are no numbers (the first is 'abc' in row 2)")
    );
    assert!(report.notes[1].contains("1 number is too large"), "{:?}", report.notes);
    let marked: Vec<bool> = out.lines().skip(1).map(|line| line.contains("y: '")).collect();
    assert_eq!(marked, [true, true, true, false, false], "{out}");
    let (classes, _) = of_classes(&["00037", "00501"]);
    let (out, report) = written_with(&classes, "x,y\n-9,00038\n9,00501\n", settings);
    let told = report.notes.iter().any(|note| note.contains("1 value is no class of the training"));
    assert!(told, "{:?}", report.notes);
    assert!(out.contains("y: '00038' is no class"), "{out}");
}
