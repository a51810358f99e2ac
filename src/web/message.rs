//! What crosses between page and worker, as JS values.
//!
//! Page → worker: `[command, what goes beside it or undefined]`: the file of a Read, the block of an AdoptTable. Worker →
//! page: an array of events, or a string: the last words of a worker that is about to trap. After a TableShared stands its
//! block. Files and blocks stay JS values: their bytes do not pass through the page's own memory.

use js_sys::{Array, Uint8Array};
use serde::{Serialize, de::DeserializeOwned};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::File;

use crate::session::{Command, Event};

pub fn pack_command(command: &Command, file: Option<&File>) -> Result<JsValue, String> {
    Ok(Array::of2(&to_js(command)?, &file.map_or(JsValue::UNDEFINED, JsValue::from)).into())
}

pub fn unpack_command(message: &JsValue) -> Result<(Command, Option<File>), String> {
    let pair: &Array = message.dyn_ref().ok_or("a message to the worker is a pair")?;
    Ok((from_js(pair.get(0))?, pair.get(1).dyn_into().ok()))
}

/// Hands a shared table over. `block` is copied in the crossing, so that other workers can have it too.
pub fn pack_adoption(block: &Uint8Array) -> Result<JsValue, String> {
    Ok(Array::of2(&to_js(&Command::AdoptTable)?, block).into())
}

/// The block beside a command.
pub fn adopted_block(message: &JsValue) -> Option<Uint8Array> {
    message.dyn_ref::<Array>()?.get(1).dyn_into().ok()
}

/// The second part is to be transferred: it changes hands without a copy.
pub fn pack_shared_table(block: &Uint8Array) -> Result<(JsValue, Array), String> {
    let event = Event::TableShared { bytes: u64::from(block.byte_length()) };
    Ok((Array::of2(&to_js(&event)?, block).into(), Array::of1(&block.buffer())))
}

/// The block beside a [`Event::TableShared`].
pub fn shared_block(message: &JsValue) -> Option<Uint8Array> {
    message.dyn_ref::<Array>()?.iter().find_map(|part| part.dyn_into().ok())
}

pub fn pack_events(events: &[Event]) -> Result<JsValue, String> {
    events.iter().map(to_js).collect::<Result<Array, String>>().map(JsValue::from)
}

pub fn unpack_events(message: &JsValue) -> Result<Vec<Event>, String> {
    let array: &Array = message.dyn_ref().ok_or("a message of the worker is a list")?;
    array.iter().filter(|part| !part.is_instance_of::<Uint8Array>()).map(from_js).collect()
}

/// Seeds are whole numbers of 64 bits, which only a BigInt holds.
fn to_js(value: &impl Serialize) -> Result<JsValue, String> {
    let serializer = Serializer::new().serialize_large_number_types_as_bigints(true);
    value.serialize(&serializer).map_err(|error| error.to_string())
}

fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, String> {
    serde_wasm_bindgen::from_value(value).map_err(|error| error.to_string())
}
