//! The worker's words as JSON, for the benches, which are JavaScript: commands and events cross as bytes of this build's own
//! (`web::message`). A text or bytes go in by `room`, `command` and `events` change them into the other, and `place` and
//! `length` say where that stands.

use std::cell::RefCell;

use perceptab_conversation::session::{Command, Event};

thread_local! {
    static HELD: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Makes room for so many bytes and returns where they go.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    HELD.with_borrow_mut(|held| {
        *held = vec![0; length];
        held.as_mut_ptr()
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn place() -> *const u8 {
    HELD.with_borrow(|held| held.as_ptr())
}

#[unsafe(no_mangle)]
pub extern "C" fn length() -> usize {
    HELD.with_borrow(Vec::len)
}

/// JSON of a command → its bytes; false: why not, as text.
#[unsafe(no_mangle)]
pub extern "C" fn command() -> bool {
    change(|json| {
        let command: Command = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        postcard::to_allocvec(&command).map_err(|error| error.to_string())
    })
}

/// Bytes of events → their JSON, a list; false: why not, as text.
#[unsafe(no_mangle)]
pub extern "C" fn events() -> bool {
    change(|bytes| {
        let events: Vec<Event> = postcard::from_bytes(bytes).map_err(|error| error.to_string())?;
        serde_json::to_vec(&events).map_err(|error| error.to_string())
    })
}

fn change(act: impl FnOnce(&[u8]) -> Result<Vec<u8>, String>) -> bool {
    HELD.with_borrow_mut(|held| {
        let changed = act(held);
        let good = changed.is_ok();
        *held = changed.unwrap_or_else(String::into_bytes);
        good
    })
}
