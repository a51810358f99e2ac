//! Values as bytes and back, bit for bit: numbers little-endian, lists behind their length, what has a name behind that.
//!
//! Reading believes nothing: what is too short, or cannot be, is `None`, and no length takes memory that the bytes do not
//! fill.

use std::collections::VecDeque;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Ending, Schedule, Watched};
use crate::chance::Chance;
use crate::network::{Activation, Head};

pub(super) trait Packed: Sized {
    fn pack(&self, to: &mut Vec<u8>);

    /// Takes it off the front of `from`.
    fn unpack(from: &mut &[u8]) -> Option<Self>;
}

/// A struct, field by field: a field that is added later has to be named here too.
macro_rules! packed {
    ($type:ident { $($field:ident),* }) => {
        impl $crate::training::packed::Packed for $type {
            fn pack(&self, to: &mut Vec<u8>) {
                let $type { $($field),* } = self;
                $($crate::training::packed::Packed::pack($field, to);)*
            }

            fn unpack(from: &mut &[u8]) -> Option<Self> {
                $(let $field = $crate::training::packed::Packed::unpack(from)?;)*
                Some($type { $($field),* })
            }
        }
    };
}
pub(super) use packed;

macro_rules! packed_numbers {
    ($($type:ty),*) => {$(
        impl Packed for $type {
            fn pack(&self, to: &mut Vec<u8>) {
                to.extend_from_slice(&self.to_le_bytes());
            }

            fn unpack(from: &mut &[u8]) -> Option<Self> {
                let (bytes, rest) = from.split_first_chunk()?;
                *from = rest;
                Some(<$type>::from_le_bytes(*bytes))
            }
        }
    )*};
}
packed_numbers!(u8, u32, u64, f32, f64);

/// As their JSON, which names them: for what is small and holds no fraction.
macro_rules! packed_by_name {
    ($($type:ty),*) => {$(
        impl Packed for $type {
            fn pack(&self, to: &mut Vec<u8>) {
                pack_json(self, to);
            }

            fn unpack(from: &mut &[u8]) -> Option<Self> {
                unpack_json(from)
            }
        }
    )*};
}
packed_by_name!(Activation, Chance, Ending, Head, Schedule, Watched);

fn pack_json(value: &impl Serialize, to: &mut Vec<u8>) {
    serde_json::to_vec(value).unwrap_or_default().pack(to);
}

fn unpack_json<T: DeserializeOwned>(from: &mut &[u8]) -> Option<T> {
    serde_json::from_slice(&Vec::<u8>::unpack(from)?).ok()
}

/// As 64 bits, so that a run of one machine goes on on another.
impl Packed for usize {
    fn pack(&self, to: &mut Vec<u8>) {
        (*self as u64).pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<usize> {
        u64::unpack(from)?.try_into().ok()
    }
}

impl Packed for bool {
    fn pack(&self, to: &mut Vec<u8>) {
        u8::from(*self).pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<bool> {
        match u8::unpack(from)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl<T: Packed> Packed for Option<T> {
    fn pack(&self, to: &mut Vec<u8>) {
        self.is_some().pack(to);
        self.iter().for_each(|value| value.pack(to));
    }

    fn unpack(from: &mut &[u8]) -> Option<Option<T>> {
        if bool::unpack(from)? { T::unpack(from).map(Some) } else { Some(None) }
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn pack(&self, to: &mut Vec<u8>) {
        pack_all(self.iter(), to);
    }

    fn unpack(from: &mut &[u8]) -> Option<Vec<T>> {
        let n = usize::unpack(from)?;
        let mut values = Vec::new();
        for _ in 0..n {
            values.push(T::unpack(from)?);
        }
        Some(values)
    }
}

impl<T: Packed> Packed for VecDeque<T> {
    fn pack(&self, to: &mut Vec<u8>) {
        pack_all(self.iter(), to);
    }

    fn unpack(from: &mut &[u8]) -> Option<VecDeque<T>> {
        Vec::unpack(from).map(VecDeque::from)
    }
}

fn pack_all<'a, T: Packed + 'a>(values: impl ExactSizeIterator<Item = &'a T>, to: &mut Vec<u8>) {
    values.len().pack(to);
    values.for_each(|value| value.pack(to));
}

impl<A: Packed, B: Packed> Packed for (A, B) {
    fn pack(&self, to: &mut Vec<u8>) {
        self.0.pack(to);
        self.1.pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<(A, B)> {
        Some((A::unpack(from)?, B::unpack(from)?))
    }
}

impl<A: Packed, B: Packed, C: Packed> Packed for (A, B, C) {
    fn pack(&self, to: &mut Vec<u8>) {
        self.0.pack(to);
        self.1.pack(to);
        self.2.pack(to);
    }

    fn unpack(from: &mut &[u8]) -> Option<(A, B, C)> {
        Some((A::unpack(from)?, B::unpack(from)?, C::unpack(from)?))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// What comes back of a value; whatever is cut off its bytes is missed.
    pub fn there_and_back<T: Packed>(value: &T) -> Option<T> {
        let mut bytes = Vec::new();
        value.pack(&mut bytes);
        let mut rest = &bytes[..];
        let read = T::unpack(&mut rest);
        assert!(read.is_none() || rest.is_empty());
        assert!((0..bytes.len()).all(|end| T::unpack(&mut &bytes[..end]).is_none()));
        read
    }

    #[test]
    fn every_bit_of_a_number_comes_back() {
        for bits in [0, 1, 0x7FF0_0000_0000_0000, 0x7FF8_0000_0000_0001, 0x8000_0000_0000_0000, u64::MAX] {
            assert_eq!(there_and_back(&f64::from_bits(bits)).map(f64::to_bits), Some(bits));
        }
        assert_eq!(there_and_back(&vec![Some(1.5f32), None]), Some(vec![Some(1.5), None]));
    }

    #[test]
    fn a_length_that_the_bytes_do_not_fill_takes_no_memory() {
        assert_eq!(Vec::<f64>::unpack(&mut &[0xFF; 8][..]), None);
        assert_eq!(bool::unpack(&mut &[2u8][..]), None);
    }
}
