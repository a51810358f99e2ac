use std::fmt;

use super::MOST_MEMBERS;
use super::container::{MAX_BYTES, VERSION};
use super::unreadable::why;
use crate::dataset::Flaw;

/// Why a model file is refused, or a model cannot be saved.
#[derive(Clone, Debug, PartialEq)]
pub enum ModelError {
    /// The file says that it is of a version that is not known yet.
    Newer(u64),
    /// The file needs a section that is not known yet.
    UnknownSection(String),
    /// More members than are read.
    Members(usize),
    /// A member, counted from 1, that cannot be averaged with the first.
    Mixed {
        /// Its number.
        member: usize,
        /// What is another, as the middle of a sentence.
        what: String,
    },
    /// What is wrong with one of several members, counted from 1.
    OfMember {
        /// Its number.
        member: usize,
        /// What is wrong with it.
        error: Box<ModelError>,
    },
    /// It does not end as a model file does.
    CutShort,
    /// The checksum is another.
    Altered,
    /// It does not say its version.
    NoVersion,
    /// The file lacks a section that it must have.
    NoSection(String),
    /// A section of this name is there twice.
    SectionTwice(String),
    /// A section that a model of so many members does not have.
    Surplus {
        /// Its name.
        section: String,
        /// The members that the model has.
        members: usize,
    },
    /// Too many sections.
    Sections,
    /// A part that is not what it should be.
    Unreadable {
        /// The part, as a sentence names it.
        part: &'static str,
        /// What is wrong and where.
        why: String,
    },
    /// Sizes of encoder, layers and target do not fit together.
    Shapes(&'static str),
    /// A weight of this layer, counted from 1, is not a finite number.
    NotFinite {
        /// The layer's number.
        layer: usize,
    },
    /// Encoder or target cannot be what training rows taught.
    Flaw(Flaw),
    /// Weights so large that ordinary rows have no finite answer.
    Answers,
    /// The file would be larger than one may be.
    TooLarge,
}

/// The longest piece of a file that is shown in a sentence, in characters.
const SHOWN: usize = 100;
const UPDATE: &str = "Take the newest Perceptab to open it";
const AGAIN: &str = "Use the file as it was saved, or save the model again.";

impl ModelError {
    /// The failure's kind.
    pub fn kind(&self) -> &'static str {
        match self {
            ModelError::Newer(_) | ModelError::UnknownSection(_) | ModelError::Members(_) => "newer-model",
            ModelError::CutShort | ModelError::Altered => "altered-model",
            _ => "bad-model",
        }
    }

    /// What is wrong with what the file holds, or with the model that was to be saved, as a clause.
    pub fn fault(&self) -> String {
        match self {
            ModelError::NoVersion => "it does not say its version".to_string(),
            ModelError::NoSection(name) => format!("it lacks its section '{name}'"),
            ModelError::SectionTwice(name) => format!("its section '{}' is there twice", shown(name)),
            ModelError::Surplus { section, members } => {
                let networks = if *members == 1 { "1 network" } else { &format!("{members} networks") };
                format!("its section '{}' does not belong to a model of {networks}", shown(section))
            }
            ModelError::Mixed { member, what } => {
                format!("its network {member} {what}, so that it cannot be averaged with the first")
            }
            ModelError::OfMember { member, error } => format!("in its network {member}: {}", error.fault()),
            ModelError::Sections => "it has too many sections".to_string(),
            ModelError::Unreadable { part, why } => format!("in {part}: {why}"),
            ModelError::Shapes(what) => what.to_string(),
            ModelError::NotFinite { layer } => {
                format!("a weight of its layer {layer} is not a finite number")
            }
            ModelError::Flaw(flaw) => format!("its {flaw}"),
            ModelError::Answers => {
                "its weights are so large that its answers are not finite numbers".to_string()
            }
            ModelError::TooLarge => format!("its file would be larger than {} MB", MAX_BYTES >> 20),
            ModelError::Members(count) => format!("it has {count} networks, and {MOST_MEMBERS} are the most"),
            ModelError::Newer(_) | ModelError::UnknownSection(_) => {
                "it was made by a newer version".to_string()
            }
            ModelError::CutShort | ModelError::Altered => "it was changed after it was saved".to_string(),
        }
    }

    /// The same of one of several members, counted from 1.
    pub fn of_member(self, member: usize, members: usize) -> ModelError {
        if members == 1 { self } else { ModelError::OfMember { member, error: Box::new(self) } }
    }

