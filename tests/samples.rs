//! The bundled tables are what data/README.md says of them.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../examples/songs.rs"]
mod songs;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use csv::StringRecord;

fn table(name: &str) -> (StringRecord, Vec<StringRecord>) {
    let mut reader = csv::Reader::from_path(format!("data/{name}.csv")).unwrap();
    let header = reader.headers().unwrap().clone();
    (header, reader.records().map(Result::unwrap).collect())
}

fn cells(rows: &[StringRecord], column: usize) -> impl Iterator<Item = &str> {
    rows.iter().map(move |row| &row[column])
}

/// Mean and standard deviation (population).
fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n).sqrt())
}

#[test]
fn the_songs_are_what_the_generator_writes() {
    let written = songs::csv(&songs::songs());
    let bundled = std::fs::read("data/songs.csv").unwrap();
    assert!(written.as_bytes() == bundled, "run `cargo run --example songs` and look at what has changed");
    assert!(bundled.len() <= 1_600_000, "{} bytes", bundled.len());
    assert_eq!(written.matches('\n').count(), written.matches("\r\n").count());
    assert!(written.ends_with("\r\n"));
}

#[test]
fn the_songs_have_the_shape_of_the_assignments() {
    let (header, rows) = table("songs");
    assert_eq!(header, StringRecord::from(songs::COLUMNS.to_vec()));
    assert_eq!(rows.len(), songs::SONGS + songs::REPEATS);
    let whole: BTreeSet<Vec<&str>> = rows.iter().map(|row| row.iter().collect()).collect();
    assert_eq!(whole.len(), songs::SONGS);
    let nameless: BTreeSet<Vec<&str>> = rows.iter().map(|row| row.iter().skip(1).collect()).collect();
    assert_eq!(nameless.len(), songs::SONGS, "the name alone tells no two songs apart");
    // Repeats stand between the others: the first of them comes early.
    let mut seen = BTreeSet::new();
    let first = rows.iter().position(|row| !seen.insert(row.iter().collect::<Vec<_>>()));
    assert!(first.is_some_and(|first| first < 1_000), "{first:?}");
    for column in 1..15 {
        assert!(cells(&rows, column).all(|cell| cell.parse::<f64>().is_ok_and(f64::is_finite)));
    }
}

#[test]
fn some_names_need_quotes() {
    let (_, rows) = table("songs");
    let with = |sign: char| cells(&rows, 0).filter(|name| name.contains(sign)).count();
    assert!((300..600).contains(&with(',')), "{}", with(','));
    assert!((100..300).contains(&with('"')), "{}", with('"'));
    assert!(cells(&rows, 0).any(|name| !name.is_ascii()), "some names are not plain ASCII");
    let text = std::fs::read_to_string("data/songs.csv").unwrap();
    assert!(text.contains("\"\""), "quotation marks are doubled");
    assert!(text.contains("E-0"), "some small numbers have an exponent");
}

#[test]
fn popularity_is_spread_like_the_assignments() {
    let songs = songs::songs();
    let mut counts = BTreeMap::new();
    for song in &songs {
        *counts.entry(song.popularity).or_insert(0) += 1;
    }
    assert_eq!(counts.keys().copied().collect::<Vec<i64>>(), (0..=100).collect::<Vec<i64>>());
    let commonest = *counts.values().max().unwrap() as f64 / songs.len() as f64;
    assert!((0.02..0.025).contains(&commonest), "{commonest}");
    let values: Vec<f64> = songs.iter().map(|song| song.popularity as f64).collect();
    let (mean, deviation) = moments(&values);
    assert!((52.0..54.0).contains(&mean) && (20.0..21.0).contains(&deviation), "{mean} ± {deviation}");
    // The square of the correlation is the share that the best line through the true signal explains.
    let signals: Vec<f64> = songs.iter().map(|song| song.signal).collect();
    let (centre, spread) = moments(&signals);
    let covariance = values.iter().zip(&signals).map(|(v, s)| (v - mean) * (s - centre)).sum::<f64>();
    let r2 = (covariance / songs.len() as f64 / deviation / spread).powi(2);
    assert!((0.23..0.28).contains(&r2), "{r2}");
}

#[test]
fn no_name_is_of_the_real_file() {
    let shared = std::env::var_os("PERCEPTAB_SHARED").map_or(PathBuf::from("../shared"), PathBuf::from);
    let Ok(mut reader) = csv::Reader::from_path(shared.join("data/song_data.csv")) else {
        println!("skipped: the real song file is not there");
        return;
    };
    let real: BTreeSet<String> = reader.records().map(|row| row.unwrap()[0].trim().to_lowercase()).collect();
    let invented = songs::songs();
    let shared: Vec<&str> = invented
        .iter()
        .map(|song| song.name.as_str())
        .filter(|name| real.contains(&name.trim().to_lowercase()))
        .collect();
    assert!(shared.is_empty(), "{shared:?}");
}

#[test]
fn the_penguins_are_complete() {
    let (header, rows) = table("penguins");
    assert_eq!(&header[7], "species");
    assert_eq!(rows.len(), 344);
    let of = |species: &str| cells(&rows, 7).filter(|cell| *cell == species).count();
    assert_eq!((of("Adelie"), of("Chinstrap"), of("Gentoo")), (152, 68, 124));
    // Two birds were not measured, and of eleven the sex is not known: 2 · 4 + 11 missing cells.
    let missing = rows.iter().flat_map(|row| row.iter()).filter(|cell| *cell == "NA").count();
    assert_eq!(missing, 19);
}

#[test]
fn the_diamonds_are_a_sample() {
    let (header, rows) = table("diamonds");
    assert_eq!(&header[9], "price");
    assert_eq!(rows.len(), 10_000);
    let prices: Vec<f64> = cells(&rows, 9).map(|price| price.parse().unwrap()).collect();
    // All 53,940 have a mean of 3,933 and a deviation of 3,989: the mean of 10,000 of them differs by 40 or so.
    let (mean, _) = moments(&prices);
    assert!((mean - 3_933.0).abs() < 120.0, "{mean}");
    let cuts: BTreeSet<&str> = cells(&rows, 1).collect();
    assert_eq!(cuts.into_iter().collect::<Vec<_>>(), ["Fair", "Good", "Ideal", "Premium", "Very Good"]);
}
