//! Columns as people have them: what kind each is and why, what becomes of its cells, and what the ledger says of that.
//! Then the real tables, column by column (see `real_tables`).
#![cfg(not(target_arch = "wasm32"))]

use perceptab::table::{Column, Kind, ReadSettings, Reader, Table};

fn read(text: &str, settings: ReadSettings) -> Table {
    let mut reader = Reader::with_settings("test.csv", settings);
    reader
        .push(text.as_bytes())
        .and_then(|()| reader.finish())
        .unwrap_or_else(|error| panic!("refused: {error}"))
}

/// A column of these cells, repeated `times`, beside one of numbers.
fn column(name: &str, cells: &[&str], times: usize) -> Table {
    let mut text = format!("{name};other\n");
    for (row, cell) in (0..times).flat_map(|_| cells).enumerate() {
        text += &format!("{cell};{}.5\n", row * row % 97);
    }
    read(&text, ReadSettings::default())
}

/// Kind, reason, the cells as they are now (`_`: missing) and the changes by rule.
fn shown(table: &Table, n: usize) -> (Kind, String, String, String) {
    let column: &Column = &table.columns[0];
    let cell = |row| if column.is_missing(row) { "_".to_string() } else { column.text(row).into_owned() };
    let cells: Vec<String> = (0..n).map(cell).collect();
    let changes = table.changes.counts().iter().filter(|count| count.column == column.name);
    let changes: Vec<String> = changes.map(|count| format!("{} {}", count.rule, count.count)).collect();
    (column.kind, column.reason.clone(), cells.join("|"), changes.join(", "))
}

macro_rules! becomes {
    ($test:ident, $name:expr, $cells:expr, $kind:ident, $reason:expr, $values:expr, $changes:expr) => {
        #[test]
        fn $test() {
            let cells = $cells;
            let (kind, reason, values, changes) = shown(&column($name, &cells, 4), cells.len());
            assert_eq!(
                (kind, values.as_str(), changes.as_str()),
                (Kind::$kind, $values, $changes),
                "{reason}"
            );
            assert_eq!(reason, $reason);
        }
    };
}

// Numbers with something around them.

becomes!(
    amounts_in_dollars,
    "price",
    ["$1,234.50", "$7", "-$3.25", "($12)"],
    Numeric,
    "numbers in $",
    "1234.5|7|-3.25|-12",
    "currency 16"
);
becomes!(
    amounts_in_euros,
    "price",
    ["12 €", "€ 7", "3 EUR", "8"],
    Numeric,
    "numbers in €",
    "12|7|3|8",
    "currency 12"
);
becomes!(
    amounts_as_germans_write_them,
    "price",
    ["1.234,50 €", "7,25 €", "3 €"],
    Numeric,
    "numbers in €",
    "1234.5|7.25|3",
    "currency 12"
);
becomes!(
    percentages,
    "share",
    ["45 %", "4.5%", "-1 %"],
    Numeric,
    "percentages: 45 % is 45",
    "45|4.5|-1",
    "percent 12"
);
becomes!(
    weights,
    "weight",
    ["12.5kg", "3 kg", "4 Kg", "n/a"],
    Numeric,
    "numbers in kg",
    "12.5|3|4|_",
    "missing-marker 4, unit 12"
);
becomes!(
    accounting,
    "balance",
    ["(1,234)", "12", "1,000"],
    Numeric,
    "whole numbers",
    "-1234|12|1000",
    "thousands 4, negative-in-brackets 4"
);
becomes!(
    thousands,
    "price",
    ["1,234.5", "12", "1,000,000.0"],
    Numeric,
    "numbers",
    "1234.5|12|1000000",
    "thousands 8"
);
becomes!(
    several_units,
    "distance",
    ["3 km", "500 m", "2 km"],
    Category,
    "numbers in several units, such as km and m, are taken as words: 3 different words",
    "3 km|500 m|2 km",
    ""
);
becomes!(
    percentages_and_shares,
    "share",
    ["45 %", "0.5", "0.2"],
    Category,
    "numbers in several units, such as % and no unit, are taken as words: 3 different words",
    "45 %|0.5|0.2",
    ""
);
becomes!(seats_are_no_units, "seat", ["3A", "5B", "a1"], Category, "3 different words", "3A|5B|a1", "");
becomes!(magnitudes_are_no_units, "pay", ["5k", "2M", "900"], Category, "3 different words", "5k|2M|900", "");

