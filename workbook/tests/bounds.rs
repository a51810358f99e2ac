//! What workbooks may take: no small file fills the memory, and no damaged one ends the program. All threads are counted, so
//! that this is the only test of its program.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Instant;

use perceptab_workbook::{Trouble, Workbook, read};

mod files;

use files::{archive, ods, record, xls, xls_of, xlsb, xlsx, xlsx_with};

struct Counting;

static HELD: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static COUNTING: Counting = Counting;

// Safety: the system's allocator does the work.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if Counting::is_enough(layout.size()) {
            return std::ptr::null_mut();
        }
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if Counting::is_enough(layout.size()) {
            return std::ptr::null_mut();
        }
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(place, layout) }
    }
}

impl Counting {
    /// Counts it. What would take all of the machine gets nothing, which ends the test.
    fn is_enough(size: usize) -> bool {
        let held = HELD.fetch_add(size, Relaxed) + size;
        MOST.fetch_max(held, Relaxed);
        held > 2 * LIMIT
    }
}

/// What reading a file may take.
const LIMIT: usize = 3_200_000_000;

/// What came of it, and the bytes that it held at most at one time.
fn measured(bytes: &[u8]) -> (Result<Workbook, Trouble>, usize) {
    let before = HELD.load(Relaxed);
    MOST.store(before, Relaxed);
    let workbook = read(bytes, None);
    (workbook, MOST.load(Relaxed) - before)
}

#[track_caller]
fn csv(bytes: &[u8]) -> (String, Vec<String>) {
    let (workbook, most) = measured(bytes);
    assert!(most < 200_000_000, "{most} bytes");
    let Workbook { csv, notes, .. } = workbook.unwrap();
    (String::from_utf8(csv).unwrap(), notes)
}

#[track_caller]
fn refused(bytes: &[u8]) -> Trouble {
    let (workbook, most) = measured(bytes);
    assert!(most < LIMIT, "{most} bytes");
    workbook.unwrap_err()
}

const FAR: &str = "the last cell of a sheet takes no more than the first";

#[test]
fn bounds() {
    far_cells();
    what_is_announced();
    what_unpacks_to_more();
    mutations();
}

