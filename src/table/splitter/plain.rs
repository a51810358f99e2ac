//! The quick way through text without quotes: every delimiter and line end is a cell's end.

use wide::i8x16;

use super::Record;
use super::cut::Cut;

/// Bytes that are looked at together: one bit of a word each.
const BLOCK: usize = 64;

/// Hands on each whole record at the beginning of `text` up to the first quote or comment; returns how many bytes they
/// took. `text` begins where a record does. Stops where `take` says no.
pub fn records(
    text: &[u8],
    cut: Cut,
    ends: &mut Vec<usize>,
    take: &mut dyn FnMut(Record) -> bool,
) -> Option<usize> {
    let (mut start, mut first) = (0, 0);
    ends.clear();
    let marks = Marks::of(cut);
    while first < text.len() {
        let mut rest = marks.places(&text[first..]);
        while rest != 0 {
            let at = first + rest.trailing_zeros() as usize;
            rest &= rest - 1;
            let byte = text[at];
            if byte == cut.delimiter {
                ends.push(at - start);
            } else if byte == b'\n' || byte == b'\r' {
                // Nothing between two line ends is a blank line, or a line end of two characters.
                if at > start {
                    ends.push(at - start);
                    let go_on = take(Record { text: &text[start..], ends, gap: 1 });
                    ends.clear();
                    if !go_on {
                        return None;
                    }
                }
                start = at + 1;
                if cut.comment.is_some() && text.get(start).copied() == cut.comment {
                    return Some(start);
                }
            } else {
                return Some(start);
            }
        }
        first += BLOCK;
    }
    Some(start)
}

/// The bytes that mean something, each spread over a lane.
struct Marks([i8x16; 4]);

impl Marks {
    fn of(cut: Cut) -> Marks {
        let quote = cut.quote.unwrap_or(cut.delimiter);
        Marks([cut.delimiter, b'\n', b'\r', quote].map(|byte| i8x16::splat(byte as i8)))
    }

    /// The places of all marks in the first [`BLOCK`] bytes, as bits.
    fn places(&self, text: &[u8]) -> u64 {
        let mut block = [0; BLOCK];
        let bytes = match text.first_chunk::<BLOCK>() {
            Some(bytes) => bytes,
            None => {
                // A mark is never 0.
                block[..text.len()].copy_from_slice(text);
                &block
            }
        };
        let lanes: &[[i8; 16]; 4] = bytemuck::cast_ref(bytes);
        let mut places = 0;
        for (place, lane) in lanes.iter().enumerate() {
            let lane = i8x16::from(*lane);
            let [a, b, c, d] = self.0.map(|mark| lane.simd_eq(mark));
            places |= u64::from(((a | b) | (c | d)).to_bitmask() as u16) << (16 * place);
        }
        places
    }
}