// Codes.

becomes!(
    zip_codes,
    "where",
    ["00501", "10001", "94105"],
    Code,
    "whole numbers with leading zeros: no quantity is written so",
    "501|10001|94105",
    "leading-zeros 4"
);
becomes!(
    keys_of_songs,
    "key",
    ["0", "11", "5"],
    Code,
    "3 different whole numbers under a name for categories: codes, it seems",
    "0|11|5",
    ""
);
becomes!(ages, "age", ["30", "41", "5"], Numeric, "whole numbers", "30|41|5", "");
becomes!(years, "year", ["2007", "2008", "2009"], Numeric, "whole numbers", "2007|2008|2009", "");
becomes!(flags, "flag", ["0", "1", "1"], Numeric, "0 and 1", "0|1|1", "");

// Dates and times.

becomes!(
    iso_dates,
    "when",
    ["2024-05-31", "2024-06-01", ""],
    Date,
    "dates",
    "2024-05-31|2024-06-01|_",
    "missing 4"
);
becomes!(
    iso_times,
    "when",
    ["2024-05-31T12:30:00Z", "2024-06-01T00:00:00Z", "2024-06-01T02:00:00+02:00"],
    Date,
    "dates with times",
    "2024-05-31T12:30:00|2024-06-01|2024-06-01",
    ""
);
becomes!(
    day_first_by_one_cell,
    "when",
    ["01/02/2024", "03/04/2024", "31/12/2024"],
    Date,
    "dates, the day first: no month is above 12",
    "2024-02-01|2024-04-03|2024-12-31",
    ""
);
becomes!(
    month_first_by_one_cell,
    "when",
    ["01/02/2024", "03/04/2024", "12/31/2024"],
    Date,
    "dates, the month first: no month is above 12",
    "2024-01-02|2024-03-04|2024-12-31",
    ""
);
becomes!(
    undecided_with_slashes,
    "when",
    ["01/02/2024", "03/04/2024"],
    Date,
    "dates, taken with the month first: no cell decides it",
    "2024-01-02|2024-03-04",
    ""
);
becomes!(
    undecided_with_dots,
    "when",
    ["01.02.2024", "03.04.2024"],
    Date,
    "dates, taken with the day first: no cell decides it",
    "2024-02-01|2024-04-03",
    ""
);
becomes!(two_digits_of_a_year, "when", ["31-May-69", "1-Jun-68"], Date, "dates", "1969-05-31|2068-06-01", "");
becomes!(
    times_of_day,
    "at",
    ["12:30", "9:05:59", "11:15 pm"],
    Time,
    "times of day",
    "12:30:00|09:05:59|23:15:00",
    ""
);
becomes!(
    one_day_is_a_constant,
    "when",
    ["2024-05-31", "2024-05-31"],
    Constant,
    "the same word in every row",
    "2024-05-31|2024-05-31",
    ""
);

becomes!(
    dates_without_marks,
    "when",
    ["20140502", "20141231", ""],
    Date,
    "dates written like 20240531",
    "2014-05-02|2014-12-31|_",
    "missing 4"
);
becomes!(
    numbers_of_eight_digits,
    "when",
    ["20140502", "20141331"],
    Numeric,
    "whole numbers",
    "20140502|20141331",
    ""
);

