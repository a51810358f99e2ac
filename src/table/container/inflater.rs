use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZError, MZFlush, MZStatus};

use super::{Crc32, Sink};
use crate::table::error::{ReadError, Trouble};

/// DEFLATE (RFC 1951) to bytes, chunk by chunk, with their check and count.
pub struct Inflater {
    state: Box<InflateState>,
    buffer: Vec<u8>,
    crc: Crc32,
    /// Bytes that came out, and that went in.
    inflated: u64,
    packed: u64,
}

const BUFFER: usize = 1 << 16;

/// A file that grows beyond both was made to fill a memory, not to hold a table: DEFLATE packs zeros to a thousandth, and
/// tables to a fifth or, where nearly all cells are the same, a hundredth.
const MOST_BYTES: u64 = 256 << 20;
const MOST_TIMES: u64 = 400;

impl Inflater {
    pub fn new() -> Inflater {
        Inflater {
            state: InflateState::new_boxed(DataFormat::Raw),
            buffer: vec![0; BUFFER],
            crc: Crc32::new(),
            inflated: 0,
            packed: 0,
        }
    }

    /// Another stream begins.
    pub fn reset(&mut self) {
        self.state.reset(DataFormat::Raw);
        self.crc.reset();
        (self.inflated, self.packed) = (0, 0);
    }

    /// Returns how many of the bytes were taken, and whether the stream has ended with them: else all were.
    pub fn push(&mut self, bytes: &[u8], sink: Sink) -> Result<(usize, bool), ReadError> {
        let mut taken = 0;
        loop {
            let result = inflate(&mut self.state, &bytes[taken..], &mut self.buffer, MZFlush::None);
            taken += result.bytes_consumed;
            self.packed += result.bytes_consumed as u64;
            self.inflated += result.bytes_written as u64;
            if self.inflated > MOST_BYTES && self.inflated / MOST_TIMES > self.packed {
                return Err(Trouble::Bomb { times: MOST_TIMES }.into());
            }
            let out = &self.buffer[..result.bytes_written];
            if !out.is_empty() {
                self.crc.push(out);
                sink(out)?;
            }
            match result.status {
                Ok(MZStatus::StreamEnd) => return Ok((taken, true)),
                // What did not fit waits inside.
                Ok(_) if taken < bytes.len() || result.bytes_written == BUFFER => {}
                Ok(_) | Err(MZError::Buf) => return Ok((taken, false)),
                Err(_) => return Err(Trouble::Damaged.into()),
            }
        }
    }

    /// The check of what came out, and its length.
    pub fn sum(&self) -> (u32, u64) {
        (self.crc.value(), self.inflated)
    }
}
