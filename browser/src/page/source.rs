use super::FileRef;
use perceptab_conversation::session::Sample;

/// Where a table comes from; kept so that a fresh worker can read it again.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    File(FileRef),
    Sample(Sample),
}
