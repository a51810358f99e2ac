use super::rows::Rows;
use crate::table::error::ReadError;

/// What reading may take, in bytes: a WebAssembly module has 4 GiB, and what is made of the table needs some. The same
/// everywhere, so that a file that one machine reads is read by all.
pub const MOST: f64 = 3_200_000_000.0;
/// Memory is asked for in steps of so many bytes, once so many have been read: a WebAssembly memory that grows page by
/// page spent half the time of reading on that.
const STEP: u64 = 16 << 20;

/// Watches over the memory while a file is read.
#[derive(Default)]
pub struct Memory {
    /// So many bytes of text have room.
    room: u64,
}

impl Memory {
    /// `text`: bytes that the rows were cut from; `read`, `expected`: bytes of the file, which may be compressed. Expected is 0
    /// where nobody knows.
    pub fn check(&mut self, rows: &Rows, text: u64, read: u64, expected: u64) -> Result<(), ReadError> {
        // Few rows say little about those below.
        if text < STEP && expected < STEP {
            return Ok(());
        }
        let bytes = read.max(expected);
        let need = rows.memory(text as f64) * (bytes as f64 / read.max(1) as f64);
        let too_large = || too_large(bytes, rows.share(), need);
        if need > MOST {
            return Err(too_large());
        }
        if text + STEP / 2 > self.room {
            // Freed at once, it is what the next cells are put into.
            let mut ahead: Vec<u8> = Vec::new();
            ahead.try_reserve_exact(STEP as usize).map_err(|_| too_large())?;
            std::hint::black_box(&mut ahead);
            self.room = text + STEP;
        }
        Ok(())
    }
}

fn too_large(bytes: u64, taken: f64, need: f64) -> ReadError {
    // A little less than what fits: other rows may be longer.
    let fits = (0.9 * MOST / need).min(0.9);
    ReadError::TooLarge { bytes, fit_bytes: (bytes as f64 * taken * fits) as u64, share: taken * fits }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{ReadSettings, Reader};

    /// Reads twenty megabytes of numbers of which so many are announced.
    fn announced(bytes: u64, sample: Option<f64>) -> Result<(), ReadError> {
        let mut reader = Reader::with_settings("x.csv", ReadSettings { sample, ..ReadSettings::default() });
        reader.expects(bytes);
        let text = format!("a,b\n{}", "1.25,2.75\n".repeat(100_000));
        (0..20).try_for_each(|_| reader.push(text.as_bytes()))
    }

    #[test]
    fn what_would_not_fit_is_refused_at_once() {
        // Ten bytes a row become 10 of cells, 16 of values and 16 of hashes: 4.2 times the file.
        assert_eq!(announced(700_000_000, None), Ok(()));
        let Err(ReadError::TooLarge { bytes, fit_bytes, share }) = announced(2_000_000_000, None) else {
            panic!("was not refused");
        };
        assert_eq!(bytes, 2_000_000_000);
        let expected = 0.9 * MOST / 4.2;
        assert!((fit_bytes as f64 / expected - 1.0).abs() < 0.01, "{fit_bytes} of about {expected}");
        // The share that is offered is one that is taken.
        assert_eq!(announced(2_000_000_000, Some(share)), Ok(()));
        let Err(ReadError::TooLarge { share: less, .. }) = announced(8_000_000_000, Some(share)) else {
            panic!("was not refused");
        };
        assert!(less < share / 3.0);
    }
}
