/// How text is cut into records and cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Runs of it are one where it is a space.
    pub delimiter: u8,
    pub quote: Option<u8>,
    pub comment: Option<u8>,
}
