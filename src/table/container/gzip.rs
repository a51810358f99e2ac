use super::Sink;
use super::inflater::Inflater;
use crate::table::error::{ReadError, Trouble};

/// A gzip file (RFC 1952): one compressed stream, or several one after the other.
pub struct Gzip {
    state: State,
    inflater: Inflater,
    members: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Head,
    Body,
    /// Eight bytes: the check and the length, lowest 32 bits.
    Sum,
    /// Something that is no gzip stands behind; other programs leave it out too.
    Rest,
}

/// Heads longer than that are no heads.
const LONGEST_HEAD: usize = 1 << 18;

impl Gzip {
    pub fn new() -> Gzip {
        Gzip { state: State::Head, inflater: Inflater::new(), members: 0 }
    }

    /// How many of the bytes were taken; `None`: more are needed to go on.
    pub fn step(&mut self, bytes: &[u8], sink: Sink) -> Result<Option<usize>, ReadError> {
        match self.state {
            State::Head => self.head(bytes),
            State::Body => {
                let (taken, ended) = self.inflater.push(bytes, sink)?;
                if ended {
                    self.state = State::Sum;
                }
                Ok(Some(taken))
            }
            State::Sum => self.sum(bytes),
            State::Rest => Ok(Some(bytes.len())),
        }
    }

    fn head(&mut self, bytes: &[u8]) -> Result<Option<usize>, ReadError> {
        if !bytes.starts_with(b"\x1F\x8B") && !b"\x1F\x8B".starts_with(bytes) {
            if self.members == 0 {
                return Err(Trouble::Damaged.into());
            }
            self.state = State::Rest;
            return Ok(Some(bytes.len()));
        }
        let Some(length) = head_length(bytes) else {
            return if bytes.len() > LONGEST_HEAD { Err(Trouble::Damaged.into()) } else { Ok(None) };
        };
        // 8 is DEFLATE, the only method there has ever been.
        if bytes[2] != 8 {
            return Err(Trouble::Damaged.into());
        }
        if self.members > 0 {
            self.inflater.reset();
        }
        self.state = State::Body;
        Ok(Some(length))
    }

    fn sum(&mut self, bytes: &[u8]) -> Result<Option<usize>, ReadError> {
        let Some((&[a, b, c, d, e, f, g, h], _)) = bytes.split_first_chunk() else { return Ok(None) };
        let (crc, length) = self.inflater.sum();
        if (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h])) != (crc, length as u32) {
            return Err(Trouble::Damaged.into());
        }
        self.members += 1;
        self.state = State::Head;
        Ok(Some(8))
    }

    /// `waiting`: bytes that were not taken.
    pub fn finish(&self, waiting: &[u8]) -> Result<(), ReadError> {
        let whole = match self.state {
            State::Head => self.members > 0 && waiting.len() < 2,
            State::Rest => true,
            State::Body | State::Sum => false,
        };
        if whole { Ok(()) } else { Err(Trouble::Damaged.into()) }
    }
}

/// The length of a member's head (section 2.3), once all of it is there.
fn head_length(bytes: &[u8]) -> Option<usize> {
    let [check, extra, name, comment] =
        [2, 4, 8, 16].map(|flag| bytes.get(3).is_some_and(|flags| flags & flag != 0));
    let mut length = 10;
    if extra {
        let size = bytes.get(10..12)?;
        length += 2 + usize::from(u16::from_le_bytes([size[0], size[1]]));
    }
    for _ in 0..usize::from(name) + usize::from(comment) {
        length += 1 + bytes.get(length..)?.iter().position(|&byte| byte == 0)?;
    }
    length += if check { 2 } else { 0 };
    (length <= bytes.len()).then_some(length)
}
