use super::ReadError;
use super::rows::Rows;

/// What reading may take, in bytes: a WebAssembly module has 4 GiB, and what is made of the table needs some. The same
/// everywhere, so that a file that one machine reads is read by all.
pub const MOST: f64 = 3_200_000_000.0;
/// Memory is asked for in steps of so many bytes, once so many have been read: a WebAssembly memory that grows page by
/// page spent half the time of reading on that.
const STEP: u64 = 16 << 20;

/// Watches over the memory while a file is read.
#[derive(Default)]
pub struct Memory {
    /// So many bytes of the file have room.
    room: u64,
}

impl Memory {
    /// `read`, `expected`: bytes of the file; expected is 0 where nobody knows.
    pub fn check(&mut self, rows: &Rows, read: u64, expected: u64) -> Result<(), ReadError> {
        // Few rows say little about those below.
        if read < STEP && expected < STEP {
            return Ok(());
        }
        let bytes = read.max(expected);
        let need = rows.memory(read as f64) * (bytes as f64 / read as f64);
        let too_large = || too_large(bytes, need);
        if need > MOST {
            return Err(too_large());
        }
        if read + STEP / 2 > self.room {
            // Freed at once, it is what the next cells are put into.
            let mut ahead: Vec<u8> = Vec::new();
            ahead.try_reserve_exact(STEP as usize).map_err(|_| too_large())?;
            std::hint::black_box(&mut ahead);
            self.room = read + STEP;
        }
        Ok(())
    }
}

#[inline(never)]
fn too_large(bytes: u64, need: f64) -> ReadError {
    // A little less than what fits: other rows may be longer.
    let share = (0.9 * MOST / need).min(0.9);
    ReadError::TooLarge { bytes, fit_bytes: (bytes as f64 * share) as u64, share }
}
