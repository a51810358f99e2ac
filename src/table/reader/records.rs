use crate::table::dialect::detection::detect;
use crate::table::dialect::settings::ReadSettings;
use crate::table::dialect::wanted::Wanted;
use crate::table::encoding::Decoder;
use crate::table::error::ReadError;
use crate::table::splitter::{Record, Splitter};

/// The cells of a whole file as text, row by row and as they stand, names included: what [`crate::table::Reader`]
/// makes columns of. For holding the reader against other people's test cases.
pub fn records(bytes: &[u8], settings: &ReadSettings) -> Result<Vec<Vec<String>>, ReadError> {
    let wanted = Wanted::of(settings)?;
    let (mut decoder, mark) = Decoder::new(bytes, wanted.encoding);
    let mut text = decoder.decode(&bytes[mark..]).to_vec();
    text.extend_from_slice(decoder.last());
    let encoding = decoder.encoding();
    let (cut, _) = detect(&text, true, &wanted, None);
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut take = |record: Record| {
        if !record.is_blank() {
            rows.push(record.cells().map(|cell| encoding.text(cell).into_owned()).collect());
        }
        true
    };
    let mut splitter = Splitter::new(cut);
    splitter.push(&text, &mut take);
    if let (Some(last), _) = splitter.finish() {
        take(last);
    }
    rows.drain(..settings.skip.unwrap_or_default().min(rows.len()));
    Ok(rows)
}
