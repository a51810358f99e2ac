//! A workbook (.xlsx, .xlsm, .xlsb, .xls, .ods) → the names of its sheets, and one of them as CSV.
//!
//! ```text
//! bytes → archive (what its parts unpack to) → xlsx, xlsb: cell by cell        → grid → CSV
//!                                            → opendocument: cell by cell     ↗
//!       → compound (what its sheets would take) → xls                        ↗
//! ```
//!
//! Only cells that hold something are kept, and what is kept is counted: a workbook takes no more memory than other
//! files, whatever it says about itself. What a damaged one does inside of the crate that takes it apart stays there
//! ([`guard`]).
//!
//! It knows nothing of the rest of Perceptab, so that the browser can load it as a module of its own, only when a
//! workbook is opened: `browser.rs` is what that module exports.

mod archive;
mod cell;
mod compound;
mod grid;
mod guard;
mod opendocument;
mod sheets;
mod trouble;

#[cfg(target_arch = "wasm32")]
mod browser;

pub use trouble::Trouble;

/// One sheet of a workbook.
#[derive(Clone, Debug, PartialEq)]
pub struct Workbook {
    /// The names of all sheets, in their order.
    pub sheets: Vec<String>,
    /// The one that was read.
    pub sheet: String,
    /// It in UTF-8, with commas, quotes where they are needed (RFC 4180) and a line feed after each row.
    pub csv: Vec<u8>,
    /// Sentences that say what of the sheet is not in it.
    pub notes: Vec<String>,
}

/// The largest file that is looked into, in bytes: it stands in memory whole.
pub const LARGEST_FILE: u64 = 1 << 30;

/// Reads the sheet of that name; of no name: the first with a cell.
///
/// # Errors
///
/// A [`Trouble`], with a sentence that says what to do.
pub fn read(bytes: &[u8], wanted: Option<&str>) -> Result<Workbook, Trouble> {
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(Trouble::TooLarge);
    }
    guard::guarded(|| sheets::read(bytes, wanted)).unwrap_or(Err(Trouble::Unreadable))
}
