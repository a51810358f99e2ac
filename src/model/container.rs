//! A model file from the outside: named sections, and a checksum over all of it. docs/model-file.md defines it to the byte.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::keys;
use super::sha256::{self, sha256};
use super::{MOST_MEMBERS, ModelError};
use crate::pace::{Pace, ROWS, at_once};

/// The value of `format` in a model file of any version.
pub const FORMAT: &str = "perceptab-model";
/// The version that is written, and the newest that is read.
pub const VERSION: u64 = 2;
/// The largest model file, in bytes. What opening one takes is bounded by it: no size is believed before its bytes are there.
pub const MAX_BYTES: usize = 256 << 20;
const MAX_SECTIONS: usize = 64;

/// Bytes that are copied between two words about what was done, and as many as take as long as an operation of a step does.
const COPIED: usize = 1 << 20;
const COPIES: usize = 64;

/// The first bytes of every file of this version, up to its sections.
const BEGINNING: &str = r#"{"format":"perceptab-model","version":2,"sections":["#;
/// The last bytes: this, the checksum's digits, and the end.
const BEFORE_SUM: &str = r#","sha256":""#;
const SUM_DIGITS: usize = 64;
const END: &str = r#""}"#;

/// The sections that are written and read here.
pub const RECIPE: &str = "recipe";
/// Encoder, target and network of each member, without the weights.
pub const MEMBERS: &str = "members";
/// The weights of the only member.
pub const WEIGHTS: &str = "weights";
/// How several members are combined.
pub const COMBINE: &str = "combine";

/// The section of the weights of a member, counted from 1, of a model of so many.
pub fn weights_of(member: usize, members: usize) -> String {
    if members == 1 { WEIGHTS.to_string() } else { format!("{WEIGHTS}-{member}") }
}

/// Whether a section is one of those that a model's members are in, however many there are.
pub fn is_of_members(name: &str) -> bool {
    [MEMBERS, WEIGHTS, COMBINE].contains(&name)
        || (1..=MOST_MEMBERS).any(|member| name == weights_of(member, MOST_MEMBERS))
}

/// Whether a section is one that is read here.
fn is_known(name: &str) -> bool {
    name == RECIPE || is_of_members(name)
}

/// A named part of a model file.
#[derive(Clone, Debug, PartialEq)]
pub struct Section<'a> {
    /// A plain word.
    pub name: Cow<'a, str>,
    /// Whether a reader that does not know it must refuse the file.
    pub required: bool,
    /// One JSON value.
    pub content: Cow<'a, str>,
}

/// The file as JSON has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "what was compared byte by byte is not looked at again")]
struct ContainerFile<'a> {
    format: &'a str,
    version: u64,
    #[serde(borrow)]
    sections: Vec<SectionFile<'a>>,
    sha256: &'a str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionFile<'a> {
    name: String,
    required: bool,
    #[serde(borrow)]
    content: &'a RawValue,
}

/// The file of these sections.
pub fn write(sections: &[Section]) -> Result<Vec<u8>, ModelError> {
    at_once(async |pace| write_in_steps(sections, pace).await)
}

