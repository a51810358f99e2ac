//! A cell of a new file means what its column meant in training, and one of the training file becomes the same inputs to the
//! last bit.
#![cfg(not(target_arch = "wasm32"))]

use std::path::{Path, PathBuf};

use perceptab::dataset::{
    CellNotes, ColumnEncoder, ColumnReader, Encoder, Fill, NewColumn, Oddity, Plan, Scale, TargetCell,
    TargetEncoder, TargetReader, Targets, Task,
};
use perceptab::matrix::Matrix;
use perceptab::table::{
    Choice, Column, Doubt, Evidence, Kind, Look, Packed, ReadSettings, Reader, Remark, Table, Unread, Wish,
    records,
};

/// What is looked at of a file before it is read.
const LOOK: usize = 1 << 16;

fn read_as(bytes: &[u8], settings: &ReadSettings) -> Table {
    let mut reader = Reader::with_settings("t.csv", settings.clone());
    reader.push(bytes).unwrap();
    reader.finish().unwrap()
}

/// The first cells of a file, as far as is looked at: without names, row by row.
fn first_rows(rows: &[Vec<String>]) -> usize {
    let bytes = |row: &Vec<String>| row.iter().map(|cell| cell.len() + 1).sum::<usize>();
    let mut left = LOOK;
    rows.iter()
        .take_while(|row| {
            let fits = left > 0;
            left = left.saturating_sub(bytes(row));
            fits
        })
        .count()
}

fn evidence(rows: &[Vec<String>]) -> Evidence {
    let mut evidence = Evidence::default();
    rows.iter().flatten().for_each(|cell| evidence.add(cell.trim().as_bytes()));
    evidence
}

/// Encodes every column of a file by its cells, beside what the table becomes, over several ways to scale and fill.
fn same_as_its_table(name: &str, bytes: &[u8], settings: &ReadSettings, kinds: &[(&str, Kind)]) {
    let table = read_as(bytes, settings);
    let mut rows = records(bytes, settings).unwrap();
    if table.header {
        rows.remove(0);
    }
    assert_eq!(rows.len(), table.n_rows, "{name}");
    let looked = first_rows(&rows);
    let file = settings.decimal.map_or_else(|| evidence(&rows[..looked]), Evidence::set);
    let columns: Vec<&Column> = table.columns.iter().collect();
    // A third of the rows is not learnt from.
    let fitted: Vec<u32> = (0..table.n_rows as u32).filter(|row| row % 3 != 1).collect();
    let all: Vec<u32> = (0..table.n_rows as u32).collect();
    for (scale, fill) in
        [(Scale::Standard, Fill::Mean), (Scale::Robust, Fill::Mean), (Scale::Quantile, Fill::Median)]
    {
        let mut plan = Plan { scale, fill, ..Plan::new("", Task::Regression, &[]) };
        plan.kinds = kinds.iter().map(|(column, kind)| (column.to_string(), *kind)).collect();
        let fresh = Encoder::fit(&columns, &fitted, &plan, table.dialect.decimal);
        // By way of its file.
        let encoder: Encoder = serde_json::from_str(&serde_json::to_string(&fresh).unwrap()).unwrap();
        assert!(encoder == fresh, "{name}");
        let expected = encoder.encode(&table, &all).unwrap().inputs;
        let mut first = 0;
        for (place, column) in encoder.columns.iter().enumerate() {
            let cell = |row: usize| rows[row].get(place).map_or("", String::as_str);
            let mut new = NewColumn::input(column);
            (0..looked).for_each(|row| new.add(cell(row)));
            let reader = ColumnReader::new(column, new.resolve(file, &[]).0);
            same_inputs(name, column, &reader, &cell, first, &expected);
            first += column.width();
        }
    }
}