#[test]
fn what_is_no_date_is_missing_and_told() {
    let days: Vec<String> = (1..=28).map(|day| format!("2024-02-{day:02}")).collect();
    let mut cells: Vec<&str> = days.iter().map(String::as_str).collect();
    cells.extend(["2024-02-30", "unknown", "0000-00-00"]);
    let table = column("when", &cells, 1);
    let (kind, _, values, changes) = shown(&table, cells.len());
    assert_eq!((kind, changes.as_str()), (Kind::Date, "missing-marker 2, not-a-date 1"));
    assert!(values.ends_with("2024-02-28|_|_|_"), "{values}");
    assert_eq!(table.columns[0].missing, 3);
    let [warning] = &table.warnings[..] else { panic!("{:?}", table.warnings) };
    assert_eq!((warning.row, warning.rule.as_str()), (30, "not-a-date"));
    assert_eq!(warning.message, "Column 'when' row 30: '2024-02-30' is no date: treated as missing.");
}

#[test]
fn a_column_of_dates_is_summed_up_in_seconds_and_named_as_dates() {
    let summary = column("when", &["1970-01-02", "1970-01-03", "1970-01-03"], 1).summary();
    let when = &summary.columns[0];
    assert_eq!((when.min, when.max, when.distinct), (Some(86_400.0), Some(172_800.0), 2));
    assert_eq!(when.commonest[0], ("1970-01-03".to_string(), 2));
    assert_eq!(when.histogram.iter().sum::<usize>(), 3);
}

// Missing cells.

becomes!(
    markers_among_numbers,
    "x",
    ["1.5", ".", "--", "#DIV/0!", "unknown", "2.5"],
    Numeric,
    "numbers",
    "1.5|_|_|_|_|2.5",
    "missing-marker 16"
);
becomes!(
    markers_among_words,
    "x",
    ["a", ".", "(null)", "\\N", "unknown", "a"],
    Category,
    "3 different words",
    "a|.|_|_|unknown|a",
    "missing-marker 8"
);
becomes!(
    words_for_missing_alone_are_words,
    "x",
    ["unknown", "."],
    Category,
    "2 different words",
    "unknown|.",
    ""
);
becomes!(nothing_at_all, "x", ["", "NA"], Constant, "no values", "_|_", "missing 4, missing-marker 4");

// Signs that are labels.

becomes!(plus_and_minus, "y", ["+", "-", "+", "+"], Category, "2 different words", "+|-|+|+", "");
becomes!(
    plus_and_minus_and_unknown,
    "y",
    ["+", "-", "unclear", "?"],
    Category,
    "3 different words",
    "+|-|unclear|_",
    "missing-marker 4"
);
becomes!(
    signs_alone,
    "y",
    ["*", "**", "\u{2013}", "?"],
    Category,
    "4 different words",
    "*|**|\u{2013}|?",
    ""
);
becomes!(a_mark_or_none, "y", ["x", "-", "", "-"], Category, "2 different words", "x|-|_|-", "missing 4");
becomes!(
    a_dash_beside_words,
    "y",
    ["yes", "no", "-", "yes"],
    Boolean,
    "yes and no",
    "yes|no|_|yes",
    "missing-marker 4"
);
becomes!(
    two_signs_beside_a_word,
    "y",
    ["x", "-", "?", "x"],
    Constant,
    "the same word in every row",
    "x|_|_|x",
    "missing-marker 8"
);
becomes!(
    a_dash_among_numbers,
    "y",
    ["1", "-", "2.5", "?"],
    Numeric,
    "numbers",
    "1|_|2.5|_",
    "missing-marker 8"
);

#[test]
fn a_column_of_mostly_dashes_has_no_label_of_a_word_that_stands_there_once() {
    let cells: Vec<&str> = (0..200).map(|row| if row == 7 { "see below" } else { "-" }).collect();
    let (kind, _, _, changes) = shown(&column("remark", &cells, 1), 200);
    assert_eq!((kind, changes.as_str()), (Kind::Constant, "missing-marker 199"));
    // Nor has one of many words.
    let words: Vec<String> =
        (0..200).map(|row| if row % 2 == 0 { "-".into() } else { format!("+{}", row % 50) }).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    assert_eq!(shown(&column("x", &words, 1), 200).3, "missing-marker 100");
}

