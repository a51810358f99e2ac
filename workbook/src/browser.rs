//! What the module exports: `www/workbook.js` puts a workbook's bytes into its memory, has them read and takes the CSV out.
//! No glue is generated for so little.

use std::cell::RefCell;

use super::{Trouble, Workbook};

thread_local! {
    /// What goes in and what comes out, each behind a place of its own: 0 the workbook, 1 the wanted sheet's name, 2 the
    /// CSV, 3 the names of the sheets, the one that was read first, each ended by a byte 0; or what went wrong: its kind and
    /// its sentence; 4 sentences on what of the sheet is not in the CSV, a line each.
    static SLOTS: RefCell<[Vec<u8>; 5]> = const { RefCell::new([const { Vec::new() }; 5]) };
}

/// Makes room for so many bytes and returns where; 0 where there is none.
#[unsafe(no_mangle)]
pub extern "C" fn room(slot: usize, length: usize) -> *const u8 {
    SLOTS.with_borrow_mut(|slots| {
        let Some(slot) = slots.get_mut(slot) else { return std::ptr::null() };
        if slot.try_reserve_exact(length).is_err() {
            return std::ptr::null();
        }
        slot.resize(length, 0);
        slot.as_ptr()
    })
}

/// Where a slot's bytes are, and how many.
#[unsafe(no_mangle)]
pub extern "C" fn place(slot: usize) -> *const u8 {
    SLOTS.with_borrow(|slots| slots.get(slot).map_or(std::ptr::null(), |slot| slot.as_ptr()))
}

#[unsafe(no_mangle)]
pub extern "C" fn length(slot: usize) -> usize {
    SLOTS.with_borrow(|slots| slots.get(slot).map_or(0, Vec::len))
}

/// Reads the workbook of slot 0: 1 where that went well, else 0.
#[unsafe(no_mangle)]
pub extern "C" fn read() -> u32 {
    SLOTS.with_borrow_mut(|slots| {
        let workbook = std::mem::take(&mut slots[0]);
        let name = String::from_utf8_lossy(&slots[1]).into_owned();
        let wanted = Some(name.as_str()).filter(|name| !name.is_empty());
        match super::read(&workbook, wanted) {
            Ok(Workbook { sheets, sheet, csv, notes }) => {
                slots[2] = csv;
                slots[3] = joined([sheet].into_iter().chain(sheets));
                slots[4] = notes.join("\n").into_bytes();
                1
            }
            Err(trouble) => {
                slots[3] = joined([Trouble::kind(&trouble).to_string(), trouble.sentence()]);
                0
            }
        }
    })
}

fn joined(texts: impl IntoIterator<Item = String>) -> Vec<u8> {
    texts.into_iter().flat_map(|text| text.into_bytes().into_iter().chain([0])).collect()
}
