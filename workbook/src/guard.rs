//! The crates that take workbooks apart trust some of what is written in them, and panic where it is not so. A panic ends
//! that reading and nothing else: in the browser the module traps, which `www/workbook.js` tells; natively it is caught here.

/// What came of it; `None` where it panicked. Nothing is said of the panic.
#[cfg(target_arch = "wasm32")]
pub fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
    Some(read())
}

/// What came of it; `None` where it panicked. Nothing is said of the panic.
///
/// invariant: builds of the command line unwind (`panic` in the workspace's Cargo.toml).
#[cfg(not(target_arch = "wasm32"))]
pub fn guarded<T: Send>(read: impl FnOnce() -> T + Send) -> Option<T> {
    use std::sync::Once;
    use std::{panic, thread};

    const NAME: &str = "workbook";
    /// As much as the main thread has.
    const STACK: usize = 8 << 20;
    static SILENCE: Once = Once::new();

    SILENCE.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if thread::current().name() != Some(NAME) {
                others(panic);
            }
        }));
    });
    thread::scope(|scope| {
        let reading = thread::Builder::new().name(NAME.to_string()).stack_size(STACK);
        reading.spawn_scoped(scope, read).ok()?.join().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_stays_inside() {
        assert_eq!(guarded(|| 7), Some(7));
        let bytes: &[u8] = &[];
        assert_eq!(guarded(|| bytes[bytes.len()]), None);
    }
}