#[test]
fn words_that_a_person_takes_back() {
    let not_missing = vec!["na".to_string(), "-".to_string()];
    let settings = || ReadSettings { not_missing: not_missing.clone(), ..ReadSettings::default() };
    let table = read("country,flag,n\nNA,yes,1\nZA,no,2\nn/a,-,3\nBW,yes,-\nNA,no,5\n", settings());
    let texts =
        |place: usize| (0..5).map(|row| table.columns[place].text(row).into_owned()).collect::<Vec<_>>();
    assert_eq!(texts(0), ["NA", "ZA", "", "BW", "NA"]);
    assert_eq!(texts(1), ["yes", "no", "-", "yes", "no"]);
    // Among numbers it is a word, and told.
    assert_eq!((texts(2)[3].as_str(), table.warnings[0].rule.as_str()), ("", "not-a-number"));
    // A person's word goes before.
    let settings = ReadSettings { missing: vec!["NA".into()], ..settings() };
    assert_eq!(read("a,b\nNA,x\nZA,y\nBW,x\n", settings).columns[0].missing, 1);
}

#[test]
fn a_word_of_ones_own_is_missing_among_dates_too() {
    let settings = ReadSettings { missing: vec!["01/01/1900".into()], ..ReadSettings::default() };
    let table = read("d,x\n25/12/2023,1\n01/01/1900,2\n24/12/2023,3\n", settings);
    assert_eq!((table.columns[0].kind, table.columns[0].missing), (Kind::Date, 1));
}

#[test]
fn markers_of_ones_own() {
    let missing = vec!["-999".to_string(), "Keine Angabe".to_string()];
    let settings = || ReadSettings { missing: missing.clone(), ..ReadSettings::default() };
    let table = read("a,b\n1,x\n-999,keine angabe\n-999.0,y\n4,x\n5,y\n", settings());
    assert_eq!((table.columns[0].missing, table.columns[1].missing, table.n_warnings), (2, 1, 0));
    let counts: Vec<_> =
        table.changes.counts().iter().map(|count| (count.column.as_str(), count.count)).collect();
    assert_eq!(counts, [("a", 2), ("b", 1)]);
}

// The ledger.

#[test]
fn a_slip_is_kept_with_what_stood_there() {
    let numbers: String = (0..100).map(|row| format!("{row}.25\n")).collect();
    let table = read(&format!("x\n{numbers}abc\n1e99\nabc\n"), ReadSettings::default());
    let kept: Vec<_> =
        table.changes.of(0).map(|change| (change.row, change.before, change.rule.name())).collect();
    assert_eq!(
        kept,
        [(100, "abc", "not-a-number"), (101, "1e99", "out-of-range"), (102, "abc", "not-a-number")]
    );
    assert_eq!((table.columns[0].missing, table.n_warnings), (3, 3));
}

#[test]
fn rows_and_cells_are_counted_by_rule() {
    let table = read("a,a,c\n1,2,3\n4,5\n6,7,8,9\n,NA,1\n", ReadSettings::default());
    let counts = table.summary().changes;
    let counts: Vec<_> =
        counts.iter().map(|count| (count.column.as_str(), count.rule.as_str(), count.count)).collect();
    assert_eq!(
        counts,
        [
            ("", "ragged-row", 2),
            ("a_2", "renamed-column", 1),
            ("a", "missing", 1),
            ("a_2", "missing-marker", 1),
            ("c", "missing", 1)
        ]
    );
}

#[test]
fn plain_tables_change_nothing() {
    let table = column("x", &["1", "-2.5", "1e3", ".5", "+7"], 3);
    assert!(table.changes.counts().is_empty());
}

