use super::Table;

/// Takes a file's bytes in chunks.
pub struct Reader {}

/// Why a file is refused: a kind and a sentence that says what to do.
#[derive(Clone, Debug, PartialEq)]
pub enum ReadError {
    Empty,
}

impl Reader {
    /// `name`: the file's name.
    pub fn new(_name: &str) -> Reader {
        Reader {}
    }

    /// Takes the next bytes. Cheap to call with any chunk size.
    pub fn push(&mut self, _chunk: &[u8]) -> Result<(), ReadError> {
        todo!()
    }

    /// No bytes are left: decides the columns' kinds and returns the table.
    pub fn finish(self) -> Result<Table, ReadError> {
        todo!()
    }
}

impl ReadError {
    pub fn kind(&self) -> &'static str {
        "empty-file"
    }
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "The file is empty.")
    }
}