    /// `part` cannot be read, for a reason and at a place that serde tells.
    pub fn unreadable(part: &'static str, error: &serde_json::Error) -> ModelError {
        ModelError::Unreadable { part, why: shown(&why(error)) }
    }
}

impl fmt::Display for ModelError {
    /// What follows the file's name in a sentence, and what to do.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ModelError::Newer(version) => write!(
                formatter,
                "says that a newer version of Perceptab made it (model file version {version}; this one reads versions up to \
                 {VERSION}). {UPDATE}; if yours is the newest, save the model again."
            ),
            ModelError::UnknownSection(name) => write!(
                formatter,
                "needs its section '{}', which this version of Perceptab does not know. {UPDATE}.",
                shown(name)
            ),
            ModelError::Members(count) => write!(
                formatter,
                "holds {count} networks, and this version of Perceptab reads at most {MOST_MEMBERS}. {UPDATE}."
            ),
            ModelError::CutShort => write!(
                formatter,
                "does not end as a model file does: it was cut short, or changed after it was saved. {AGAIN}"
            ),
            ModelError::Altered => write!(
                formatter,
                "was changed after it was saved, or damaged on its way: its checksum does not fit. {AGAIN}"
            ),
            ModelError::Unreadable { .. } => write!(
                formatter,
                "cannot be used as a model: {}. {AGAIN} If a newer Perceptab made it, take the newest to open it.",
                self.fault()
            ),
            ModelError::Answers => write!(
                formatter,
                "cannot be used as a model: {}. Train it again, with a lower learning rate.",
                self.fault()
            ),
            _ => write!(formatter, "cannot be used as a model: {}. {AGAIN}", self.fault()),
        }
    }
}

/// A piece of a file as a sentence has it: short, and without characters that are none.
pub fn shown(text: &str) -> String {
    let mut letters = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let shown: String = letters.by_ref().take(SHOWN).collect();
    if letters.next().is_some() { shown + "…" } else { shown }
}

impl From<Flaw> for ModelError {
    fn from(flaw: Flaw) -> ModelError {
        ModelError::Flaw(flaw)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_of_a_file_is_shown_short() {
        assert_eq!(shown(&"ä".repeat(SHOWN)), "ä".repeat(SHOWN));
        assert_eq!(shown(&"ä".repeat(SHOWN + 1)), "ä".repeat(SHOWN) + "…");
        assert_eq!(shown("a\0b\nc"), "a b c");
        assert_eq!(shown(&("a".repeat(SHOWN) + "\0")), "a".repeat(SHOWN) + "…");
    }

    #[test]
    fn what_cannot_be_read_has_its_part_and_place() {
        let error = serde_json::from_str::<Vec<u8>>("[\n\"x\"]").unwrap_err();
        let sentence = ModelError::unreadable("its list", &error).to_string();
        assert!(
            sentence.contains("in its list: it has another value than belongs there (line 2, column 3)."),
            "{sentence}"
        );
        let error = serde_json::from_str::<Vec<u8>>("[1").unwrap_err();
        let sentence = ModelError::unreadable("its list", &error).to_string();
        assert!(sentence.contains("in its list: it ends too early (line 1, column 2)."), "{sentence}");
    }

    #[test]
    fn each_has_what_to_do() {
        let flaw = Flaw { column: "x".into(), what: "is there twice" };
        for (error, part) in [
            (ModelError::Newer(3), "Take the newest Perceptab"),
            (ModelError::UnknownSection("trees".into()), "Take the newest Perceptab"),
            (ModelError::Members(51), "Take the newest Perceptab"),
            (ModelError::CutShort, "cut short"),
            (ModelError::Altered, "checksum does not fit"),
            (ModelError::NoVersion, "does not say its version"),
            (ModelError::Answers, "Train it again"),
            (ModelError::Flaw(flaw), "its column 'x' is there twice. Use the file as it was saved"),
            (
                ModelError::NotFinite { layer: 2 },
                "layer 2 is not a finite number. Use the file as it was saved",
            ),
            (
                ModelError::OfMember { member: 3, error: Box::new(ModelError::Answers) },
                "in its network 3: its weights are so large",
            ),
            (
                ModelError::Surplus { section: "weights-3".into(), members: 2 },
                "its section 'weights-3' does not belong to a model of 2 networks. Use the file as it was saved",
            ),
        ] {
            assert!(error.to_string().contains(part), "{error}");
        }
    }
}
