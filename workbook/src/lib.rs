//! A workbook (.xlsx, .xlsm, .xlsb, .xls, .ods) → the names of its sheets, and one of them as CSV.
//!
//! It knows nothing of the rest of Perceptab, so that the browser can load it as a module of its own, only when a
//! workbook is opened: `browser.rs` is what that module exports.

mod cell;
mod sheet;

#[cfg(target_arch = "wasm32")]
mod browser;

use std::io::Cursor;

use calamine::{Reader, Sheets, open_workbook_auto_from_rs};

/// One sheet of a workbook.
#[derive(Clone, Debug, PartialEq)]
pub struct Workbook {
    /// The names of all sheets, in their order.
    pub sheets: Vec<String>,
    /// The one that was read.
    pub sheet: String,
    /// It in UTF-8, with commas, quotes where they are needed (RFC 4180) and a line feed after each row.
    pub csv: Vec<u8>,
}

/// Why a workbook gives no table.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// It cannot be taken apart: damaged, locked with a password, or no workbook.
    Unreadable,
    /// No sheet has a cell.
    Empty,
    NoSuchSheet(String),
}

impl Trouble {
    /// A short fixed name.
    pub fn kind(&self) -> &'static str {
        match self {
            Trouble::Unreadable => "unreadable-workbook",
            Trouble::Empty => "empty-file",
            Trouble::NoSuchSheet(_) => "no-such-part",
        }
    }

    /// What to do about it.
    pub fn sentence(&self) -> String {
        match self {
            Trouble::Unreadable => "The workbook cannot be read: it is damaged, locked with a password, or of another \
                 format than its first bytes say. Open it in the spreadsheet program, save the sheet as CSV and \
                 choose that file."
                .to_string(),
            Trouble::Empty => {
                "The workbook has no cells. Choose a file with a row of names and rows of data below it.".to_string()
            }
            Trouble::NoSuchSheet(name) => {
                format!("The workbook has no sheet '{name}'. Choose another one, or leave the choice open.")
            }
        }
    }
}

/// Reads the sheet of that name; of no name: the first with a cell.
pub fn read(bytes: &[u8], wanted: Option<&str>) -> Result<Workbook, Trouble> {
    let mut workbook: Sheets<_> =
        open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|_| Trouble::Unreadable)?;
    let names = workbook.sheet_names();
    if let Some(wanted) = wanted
        && !names.iter().any(|name| name == wanted)
    {
        return Err(Trouble::NoSuchSheet(wanted.to_string()));
    }
    let mut read = None;
    for name in &names {
        let is_wanted = wanted.map_or(read.is_none(), |wanted| wanted == name);
        if is_wanted {
            let range = workbook.worksheet_range(name).map_err(|_| Trouble::Unreadable)?;
            let csv = sheet::csv(&range);
            if !csv.is_empty() {
                read = Some((name.clone(), csv));
            }
        }
    }
    let (sheet, csv) = read.ok_or(Trouble::Empty)?;
    Ok(Workbook { sheets: names, sheet, csv })
}
