//! Cuts two published tables to what is bundled:
//!
//! ```text
//! cargo run --example tables -- penguins published/penguins.csv data/penguins.csv
//! cargo run --example tables -- diamonds published/diamonds.csv data/diamonds.csv
//! ```
//!
//! Columns are taken by name, with the one to predict last; missing cells are written NA and whole numbers without a
//! fraction, as the publishers do. Of the diamonds a sample of 10,000 rows is kept, in the order of the original.

use std::error::Error;

const PENGUINS: [&str; 8] = [
    "island",
    "bill_length_mm",
    "bill_depth_mm",
    "flipper_length_mm",
    "body_mass_g",
    "sex",
    "year",
    "species",
];
const DIAMONDS: [&str; 10] = ["carat", "cut", "color", "clarity", "depth", "table", "x", "y", "z", "price"];
const SAMPLE: usize = 10_000;
const SEED: u64 = 2_024;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [table, from, to] = arguments.as_slice() else {
        return Err("give a table (penguins or diamonds), the published file and the file to write".into());
    };
    match table.as_str() {
        "penguins" => write(to, &PENGUINS, &read(from, &PENGUINS)?),
        "diamonds" => write(to, &DIAMONDS, &sample(read(from, &DIAMONDS)?, SAMPLE, SEED)),
        _ => Err(format!("'{table}' is not one of the tables: penguins, diamonds").into()),
    }
}

fn read(path: &str, columns: &[&str]) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(path)?;
    let header = reader.headers()?.clone();
    let mut places = Vec::new();
    for column in columns {
        let place = header.iter().position(|name| name == *column);
        places.push(place.ok_or(format!("{path} has no column '{column}'"))?);
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        rows.push(places.iter().map(|place| cell(record.get(*place).unwrap_or_default())).collect());
    }
    Ok(rows)
}

fn cell(text: &str) -> String {
    if text.is_empty() { "NA".to_string() } else { text.strip_suffix(".0").unwrap_or(text).to_string() }
}

/// Selection sampling (Knuth, The Art of Computer Programming 2, algorithm 3.4.2 S): every row stays with the share of
/// what is still wanted among what is still to come. The generator is SplitMix64 (Steele, Lea and Flood 2014).
fn sample(rows: Vec<Vec<String>>, wanted: usize, mut state: u64) -> Vec<Vec<String>> {
    let all = rows.len();
    let mut kept = Vec::new();
    for (at, row) in rows.into_iter().enumerate() {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let chance = (mixed ^ (mixed >> 31)) >> 32;
        if (chance * (all - at) as u64) >> 32 < (wanted - kept.len()) as u64 {
            kept.push(row);
        }
    }
    kept
}

fn write(path: &str, columns: &[&str], rows: &[Vec<String>]) -> Result<(), Box<dyn Error>> {
    let mut writer = csv::Writer::from_path(path)?;
    writer.write_record(columns)?;
    for row in rows {
        writer.write_record(row)?;
    }
    Ok(writer.flush()?)
}
