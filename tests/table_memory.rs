//! What the reader holds at most, by counting what is allocated. The only test of its program: all threads are counted.
#![cfg(not(target_arch = "wasm32"))]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use perceptab::table::{ReadSettings, Reader, Table};
use proptest::prelude::*;

struct Counting;

static HELD: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static COUNTING: Counting = Counting;

// Safety: the system's allocator does the work.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let held = HELD.fetch_add(layout.size(), Relaxed) + layout.size();
        MOST.fetch_max(held, Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(place, layout) }
    }
}

/// The table, and the bytes that reading it held at most at one time.
fn read(bytes: &[u8], size: usize) -> (Option<Table>, usize) {
    let before = HELD.load(Relaxed);
    MOST.store(before, Relaxed);
    let mut reader = Reader::with_settings("test.csv", ReadSettings::default());
    let pushed = bytes.chunks(size).try_for_each(|chunk| reader.push(chunk));
    let table = pushed.and_then(|()| reader.finish()).ok();
    (table, MOST.load(Relaxed) - before)
}

/// Buffers, hash tables and sentences that a file of any size needs.
const ALWAYS: usize = 1 << 20;

#[test]
fn memory_is_bounded_by_the_input() {
    // A million cells of numbers, as large files have them: below three bytes for each of the file.
    let numbers: String =
        (0..100_000).map(|row| format!("{}.12345,{}.54321,0.5,12\n", row % 9, row % 7)).collect();
    let text = format!("a,b,c,d\n{}", numbers.repeat(3));
    let (table, most) = read(text.as_bytes(), 1 << 20);
    assert_eq!(table.map(|table| table.n_rows), Some(300_000));
    assert!(most < 3 * text.len() + ALWAYS + (16 << 20), "{most} bytes for {} of text", text.len());

    let piece = prop_oneof![
        Just(","),
        Just(";"),
        Just("\n"),
        Just("\""),
        Just("\"\n"),
        Just("#\n"),
        Just(" "),
        Just("'"),
        Just("1"),
        Just("word"),
        Just("\u{FEFF}é"),
    ];
    let pieces = prop::collection::vec((piece, 1..300usize), 0..40);
    let config = ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(pieces in pieces, size in 1usize..5_000)| {
        let text: String = pieces.iter().map(|(piece, times)| piece.repeat(*times)).collect();
        let (table, most) = read(text.as_bytes(), size);
        // A row that is too short has all its cells in memory.
        let cells = table.map_or(0, |table| table.n_rows * table.columns.len());
        prop_assert!(most <= ALWAYS + 100 * text.len() + 20 * cells, "{} bytes for {} of text", most, text.len());
    });
}