/// [`write()`] in steps.
pub async fn write_in_steps(sections: &[Section<'_>], pace: &Pace) -> Result<Vec<u8>, ModelError> {
    let mut file = BEGINNING.as_bytes().to_vec();
    // What is too large is not written first.
    ensure_size(sections.iter().map(|section| section.content.len()).sum())?;
    for (place, Section { name, required, content }) in sections.iter().enumerate() {
        let comma = if place == 0 { "" } else { "," };
        file.extend(format!(r#"{comma}{{"name":"{name}","required":{required},"content":"#).into_bytes());
        for some in content.as_bytes().chunks(COPIED) {
            file.extend_from_slice(some);
            pace.after(some.len() / COPIES).await;
        }
        file.push(b'}');
    }
    file.push(b']');
    let sum = sum_of(&file, pace).await;
    [BEFORE_SUM, &sum, END].iter().for_each(|part| file.extend_from_slice(part.as_bytes()));
    ensure_size(file.len())?;
    Ok(file)
}

/// The checksum's digits.
async fn sum_of(file: &[u8], pace: &Pace) -> String {
    // As many blocks as take as long as some thousand operations of a step.
    const SOME: usize = 4 * ROWS;
    let mut hash = sha256::Hash::new();
    let mut rest = &[][..];
    for some in file.chunks(SOME) {
        rest = hash.take_blocks(some);
        pace.after(ROWS).await;
    }
    hash.finish(rest, file.len())
}

fn ensure_size(bytes: usize) -> Result<(), ModelError> {
    if bytes > MAX_BYTES { Err(ModelError::TooLarge) } else { Ok(()) }
}

/// Whether a file, its byte-order mark aside, begins as one of this version.
pub fn is_current(file: &[u8]) -> bool {
    file.starts_with(BEGINNING.as_bytes())
}

/// The sections of a file that [`is_current`], if it is whole and as it was written. White space behind its end is passed over.
pub fn read(file: &[u8]) -> Result<Vec<Section<'_>>, ModelError> {
    let file = file.trim_ascii_end();
    let (before, sum) = split_sum(file).ok_or(ModelError::CutShort)?;
    if sha256(before).as_bytes() != sum {
        return Err(ModelError::Altered);
    }
    // From here on a fault is its writer's.
    let unreadable = |error| ModelError::unreadable("its list of sections", &error);
    keys::check(file).map_err(unreadable)?;
    let sections = serde_json::from_slice::<ContainerFile>(file).map_err(unreadable)?.sections;
    if sections.len() > MAX_SECTIONS {
        return Err(ModelError::Sections);
    }
    for (place, section) in sections.iter().enumerate() {
        if sections[..place].iter().any(|before| before.name == section.name) {
            return Err(ModelError::SectionTwice(section.name.clone()));
        }
        if section.required && !is_known(&section.name) {
            return Err(ModelError::UnknownSection(section.name.clone()));
        }
    }
    let section = |SectionFile { name, required, content }| Section {
        name: Cow::Owned(name),
        required,
        content: Cow::Borrowed(content.get()),
    };
    Ok(sections.into_iter().map(section).collect())
}

/// What the checksum is over, and its digits.
fn split_sum(file: &[u8]) -> Option<(&[u8], &[u8])> {
    let (before, sum) = file.strip_suffix(END.as_bytes())?.split_last_chunk::<SUM_DIGITS>()?;
    Some((before.strip_suffix(BEFORE_SUM.as_bytes())?, sum))
}

/// The content of a section that a model cannot be without.
pub fn content<'a>(sections: &'a [Section], name: &str) -> Result<&'a str, ModelError> {
    optional(sections, name).ok_or_else(|| ModelError::NoSection(name.to_string()))
}

/// The content of a section, if it is there.
pub fn optional<'a>(sections: &'a [Section], name: &str) -> Option<&'a str> {
    sections.iter().find(|section| section.name == name).map(|section| &*section.content)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Section<'_> {
        Section { name: name.into(), required: false, content: "{}".into() }
    }

    #[test]
    fn what_is_written_is_read() {
        assert_eq!(read(&write(&[]).unwrap()), Ok(vec![]));
        let sections = [named("a"), Section { required: true, content: "[1, 2]".into(), ..named(MEMBERS) }];
        let file = write(&sections).unwrap();
        assert!(
            is_current(&file)
                && file.starts_with(format!(r#"{{"format":"{FORMAT}","version":{VERSION},"#).as_bytes())
        );
        let found = read(&file).unwrap();
        assert_eq!(found, sections);
        assert_eq!((content(&found, MEMBERS), optional(&found, "a")), (Ok("[1, 2]"), Some("{}")));
        assert_eq!(
            (content(&found, WEIGHTS), optional(&found, "b")),
            (Err(ModelError::NoSection(WEIGHTS.to_string())), None)
        );
    }

    #[test]
    fn a_section_for_each_member_is_known() {
        let required = |name: &str| {
            let section = Section { required: true, ..named(name) };
            read(&write(&[section]).unwrap()).map(|_| ())
        };
        for known in ["weights", "weights-1", "weights-50", "combine"] {
            assert_eq!(required(known), Ok(()), "{known}");
        }
        for unknown in ["weights-0", "weights-51", "weights-01", "weights-", "weights-1x", "combines"] {
            assert_eq!(required(unknown), Err(ModelError::UnknownSection(unknown.to_string())));
        }
        // They all have a place in a file, beside the recipe, the members and how they are combined.
        const { assert!(MOST_MEMBERS + 3 <= MAX_SECTIONS) }
    }

    #[test]
    fn there_are_at_most_64_sections_and_256_mib() {
        let names: Vec<String> = (0..=MAX_SECTIONS).map(|i| format!("s{i}")).collect();
        let all: Vec<Section> = names.iter().map(|name| named(name)).collect();
        assert!(read(&write(&all[..MAX_SECTIONS]).unwrap()).is_ok());
        assert_eq!(read(&write(&all).unwrap()), Err(ModelError::Sections));
        assert_eq!((ensure_size(MAX_BYTES), ensure_size(MAX_BYTES + 1)), (Ok(()), Err(ModelError::TooLarge)));
        assert!(ModelError::TooLarge.fault().contains("larger than 256 MB"));
    }
}
