//! What crosses between page and worker, as JS values.
//!
//! Page → worker: `[command, what goes beside it or undefined]`: the file of a Read, the block of an AdoptTable. Worker →
//! page: `[events]` with the block of a TableShared behind them, `[]`: a sign of life, a string: the last words of a worker
//! that is about to trap, or `{missing}`: a script of its that could not be had, and why.
//!
//! Commands and events are bytes of a format without names (postcard): both sides are of one build, which the first event
//! tells. Files and blocks stay JS values: their bytes do not pass through the page's own memory.

use js_sys::{Array, Reflect, Uint8Array};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::File;

use perceptab_conversation::session::{Command, Event};

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
    Ok((Array::of2(&to_js(&[event][..])?, block).into(), Array::of1(&block.buffer())))
}

/// The block beside a [`Event::TableShared`].
pub fn shared_block(message: &JsValue) -> Option<Uint8Array> {
    message.dyn_ref::<Array>()?.get(1).dyn_into().ok()
}

pub fn pack_events(events: &[Event]) -> Result<JsValue, String> {
    Ok(Array::of1(&to_js(events)?).into())
}

pub fn unpack_events(message: &JsValue) -> Result<Vec<Event>, String> {
    let parts: &Array = message.dyn_ref().ok_or("a message of the worker is a list")?;
    if parts.length() == 0 { Ok(Vec::new()) } else { from_js(parts.get(0)) }
}

/// Why a worker has not all of its scripts.
pub fn missing(message: &JsValue) -> Option<String> {
    Reflect::get(message, &"missing".into()).ok()?.as_string()
}

fn to_js(value: &(impl Serialize + ?Sized)) -> Result<JsValue, String> {
    let bytes = postcard::to_allocvec(value).map_err(|error| error.to_string())?;
    Ok(Uint8Array::from(&bytes[..]).into())
}

fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, String> {
    let bytes: Uint8Array = value.dyn_into().map_err(|_| "there are no bytes")?;
    postcard::from_bytes(&bytes.to_vec()).map_err(|error| error.to_string())
}