fn far_cells() {
    let left_out = |first: u32, columns: &str| {
        [
            format!(
                "Rows {first} to 1048575 of the sheet are empty: they are left out, and the rows below are numbered without them."
            ),
            format!("Columns {columns} of the sheet are empty: they are left out."),
        ]
    };
    let sheet = r#"<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="1048576"><c r="XFD1048576"><v>3</v></c></row>"#;
    let found = csv(&xlsx(sheet, "<sst/>"));
    assert_eq!(found, ("1,2,\n,,3\n".to_string(), left_out(2, "C to XFC").to_vec()), "{FAR}");

    let found = csv(&xlsb(&[(0, 0, 1.0), (1_048_575, 16_383, 3.0)]));
    assert_eq!(found, ("1\n,3\n".to_string(), left_out(2, "B to XFC").to_vec()), "{FAR}");

    let number =
        |number: u8| format!(r#"<table:table-cell office:value-type="float" office:value="{number}"/>"#);
    let table = format!(
        r#"<table:table-row>{}</table:table-row><table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/></table:table-row><table:table-row><table:table-cell table:number-columns-repeated="16383"/>{}</table:table-row>"#,
        number(1),
        number(3)
    );
    let found = csv(&ods(&table));
    assert_eq!(found, ("1\n,3\n".to_string(), left_out(2, "B to XFC").to_vec()), "{FAR}");

    // One such sheet of the old format fits, all of them together do not.
    let far: &[files::Cell] = &[(0, 0, 1.0), (65_535, 255, 3.0)];
    let (workbook, most) = measured(&xls(&[far]));
    assert_eq!(workbook.unwrap().csv, b"1\n,3\n");
    assert!(most < LIMIT, "{most} bytes");
    assert_eq!(refused(&xls(&[far; 8])), Trouble::TooLarge);
    assert_eq!(refused(&xls(&[&[(0, 0, 1.0), (65_535, 65_535, 3.0)]])), Trouble::TooLarge);
}

fn what_is_announced() {
    // Cells that are repeated are there.
    let cell = r#"<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>"#;
    let row = format!(r#"<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>"#);
    assert_eq!(refused(&ods(&row)), Trouble::TooLarge);
    let spaces = r#"<table:table-row><table:table-cell office:value-type="string"><text:p><text:s text:c="4000000000"/></text:p></table:table-cell></table:table-row>"#;
    assert_eq!(csv(&ods(spaces)).0.len(), (1 << 15) + 1);

    // A list of texts that says it has more than there is room for in the world.
    for count in ["400000000000", "4000000000", "18446744073709551615"] {
        let texts = format!(r#"<sst uniqueCount="{count}"><si><t>a</t></si></sst>"#);
        assert_eq!(refused(&xlsx("", &texts)), Trouble::Unreadable, "{count} texts");
    }
    // An area that is announced, and not there: all rows that 32 bits can count.
    let area = [&0u32.to_le_bytes()[..], &u32::MAX.to_le_bytes(), &[0, 0, 255, 0, 0, 0]].concat();
    assert_eq!(refused(&xls_of(&[record(0x0200, &area)])), Trouble::TooLarge);
    // Nine sheets that all begin where the only filled one does would be read nine times.
    let filled: Vec<files::Cell> = (0..500).map(|row| (row, 0, 1.0)).collect();
    let mut sheets: Vec<&[files::Cell]> = vec![&[]; 9];
    sheets[0] = &filled;
    let mut same = xls(&sheets);
    let head = same.windows(4).position(|bytes| bytes == [0x85, 0, 10, 0]).unwrap();
    for sheet in 1..9 {
        same.copy_within(head + 4..head + 8, head + 14 * sheet + 4);
    }
    assert_eq!(refused(&same), Trouble::Unreadable);

    // A chain of sectors that goes in a circle.
    let mut circle = xls(&[&[(0, 0, 1.0)]]);
    // The directory's own entry in the list of sectors.
    circle[512 + 4..512 + 8].copy_from_slice(&1u32.to_le_bytes());
    assert_eq!(refused(&circle), Trouble::Unreadable);
}

fn what_unpacks_to_more() {
    // 300 MB of one letter.
    let many = "a".repeat(300 << 20);
    let bomb = xlsx("", &format!("<sst><si><t>{many}</t></si></sst>"));
    assert!(bomb.len() < 1 << 20);
    assert_eq!(refused(&bomb), Trouble::Bomb { times: 400 });
    drop(many);
    // Empty texts, which take the most of all; and formats.
    let texts = format!("<sst>{}</sst>", "<si><t/></si>".repeat(16_000_000));
    let (found, most) = measured(&xlsx(r#"<row><c t="s"><v>9</v></c></row>"#, &texts));
    assert!(found.is_ok() && most < LIMIT, "{found:?} {most} bytes");
    let formats = format!("<styleSheet><cellXfs>{}</cellXfs></styleSheet>", "<xf/>".repeat(3_300_000));
    let (found, most) = measured(&xlsx_with("<row><c><v>9</v></c></row>", "<sst/>", &formats));
    assert!(found.is_ok() && most < LIMIT, "{found:?} {most} bytes");
    let formats = format!("<styleSheet><cellXfs>{}</cellXfs></styleSheet>", "<xf/>".repeat(3_400_000));
    assert_eq!(refused(&xlsx_with("", "<sst/>", &formats)), Trouble::TooLarge);
}

/// Small files of every format, each with bytes changed at random: what comes of them comes soon, within bounds, and without
/// ending the program.
fn mutations() {
    let sheet = r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>b</t></is></c></row><row r="2"><c r="A2" s="1"><v>40000</v></c><c r="B2" t="b"><v>1</v></c></row>"#;
    let texts = r#"<sst uniqueCount="1"><si><t>a</t></si></sst>"#;
    let table = r#"<table:table-row><table:table-cell office:value-type="string" table:number-columns-repeated="2"><text:p>a&amp;b</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="1.5"/></table:table-row>"#;
    let cells: &[files::Cell] = &[(0, 0, 1.0), (1, 1, 40_000.0), (7, 3, 0.5)];
    let whole = [xlsx(sheet, texts), ods(table), xlsb(cells), xls(&[cells, cells])];
    let mut chance = Chance(20_261_124);
    let mut ends = [0_usize; 2];
    for file in &whole {
        assert!(read(file, None).is_ok());
        for _ in 0..ROUNDS {
            let changed =
                if chance.below(2) == 0 { chance.mutated(file) } else { repacked(file, &mut chance) };
            let start = Instant::now();
            let (found, most) = measured(&changed);
            assert!(most < LIMIT, "{most} bytes");
            assert!(start.elapsed().as_secs() < 20, "hangs");
            ends[usize::from(found.is_ok())] += 1;
        }
    }
    // Both ways out are taken, or the changes were of the wrong sort.
    assert!(ends.iter().all(|&count| count > ROUNDS / 4), "{ends:?}");
}

/// Of each format.
const ROUNDS: usize = 1_000;

/// The parts of an archive changed, and packed again: what is changed without that fails at its checks.
fn repacked(file: &[u8], chance: &mut Chance) -> Vec<u8> {
    let Ok(mut parts) = zip::ZipArchive::new(std::io::Cursor::new(file)) else { return chance.mutated(file) };
    let unlucky = chance.below(parts.len());
    let mut changed: Vec<(String, Vec<u8>)> = Vec::new();
    for index in 0..parts.len() {
        let mut part = parts.by_index(index).unwrap();
        let (name, mut bytes) = (part.name().unwrap().to_string(), Vec::new());
        std::io::Read::read_to_end(&mut part, &mut bytes).unwrap();
        changed.push((name, if index == unlucky { chance.mutated(&bytes) } else { bytes }));
    }
    let parts: Vec<(&str, &[u8])> =
        changed.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    archive(&parts)
}

/// A linear congruential generator (Knuth, MMIX).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n.max(1)
    }

    /// A few bytes changed, cut out or put in.
    fn mutated(&mut self, bytes: &[u8]) -> Vec<u8> {
        const TELLING: [&[u8]; 8] =
            [&[0], &[0xFF], &[0xFF; 4], &[0xFE, 0xFF, 0xFF, 0xFF], b"99999999999", b"\"", b"<", &[0x80]];
        let mut bytes = bytes.to_vec();
        for _ in 0..1 + self.below(4) {
            let place = self.below(bytes.len());
            let piece = TELLING[self.below(TELLING.len())];
            match self.below(4) {
                0 if place < bytes.len() => bytes[place] ^= 1 << self.below(8),
                1 => bytes.truncate(bytes.len() - self.below(bytes.len().min(8))),
                2 => {
                    let end = (place + piece.len()).min(bytes.len());
                    bytes.splice(place..end, piece.iter().copied());
                }
                _ => {
                    bytes.splice(place..place, piece.iter().copied());
                }
            }
        }
        bytes
    }
}
