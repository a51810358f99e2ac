//! A `Uint8Array` as something to write to and to read from: a shared table passes through it piece by piece, and no whole
//! second copy of it ever lies in a worker's own memory.

use std::io::{ErrorKind, Read, Result, Write};

use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

#[derive(Debug)]
pub struct Block {
    array: Uint8Array,
    at: u32,
}

impl Block {
    /// Reads from the beginning of what is there.
    pub fn reading(array: Uint8Array) -> Block {
        Block { array, at: 0 }
    }

    /// A fresh one. `Err`: there is no memory for so many bytes; `Uint8Array::new_with_length` would trap there.
    pub fn writing(bytes: u64) -> std::result::Result<Block, JsValue> {
        let constructor = Reflect::get(&js_sys::global(), &"Uint8Array".into())?;
        let arguments = Array::of1(&JsValue::from_f64(bytes as f64));
        let array = Reflect::construct(constructor.unchecked_ref::<Function>(), &arguments)?;
        Ok(Block::reading(array.unchecked_into()))
    }

    pub fn into_array(self) -> Uint8Array {
        self.array
    }

    /// The next part, at most so long.
    fn part(&mut self, length: usize) -> Uint8Array {
        let left = self.array.length() - self.at;
        let start = self.at;
        self.at += u32::try_from(length).map_or(left, |length| length.min(left));
        self.array.subarray(start, self.at)
    }
}

impl Write for Block {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        let part = self.part(bytes.len());
        let length = part.length() as usize;
        if length == 0 && !bytes.is_empty() {
            return Err(ErrorKind::WriteZero.into());
        }
        part.copy_from(&bytes[..length]);
        Ok(length)
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

impl Read for Block {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        let part = self.part(out.len());
        let length = part.length() as usize;
        part.copy_to(&mut out[..length]);
        Ok(length)
    }
}
