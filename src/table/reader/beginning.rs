use crate::table::container::Container;
use crate::table::container::json::{JsonRows, is_json};
use crate::table::dialect::plan::Plan;
use crate::table::dialect::settings::ReadSettings;
use crate::table::dialect::wanted::Wanted;
use crate::table::encoding::Decoder;
use crate::table::encoding::binary::{is_mostly_control, signature};
use crate::table::error::{Binary, ReadError};

/// What a file's first bytes say of it.
pub struct Beginning {
    pub plan: Plan,
    /// Where its rows are JSON.
    pub json: Option<Box<JsonRows>>,
    /// Bytes of the byte order mark.
    pub mark: usize,
}

impl Beginning {
    /// `look`: the file's beginning, all of it where the file is `complete`.
    pub fn of(look: &[u8], complete: bool, wanted: &Wanted) -> Result<Beginning, ReadError> {
        if let Some(binary) = signature(look) {
            return Err(ReadError::NotText(binary));
        }
        let (mut glance, mark) = Decoder::new(look, wanted.encoding);
        let text = glance.decode(&look[mark..]);
        if text.contains(&0) || is_mostly_control(text) {
            return Err(ReadError::NotText(Binary::Unknown));
        }
        let mut plan = Plan::of(text, complete, wanted);
        let json = begins_json(text).then(|| JsonRows::new(text));
        if json.is_some() {
            plan = JsonRows::plan(plan);
        }
        Ok(Beginning { plan, json, mark })
    }
}

/// How many bytes are looked at: the first of these that has at least [`ENOUGH_LINES`] line ends.
const LOOKS: [usize; 4] = [1 << 16, 1 << 18, 1 << 20, 1 << 22];
const ENOUGH_LINES: usize = 5;

/// Bytes that the signatures of compressed files have.
const SIGNATURE: usize = 4;

/// What a compressed file goes through, as soon as its first bytes are there.
pub fn opened(held: &[u8], chunk: &[u8], settings: &ReadSettings) -> Option<Box<Container>> {
    // Only the bytes of a signature are looked at, but a signature may come in pieces.
    let start = held.len().min(SIGNATURE);
    let mut first = held[..start].to_vec();
    first.extend(chunk.iter().take(SIGNATURE - start));
    let known = signature(&first).filter(|_| held.len() < SIGNATURE)?;
    if !matches!(known, Binary::Zip | Binary::Compressed("gzip")) {
        return None;
    }
    Container::of(known, settings)
}

/// How many of the held bytes to look at, once there are enough. The first `looked_at` were not.
pub fn enough(held: &[u8], looked_at: usize) -> Option<usize> {
    let last = LOOKS[LOOKS.len() - 1];
    LOOKS.into_iter().filter(|&length| looked_at < length && length <= held.len()).find(|&length| {
        let lines =
            held[..length].iter().filter(|byte| matches!(byte, b'\n' | b'\r')).take(ENOUGH_LINES).count();
        lines == ENOUGH_LINES || length == last
    })
}

/// Few files begin like that: what looks closer is not loaded for the others.
fn begins_json(text: &[u8]) -> bool {
    matches!(text.trim_ascii_start(), [b'{' | b'[', ..]) && is_json(text)
}
