use super::{Command, Event};

/// The worker's side of the conversation: holds the table, the run and the model.
///
/// Whoever drives it owns the clock and the files: hand it commands with [`Session::handle`], the bytes of the
/// file that a [`Command::Read`] named with [`Session::push_bytes`] and [`Session::finish_bytes`], and call
/// [`Session::work`] again and again while [`Session::is_training`].
pub struct Session {
    _build: String,
}

impl Session {
    /// `build`: says which build this is in [`Event::Ready`].
    pub fn new(build: &str) -> Session {
        Session { _build: build.to_string() }
    }

    /// The first events of a worker.
    pub fn greet(&self) -> Vec<Event> {
        todo!()
    }

    /// Takes a command and answers at once; training itself happens in [`Session::work`].
    pub fn handle(&mut self, _command: Command) -> Vec<Event> {
        todo!()
    }

    /// The next bytes of the file that is being read.
    pub fn push_bytes(&mut self, _chunk: &[u8]) -> Vec<Event> {
        todo!()
    }

    /// The file that is being read has no more bytes.
    pub fn finish_bytes(&mut self) -> Vec<Event> {
        todo!()
    }

    /// Whether a file is being read: its bytes are wanted.
    pub fn is_reading(&self) -> bool {
        todo!()
    }

    /// Whether [`Session::work`] has something to do.
    pub fn is_training(&self) -> bool {
        todo!()
    }

    /// Trains until `budget` seconds have passed by `clock` (seconds since any fixed moment).
    pub fn work(&mut self, _clock: &dyn Fn() -> f64, _budget: f64) -> Vec<Event> {
        todo!()
    }
}