#[test]
fn one_leading_zero_is_a_slip() {
    let numbers: String = (0..100).map(|row| format!("{}\n", 20 + row % 60)).collect();
    let table = read(&format!("x\n{numbers}07\n"), ReadSettings::default());
    assert_eq!(table.columns[0].kind, Kind::Numeric);
    assert_eq!(table.changes.of(0).next().map(|change| (change.row, change.before)), Some((100, "07")));
}

/// What each of the real tables has beside numbers (`Numeric`); the file's own columns were looked at one by one.
mod real_tables {
    use super::*;

    /// Name, rows, columns, warnings, the columns of each kind but numeric and category, and how many are numeric.
    type Expected<'a> = (&'a str, usize, usize, &'a [(&'a str, Kind)], usize);

    const TABLES: [Expected<'static>; 11] = [
        // BsmtFin_SF_1 holds codes too (1 to 7), under a name for an area: nothing in it says so.
        ("tabular/ames.csv", 2_930, 74, &[("Central_Air", Kind::Boolean), ("Mo_Sold", Kind::Code)], 33),
        (
            "tabular/bikeshare.csv",
            8_645,
            13,
            &[("season", Kind::Code), ("hr", Kind::Code), ("weekday", Kind::Code)],
            8,
        ),
        (
            "tabular/churn.csv",
            5_000,
            20,
            &[
                ("international_plan", Kind::Boolean),
                ("voice_mail_plan", Kind::Boolean),
                ("churn", Kind::Boolean),
            ],
            15,
        ),
        ("tabular/credit.csv", 4_454, 14, &[("Records", Kind::Boolean)], 9),
        ("tabular/diamonds.csv", 53_940, 10, &[], 7),
        (
            "tabular/digits.csv",
            1_797,
            65,
            &[("pixel_0_0", Kind::Constant), ("pixel_4_0", Kind::Constant), ("pixel_4_7", Kind::Constant)],
            62,
        ),
        ("tabular/hotel_rates.csv", 15_402, 27, &[], 18),
        ("tabular/penguins.csv", 344, 8, &[], 5),
        ("tabular/titanic.csv", 1_309, 4, &[("survived", Kind::Boolean)], 1),
        ("tabular/wine.csv", 178, 14, &[], 13),
        (
            "song_data.csv",
            18_835,
            15,
            &[
                ("song_name", Kind::Text),
                ("key", Kind::Code),
                ("audio_mode", Kind::Code),
                ("time_signature", Kind::Code),
            ],
            11,
        ),
    ];

    #[test]
    fn each_column_has_its_kind() {
        let shared = std::env::var("PERCEPTAB_SHARED").unwrap_or_else(|_| "../shared".to_string());
        for (name, rows, columns, special, numeric) in TABLES {
            let Ok(bytes) = std::fs::read(format!("{shared}/data/{name}")) else {
                println!("skipped: {name} is not there");
                continue;
            };
            let mut reader = Reader::new(name);
            let table = reader.push(&bytes).and_then(|()| reader.finish()).unwrap();
            assert_eq!((table.n_rows, table.columns.len(), table.n_warnings), (rows, columns, 0), "{name}");
            let of_kind = |kind: Kind| table.columns.iter().filter(|column| column.kind == kind).count();
            assert_eq!(of_kind(Kind::Numeric), numeric, "{name}");
            assert_eq!(of_kind(Kind::Category), columns - numeric - special.len(), "{name}");
            for (column, kind) in special {
                assert_eq!(table.column(column).map(|column| column.kind), Some(*kind), "{name} {column}");
            }
            // Only empty cells are missing in these files, and nothing else was changed.
            let missing: usize = table.columns.iter().map(|column| column.missing).sum();
            let counts = table.changes.counts();
            assert!(counts.iter().all(|count| count.rule == "missing"), "{name}: {counts:?}");
            assert_eq!(counts.iter().map(|count| count.count).sum::<usize>(), missing, "{name}");
        }
    }
}
