//! The cells of texts as JSON, for `scripts/corpora.test.mjs`: a JSON list of `[text, settings]` comes in, a list of rows of
//! cells for each goes out, or the sentence with which one is refused.

use std::io::{self, Read, Write};

use perceptab::table::{ReadSettings, records};

fn main() -> io::Result<()> {
    let mut asked = String::new();
    io::stdin().read_to_string(&mut asked)?;
    let asked: Vec<(String, ReadSettings)> = serde_json::from_str(&asked)?;
    let read: Vec<serde_json::Value> = asked
        .iter()
        .map(|(text, settings)| match records(text.as_bytes(), settings) {
            Ok(rows) => rows.into(),
            Err(error) => error.to_string().into(),
        })
        .collect();
    io::stdout().write_all(&serde_json::to_vec(&read)?)
}
