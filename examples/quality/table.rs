//! A table with the parts that the file beside it gives.

use std::error::Error;
use std::path::Path;

use super::reference::Reference;

pub struct RealTable {
    pub name: String,
    /// CSV; with a first column `part` unless it is of training rows alone.
    pub text: String,
    pub target: String,
    pub reference: Reference,
    /// Of training rows alone, which each run splits anew.
    pub inner: bool,
}

/// The tables of a folder with a reference, by name.
pub fn all_of(folder: &Path, inner: bool) -> Result<Vec<RealTable>, Box<dyn Error>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let file = entry?.file_name().to_string_lossy().into_owned();
        names.extend(file.strip_suffix(".split.csv").map(str::to_string));
    }
    names.sort_unstable();
    let mut tables = Vec::new();
    for name in names {
        if let Some(reference) = Reference::of(&name) {
            tables.push(read(folder, name, reference, inner)?);
        }
    }
    Ok(tables)
}

/// No cell of these tables holds a line end, and the target is the last column.
fn read(folder: &Path, name: String, reference: Reference, inner: bool) -> Result<RealTable, Box<dyn Error>> {
    let table = std::fs::read_to_string(folder.join(format!("{name}.csv")))?;
    let split = std::fs::read_to_string(folder.join(format!("{name}.split.csv")))?;
    let parts: Vec<&str> = split.lines().map(|line| line.rsplit(',').next().unwrap_or("")).collect();
    if parts.len() != table.lines().count() {
        return Err(format!("{name}: the table and its split have different numbers of rows").into());
    }
    let mut text = String::new();
    for (line, part) in table.lines().zip(parts) {
        match (part, inner) {
            // The split's own header is "row,split".
            ("split", false) => text += &format!("part,{line}\n"),
            ("split" | "train", true) => text += &format!("{line}\n"),
            (_, true) => {}
            (part, false) => text += &format!("{part},{line}\n"),
        }
    }
    let header = table.lines().next().ok_or("an empty table")?;
    let target = header.rsplit(',').next().unwrap_or("").trim_matches('"').to_string();
    Ok(RealTable { name, text, target, reference, inner })
}