fn same_inputs<'c>(
    name: &str,
    column: &ColumnEncoder,
    reader: &ColumnReader,
    cell: &dyn Fn(usize) -> &'c str,
    first: usize,
    expected: &Matrix,
) {
    let mut inputs = vec![0.0f32; column.width()];
    for row in 0..expected.n_rows() {
        inputs.fill(0.0);
        reader.encode(cell(row), &mut inputs);
        let expected = &expected.row(row)[first..first + inputs.len()];
        let same = inputs.iter().zip(expected).all(|(a, b)| a.to_bits() == b.to_bits());
        assert!(
            same,
            "{name}, column {}, data row {row}, cell {:?}: {inputs:?}, not {expected:?}; {:?}",
            column.name,
            cell(row),
            column.form
        );
    }
}

fn folder(name: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("PERCEPTAB_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let folder = shared.join("data").join(name);
    folder.is_dir().then_some(folder)
}

fn every_table_of(folder: &Path) -> usize {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.retain(|path| {
        let name = path.to_string_lossy();
        name.ends_with(".csv") && !name.ends_with(".split.csv")
    });
    for path in &paths {
        let bytes = std::fs::read(path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy();
        same_as_its_table(&name, &bytes, &ReadSettings::default(), &[]);
        // As categories, whatever the columns are: levels over numbers.
        let table = read_as(&bytes, &ReadSettings::default());
        let kinds: Vec<(&str, Kind)> =
            table.columns.iter().map(|column| (column.name.as_str(), Kind::Category)).collect();
        same_as_its_table(&name, &bytes, &ReadSettings::default(), &kinds);
    }
    paths.len()
}

#[test]
fn the_bundled_tables_become_the_same_inputs() {
    assert_eq!(every_table_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data")), 3);
}

#[test]
fn real_tables_become_the_same_inputs() {
    for name in ["tabular", "tabular2"] {
        match folder(name) {
            Some(folder) => assert!(every_table_of(&folder) >= 10, "{name}"),
            None => println!("skipped: there is no data/{name} beside the project"),
        }
    }
}

/// A column of `n` cells, and one of numbers beside it.
fn file(n: usize, delimiter: char, cell: impl Fn(usize) -> String) -> String {
    let rows = (0..n).map(|row| format!("{}{delimiter}{}\n", cell(row), row * 37 % 101));
    format!("x{delimiter}beside\n") + &rows.collect::<String>()
}

/// The cells in turn.
fn turns(n: usize, delimiter: char, cells: &[&str]) -> String {
    file(n, delimiter, |row| cells[row % cells.len()].to_string())
}

#[test]
fn awkward_tables_become_the_same_inputs() {
    let detect = ReadSettings::default();
    let same = |name: &str, text: &str, kinds: &[(&str, Kind)]| {
        same_as_its_table(name, text.as_bytes(), &detect, kinds);
    };
    same("units", &turns(40, ',', &["179 cm", "132cm", "(12 cm)", "15", "", "NA", "1.5 cm", "(3)"]), &[]);
    same(
        "one stray unit",
        &file(90, ',', |row| if row == 7 { "3 km".into() } else { format!("{row} kg") }),
        &[],
    );
    same("several units", &turns(40, ',', &["3 km", "5 m", "7 km"]), &[("x", Kind::Numeric)]);
    same("percents", &turns(40, ',', &["45 %", "4.5%", "-3 %", "unknown"]), &[]);
    same(
        "few percents",
        &file(90, ',', |row| if row == 9 { "(5 %)".into() } else { format!("{}.5", row) }),
        &[],
    );
    same(
        "brackets beside them",
        &file(90, ',', |row| ["4", "(5)", "6 %"][if row == 9 { 2 } else { row % 2 }].into()),
        &[],
    );
    same("money", &turns(40, ';', &["$1,234.50", "-$5", "USD 7", "$0", "-$0", "12"]), &[]);
    same("euros", &turns(40, ';', &["1.234,50 €", "5 €", "7,25", "n/a"]), &[]);
    same(
        "large",
        &file(90, ',', |row| match row {
            3 => "1e300".into(),
            4 => "inf".into(),
            5 => "bad".into(),
            _ => format!("{}e-3", row),
        }),
        &[],
    );
    same("thousands", &turns(40, ';', &["1,234", "1 234", "1'234", "12.5", "007"]), &[]);
    same("commas", &turns(40, ';', &["1,5", "1.234,5", "0,125", "3.500", "12"]), &[]);
    let apart = file(60, ';', |row| format!("{},5;{}.25;{}.75", row, row, row)).replacen("x", "x;p;q", 1);
    same("a column apart", &apart, &[]);
    same("codes", &turns(60, ',', &["00501", "501", "10001", "02134", "90210"]), &[]);
    same("codes as categories", &turns(60, ',', &["00501", "501", "10001", ""]), &[("x", Kind::Category)]);
    same(
        "fractions as categories",
        &turns(60, ',', &["0.50", ".5", "-0", "0", "1e3", "NA"]),
        &[("x", Kind::Category)],
    );
    same(
        "days first",
        &turns(60, ',', &["03/11/2023", "25/12/2023", "05/05/2023", "soon", "unknown", ""]),
        &[],
    );
    same("months first", &turns(60, ',', &["03/11/2023", "12/25/2023", "13/1/2023 9:30 pm", "2/1/23"]), &[]);
    same("undecided", &turns(60, ',', &["03/11/2023", "04/12/2023", "01/02/2023"]), &[]);
    same("undecided with points", &turns(60, ';', &["03.11.2023", "04.12.2023", "01.02.2023"]), &[]);
    same(
        "dates as categories",
        &turns(60, ',', &["03/11/2023", "25/12/2023 12:30", ""]),
        &[("x", Kind::Category)],
    );
    same("times", &turns(60, ',', &["12:30", "9:05:59.5 pm", "00:00", "later", "-"]), &[]);
    same(
        "times as categories",
        &turns(60, ',', &["12:30", "9:05:59.1234", "00:00"]),
        &[("x", Kind::Category)],
    );
    same("compact dates", &turns(60, ',', &["20240531", "20230101", "20191224", "", "nil"]), &[]);
    same(
        "compact dates as categories",
        &turns(60, ',', &["20240531", "20230101", "20191224"]),
        &[("x", Kind::Category)],
    );
    same("few compact dates", &turns(60, ',', &["20240531", "7", "20191224"]), &[("x", Kind::Date)]);
    same(
        "numbers over words",
        &turns(60, ',', &["1.5", "two", "3", "(4)", "5 %", "NA", "six", "1,000"]),
        &[("x", Kind::Numeric)],
    );
    same(
        "dates over words",
        &turns(60, ',', &["3/4/2024", "late", "13/4/2024", "soon", "never"]),
        &[("x", Kind::Date)],
    );
    same("times over words", &turns(60, ',', &["12:30", "late", "soon", "never"]), &[("x", Kind::Time)]);
    same("words", &turns(60, ',', &["a", " b ", "\"c, d\"", "none", "NULL", "é", "-"]), &[]);
    same("signs", &turns(60, ',', &["+", "-", "+", "+", ""]), &[]);
    same("rare words", &file(400, ',', |row| format!("w{}", if row % 4 == 0 { row } else { row % 3 })), &[]);
    same(
        "rare numbers",
        &file(400, ',', |row| (if row % 4 == 0 { row } else { row % 3 }).to_string()),
        &[("x", Kind::Category)],
    );
    let own = ReadSettings {
        missing: vec!["999".into(), "01/01/1900".into(), "gone".into()],
        not_missing: vec!["NA".into(), "?".into()],
        ..ReadSettings::default()
    };
    for cells in [
        &["1.5", "999", "999.0", "NA", "-", "2"][..],
        &["25/12/2023", "01/01/1900", "03/11/2023", "1/1/1900"],
        &["gone", "NA", "Gone", "?", "-", "Namibia"],
    ] {
        for kinds in [&[][..], &[("x", Kind::Category)], &[("x", Kind::Numeric)], &[("x", Kind::Date)]] {
            same_as_its_table("own words", turns(60, ',', cells).as_bytes(), &own, kinds);
        }
    }
    let windows = |cells: &[&[u8]]| {
        let mut bytes = b"x;beside\n".to_vec();
        (0..60).for_each(|row| {
            bytes.extend_from_slice(cells[row % cells.len()]);
            bytes.extend_from_slice(format!(";{row}\n").as_bytes());
        });
        bytes
    };
    same_as_its_table(
        "windows-1252",
        &windows(&[b"1\x92234", b"1\xA0000", b"7", b"\x96", b"\x97"]),
        &detect,
        &[],
    );
    same_as_its_table("its words", &windows(&[b"caf\xE9", b"\x96", b"\x80", b"b"]), &detect, &[]);
    let comma = ReadSettings { decimal: Some(','), ..ReadSettings::default() };
    same_as_its_table("set", turns(60, ';', &["1.500", "2.250"]).as_bytes(), &comma, &[]);
}

/// A column that was learnt from these cells, by way of its file.
fn learnt(text: &str) -> ColumnEncoder {
    learnt_as(text, &ReadSettings::default(), None)
}

fn learnt_as(text: &str, settings: &ReadSettings, kind: Option<Kind>) -> ColumnEncoder {
    let table = read_as(text.as_bytes(), settings);
    let mut plan = Plan::new("", Task::Regression, &[]);
    plan.kinds.extend(kind.map(|kind| ("x".to_string(), kind)));
    let rows: Vec<u32> = (0..table.n_rows as u32).collect();
    let encoder = Encoder::fit(&[table.column("x").unwrap()], &rows, &plan, table.dialect.decimal);
    serde_json::from_str(&serde_json::to_string(&encoder.columns[0]).unwrap()).unwrap()
}

/// What becomes of a new file's cells: the number that the first input stands for, and what is told.
fn read_new(
    column: &ColumnEncoder,
    cells: &[&str],
    wishes: &[Wish],
) -> (Vec<f64>, Vec<CellNotes>, Vec<Doubt>) {
    let mut file = Evidence::default();
    cells.iter().for_each(|cell| file.add(cell.as_bytes()));
    let mut new = NewColumn::input(column);
    cells.iter().for_each(|cell| new.add(cell));
    let (manner, doubts) = new.resolve(file, wishes);
    let reader = ColumnReader::new(column, manner);
    let (mut values, mut told) = (Vec::new(), Vec::new());
    for cell in cells {
        let mut inputs = vec![0.0; column.width()];
        told.push(reader.encode(cell, &mut inputs));
        values.push(f64::from(inputs[0]));
    }
    (values, told, doubts)
}

/// The input that a number becomes.
fn scaled(column: &ColumnEncoder, value: f64) -> f64 {
    f64::from(column.encoding.scaled(value) as f32)
}

fn wish(choice: Choice) -> Vec<Wish> {
    vec![Wish { column: None, choice }]
}

fn day(text: &str) -> f64 {
    let table =
        read_as(format!("d,z\n{text},1\n1971-01-01,2\n1972-01-01,2\n").as_bytes(), &ReadSettings::default());
    match &table.columns[0].values {
        perceptab::table::Values::Numbers(numbers) => numbers[0],
        _ => panic!("{text} is no date"),
    }
}

/// Twelve days of January and February, the day first.
fn days_first() -> String {
    file(40, ',', |row| format!("{:02}/{:02}/2023", row % 28 + 1, row / 28 + 1))
}

#[test]
fn the_day_stays_first() {
    let column = learnt(&days_first());
    assert!(column.form.day_first && column.form.order_decided);
    let (values, told, doubts) = read_new(&column, &["03/11/2023", "02/12/2023"], &[]);
    assert_eq!(values, [scaled(&column, day("2023-11-03")), scaled(&column, day("2023-12-02"))]);
    assert!(doubts.is_empty(), "the model has decided it: {doubts:?}");
    assert!(told.iter().all(|told| matches!(told.oddity, Some(Oddity::Outside(_)))));
    // The new file's own cells contradict.
    let (values, told, doubts) = read_new(&column, &["01/02/2023", "01/25/2023"], &[]);
    assert_eq!(values[0], scaled(&column, day("2023-02-01")));
    assert_eq!(told[1].oddity, Some(Oddity::Unread(Unread::OtherOrder)));
    assert_eq!((doubts.len(), doubts[0].taken, doubts[0].set), (1, Choice::DayFirst, false));
    assert!(doubts[0].why.contains("'01/25/2023'"), "{}", doubts[0].why);
    let (values, told, doubts) = read_new(&column, &["01/02/2023", "01/25/2023"], &wish(Choice::MonthFirst));
    assert_eq!(values, [scaled(&column, day("2023-01-02")), scaled(&column, day("2023-01-25"))]);
    assert!(
        told.iter().all(|told| told.oddity.is_none())
            && doubts[0].set
            && doubts[0].taken == Choice::MonthFirst
    );
    // An order that was presumed is in doubt while nothing decides it.
    let presumed = learnt(&turns(40, ',', &["03/04/2023", "05/06/2023", "01/02/2023"]));
    assert!(!presumed.form.day_first && !presumed.form.order_decided);
    assert_eq!(read_new(&presumed, &["03/04/2023"], &[]).2.len(), 1);
    assert!(read_new(&presumed, &["03/13/2023"], &[]).2.is_empty());
}

#[test]
fn metres_become_centimetres_and_kilograms_do_not() {
    let column = learnt(&file(40, ',', |row| format!("{} cm", 130 + row * 7 % 70)));
    assert_eq!((column.form.unit.as_str(), column.range()), ("cm", Some((130.0, 193.0))));
    let (values, told, doubts) = read_new(&column, &["1.50 m", "1.80 m", "150", "70 kg", "2 km"], &[]);
    assert_eq!(values[..3], [150.0, 180.0, 150.0].map(|value| scaled(&column, value)));
    let remarks: Vec<Option<Remark>> = told.iter().map(|told| told.remark).collect();
    let (m, km) = (Some(Remark::Converted("m")), Some(Remark::Converted("km")));
    assert_eq!(remarks, [m, m, Some(Remark::NoUnit), None, km]);
    assert_eq!(told[3].oddity, Some(Oddity::Unread(Unread::Unit("kg"))));
    assert_eq!(told[4].oddity, Some(Oddity::Outside(200_000.0)), "a remark hides no oddity");
    assert_eq!(doubts.len(), 1);
    assert!(doubts[0].why.contains("kg") && doubts[0].taken == Choice::RefuseUnits);
    let (values, told, _) = read_new(&column, &["150 kg"], &wish(Choice::IgnoreUnits));
    assert_eq!((values[0], told[0].remark), (scaled(&column, 150.0), Some(Remark::AsItStands("kg"))));
    // A unit where the training had none: nobody knows what it was in.
    let bare = learnt(&file(40, ',', |row| format!("{}", 130 + row * 7 % 70)));
    let (values, told, doubts) = read_new(&bare, &["150 cm", "$150"], &[]);
    assert_eq!(told[0].oddity, Some(Oddity::Unread(Unread::Unit("cm"))));
    assert_eq!(told[1].oddity, Some(Oddity::Unread(Unread::Unit("$"))));
    assert_eq!((values, doubts.len()), (vec![0.0, 0.0], 1));
}

#[test]
fn a_fraction_where_the_training_had_percent() {
    let column = learnt(&file(40, ',', |row| format!("{} %", row * 7 % 83)));
    let (values, told, doubts) = read_new(&column, &["0.50", "0.25"], &[]);
    assert_eq!(values, [scaled(&column, 50.0), scaled(&column, 25.0)]);
    assert!(told.iter().all(|told| told.remark == Some(Remark::Fraction)));
    assert_eq!((doubts.len(), doubts[0].taken), (1, Choice::Fraction));
    let (values, ..) = read_new(&column, &["0.50", "0.25"], &wish(Choice::Percent));
    assert_eq!(values, [scaled(&column, 0.5), scaled(&column, 0.25)]);
    // One beyond 1 says that they are percent.
    let (values, _, doubts) = read_new(&column, &["0.50", "25"], &[]);
    assert_eq!((values[1], doubts[0].taken), (scaled(&column, 25.0), Choice::Percent));
    assert!(read_new(&column, &["50 %"], &[]).2.is_empty());
    // The other way round.
    let shares = learnt(&file(40, ',', |row| format!("0.{:02}", row * 7 % 83)));
    let (values, told, doubts) = read_new(&shares, &["50 %"], &[]);
    assert_eq!((values[0], doubts[0].taken), (scaled(&shares, 0.5), Choice::Fraction));
    assert_eq!(told[0].remark, Some(Remark::Converted("%")));
    // Training on percentages below one: 0.5 is half a percent.
    let small = learnt(&file(40, ',', |row| format!("0.{:02} %", row * 7 % 83)));
    assert_eq!(read_new(&small, &["0.50"], &[]).0, [scaled(&small, 0.5)]);
}

#[test]
fn an_open_decimal_mark_is_that_of_the_training() {
    let column = learnt(&file(40, ';', |row| format!("{}.{:03},5", row % 9 + 1, row * 37 % 1000)));
    assert_eq!(column.form.decimal, Some(','));
    let (values, _, doubts) = read_new(&column, &["3.500", "7.250"], &[]);
    assert_eq!(values, [scaled(&column, 3500.0), scaled(&column, 7250.0)]);
    assert_eq!((doubts.len(), doubts[0].taken), (1, Choice::DecimalComma));
    assert!(doubts[0].why.contains("'3.500'"), "{}", doubts[0].why);
    let (values, _, doubts) = read_new(&column, &["3.500", "7.250"], &wish(Choice::DecimalPoint));
    assert_eq!((values, doubts[0].set), (vec![scaled(&column, 3.5), scaled(&column, 7.25)], true));
    // A cell that can only be read with the point decides for the file.
    let (values, _, doubts) = read_new(&column, &["3.500", "7.25"], &[]);
    assert_eq!((values, doubts.len()), (vec![scaled(&column, 3.5), scaled(&column, 7.25)], 0));
    let whole = read_new(&column, &["3500", "7250"], &[]);
    assert_eq!((whole.0, whole.2.len()), (vec![scaled(&column, 3500.0), scaled(&column, 7250.0)], 0));
    // A column that was read apart from its file is so again.
    let apart = learnt(&file(60, ';', |row| format!("{row},5;{row}.25;{row}.75")).replacen('x', "x;p;q", 1));
    assert!(apart.form.apart && apart.form.decimal == Some(','));
    let manner = NewColumn::input(&apart).resolve(Evidence::set('.'), &[]).0;
    assert_eq!(manner.decimal, ',');
}

#[test]
fn categories_are_compared_by_what_they_are() {
    let codes = learnt_as(
        &turns(60, ',', &["00501", "10001", "02134"]),
        &ReadSettings::default(),
        Some(Kind::Category),
    );
    assert!(codes.form.leading_zeros);
    let (_, told, _) = read_new(&codes, &["00501", "501", "501.0", "77777", "x"], &[]);
    let oddities: Vec<Option<Oddity>> = told.iter().map(|told| told.oddity).collect();
    assert_eq!(oddities, [None, None, None, Some(Oddity::Unseen), Some(Oddity::Unread(Unread::NotANumber))]);
    let words = learnt(&turns(60, ',', &["red", "green", ""]));
    let (values, told, _) = read_new(&words, &["red", " red ", "Red", "NA"], &[]);
    assert_eq!(values[0], values[1]);
    assert_eq!(
        told.iter().map(|told| told.oddity).collect::<Vec<_>>(),
        [None, None, Some(Oddity::Unseen), None]
    );
    let rare = learnt(&file(400, ',', |row| format!("w{}", if row % 4 == 0 { row } else { row % 3 })));
    let told = |column: &ColumnEncoder, cell: &str| read_new(column, &[cell], &[]).1[0].oddity;
    assert_eq!((told(&rare, "w8"), told(&rare, "never")), (None, Some(Oddity::Unseen)));
    // A model of before does not say which were rare, nor does one of very many.
    let before = ColumnEncoder { rare: Vec::new(), ..rare.clone() };
    assert_eq!(told(&before, "never"), Some(Oddity::RareOrUnseen));
    let many = file(3_000, ',', |row| format!("w{}", if row % 2 == 0 { row } else { row % 3 }));
    let many = learnt_as(&many, &ReadSettings::default(), Some(Kind::Category));
    assert_eq!((many.rare.len(), told(&many, "never")), (0, Some(Oddity::RareOrUnseen)));
}

#[test]
fn words_and_large_numbers_are_told() {
    let column = learnt(&file(40, ',', |row| format!("{}.5", row)));
    let (_, told, _) = read_new(&column, &["1.5", "soon", "1e300", "NA", "", "-1"], &[]);
    let oddities: Vec<Option<Oddity>> = told.iter().map(|told| told.oddity).collect();
    let unread = |unread| Some(Oddity::Unread(unread));
    assert_eq!(
        oddities,
        [None, unread(Unread::NotANumber), unread(Unread::TooLarge), None, None, Some(Oddity::Outside(-1.0))]
    );
}

#[test]
fn missing_words_are_those_of_the_training() {
    let settings = ReadSettings {
        missing: vec!["gone".into(), "999".into()],
        not_missing: vec!["NA".into()],
        ..ReadSettings::default()
    };
    let words = learnt_as(&turns(60, ',', &["NA", "ZA", "gone"]), &settings, None);
    let (values, told, _) = read_new(&words, &["NA", "gone", "ZA", "n/a"], &[]);
    assert!(told.iter().all(|told| told.oddity.is_none()));
    assert!(values[0] != values[1] && values[1] == values[3], "NA is a level, gone and n/a are missing");
    let numbers = learnt_as(&turns(60, ',', &["1", "5", "999"]), &settings, None);
    assert_eq!(read_new(&numbers, &["999.0"], &[]).0, [0.0], "the mean");
    let signs = learnt(&turns(60, ',', &["+", "-", "+"]));
    assert_eq!(signs.form.not_missing, ["-"]);
    assert!(read_new(&signs, &["-", "+"], &[]).1.iter().all(|told| told.oddity.is_none()));
}

#[test]
fn a_model_of_before_reads_cells_too() {
    let old = |json: &str| serde_json::from_str::<ColumnEncoder>(json).unwrap();
    let number = old(r#"{"name": "x", "encoding": {"standard": {"mean": 0, "standard_deviation": 1}}}"#);
    let (values, told, _) = read_new(&number, &["1.5", "2 km", "45 %", "x"], &[]);
    assert_eq!(values, [1.5, 2.0, 45.0, 0.0]);
    assert_eq!(told[1].remark, Some(Remark::AsItStands("km")));
    assert!(told[0].oddity.is_none(), "no range is known");
    let date = old(
        r#"{"name": "x", "encoding": {"moments": {"dated": true, "mean": 0, "standard_deviation": 86400, "cycles": []}}}"#,
    );
    let days = read_new(&date, &["25/01/1970", "02/01/1970", "19700103"], &[]);
    assert_eq!(days.0, [24.0, 1.0, 2.0], "numbers that are dates, too");
    assert_eq!(read_new(&date, &["20240531"], &[]).0, [19_874.0]);
    let open = read_new(&date, &["02/01/1970"], &[]);
    assert_eq!((open.0, open.2[0].taken), (vec![31.0], Choice::MonthFirst));
    let codes = old(
        r#"{"name": "x", "encoding": {"one-hot": {"levels": ["501", "7.5"], "missing": false, "other": false}}}"#,
    );
    assert_eq!(codes.form().look, Look::Numbers);
    assert_eq!(read_new(&codes, &["00501"], &[]).0, [1.0]);
    let words = old(
        r#"{"name": "x", "encoding": {"one-hot": {"levels": ["501", "a"], "missing": true, "other": false}}}"#,
    );
    assert_eq!(read_new(&words, &["501", "a", "NA"], &[]).0, [1.0, 0.0, 0.0]);
}

#[test]
fn the_target_of_a_new_file_is_read_as_it_was_learnt() {
    let fit = |text: &str, task: Task| {
        let table = read_as(text.as_bytes(), &ReadSettings::default());
        let rows: Vec<u32> = (0..table.n_rows as u32).collect();
        let column = table.column("x").unwrap();
        let target = TargetEncoder::fit(column, &Plan::new("x", task, &[]), &rows, &rows).unwrap();
        let target: TargetEncoder = serde_json::from_str(&serde_json::to_string(&target).unwrap()).unwrap();
        let targets = target.read(column, &rows).unwrap();
        (target, targets)
    };
    let text = file(40, ',', |row| format!("{} cm", row * 7 % 70));
    let (target, Targets::Numbers(numbers)) = fit(&text, Task::Regression) else { panic!("numbers") };
    let mut new = NewColumn::target(&target);
    ["1.5 m", "3 kg"].iter().for_each(|cell| new.add(cell));
    let reader = TargetReader::new(&target, new.resolve(Evidence::default(), &[]).0);
    for (row, line) in text.lines().skip(1).enumerate() {
        assert_eq!(reader.read(line.split(',').next().unwrap()), (TargetCell::Number(numbers[row]), None));
    }
    assert_eq!(reader.read("1.5 m"), (TargetCell::Number(150.0), Some(Remark::Converted("m"))));
    assert_eq!(reader.read("3 kg").0, TargetCell::Unread(Unread::Unit("kg")));
    assert_eq!(
        (reader.read("NA").0, reader.read("x").0),
        (TargetCell::Missing, TargetCell::Unread(Unread::NotANumber))
    );
    for cells in [&["+", "-"][..], &["1", "02", "3.0"], &["yes", "no", "maybe"]] {
        let text = turns(60, ',', cells);
        let (target, Targets::Classes(classes)) = fit(&text, Task::Classification) else { panic!("classes") };
        let manner = NewColumn::target(&target).resolve(Evidence::default(), &[]).0;
        let reader = TargetReader::new(&target, manner);
        for (row, line) in text.lines().skip(1).enumerate() {
            assert_eq!(
                reader.read(line.split(',').next().unwrap()).0,
                TargetCell::Class(classes[row]),
                "{cells:?}"
            );
        }
        assert_eq!(reader.read("77").0, TargetCell::Unseen);
    }
    let old: TargetEncoder =
        serde_json::from_str(r#"{"classes": {"name": "y", "levels": ["1", "2"]}}"#).unwrap();
    let manner = NewColumn::target(&old).resolve(Evidence::default(), &[]).0;
    assert_eq!(TargetReader::new(&old, manner).read("02").0, TargetCell::Class(1));
}

#[test]
fn a_shared_table_keeps_its_forms() {
    let settings = ReadSettings {
        missing: vec!["999".into()],
        not_missing: vec!["NA".into(), "?".into()],
        ..ReadSettings::default()
    };
    let text =
        "a;b;c;d;e\n5 cm;25/12/2023;x;00501;1.5\n7 cm;24/12/2023;y;00601;2,5\n9 cm;23/12/2023;NA;3;3.5\n";
    let table = read_as(text.as_bytes(), &settings);
    let forms = |table: &Table| table.columns.iter().map(|column| column.form.clone()).collect::<Vec<_>>();
    assert!(forms(&table)[0].unit == "cm" && forms(&table)[1].day_first && forms(&table)[3].leading_zeros);
    assert!(forms(&table).iter().all(|form| form.missing == ["999"] && form.not_missing.len() == 2));
    let mut bytes = Vec::new();
    Packed::of(&table).write(&mut bytes).unwrap();
    let shared = Table::unpack(&bytes[..], bytes.len() as u64).unwrap();
    assert_eq!(forms(&shared), forms(&table));
}
