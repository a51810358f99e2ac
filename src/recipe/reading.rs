//! What may be said of how a file is read, each thing once: the page's list, the command line's options and their help come of it.

use crate::format::decimal;
use crate::table::ReadSettings;

/// One thing of how a file is read that is detected, and may be set.
pub struct ReadSetting {
    /// Its key within a recipe's `reading`; with hyphens the option of the command line.
    pub name: &'static str,
    /// What the page calls it.
    pub label: &'static str,
    /// What the option takes, as the command line's help says it.
    pub takes: &'static str,
    /// What it does, as the command line's help says it.
    pub help: &'static str,
    /// What it may be, as it is written and in words; empty: any text.
    pub names: &'static [(&'static str, &'static str)],
    /// What a person might type.
    pub hint: &'static str,
    slot: fn(&mut ReadSettings) -> ReadSlot<'_>,
}

/// Where it is kept.
enum ReadSlot<'a> {
    Text(&'a mut Option<String>),
    Mark(&'a mut Option<char>),
    /// A mark, or nothing where there is none.
    MarkOrNone(&'a mut Option<String>),
    Answer(&'a mut Option<bool>),
    Count(&'a mut Option<usize>),
    Share(&'a mut Option<f64>),
    Words(&'a mut Vec<String>),
}

/// How no mark is written.
pub const NO_MARK: &str = "none";

const YES: &str = "yes";

const PLAIN: ReadSetting = ReadSetting {
    name: "",
    label: "",
    takes: "",
    help: "",
    names: &[],
    hint: "",
    slot: |settings| ReadSlot::Words(&mut settings.missing),
};

/// Those that the reader decodes itself, and then those that the browser does.
const ENCODINGS: &[(&str, &str)] = &[
    ("UTF-8", "UTF-8"),
    ("windows-1252", "windows-1252"),
    ("UTF-16LE", "UTF-16LE"),
    ("UTF-16BE", "UTF-16BE"),
    ("windows-1250", "windows-1250 (Central Europe)"),
    ("ISO-8859-2", "ISO-8859-2 (Central Europe)"),
    ("windows-1251", "windows-1251 (Cyrillic)"),
    ("KOI8-R", "KOI8-R (Russian)"),
    ("KOI8-U", "KOI8-U (Ukrainian)"),
    ("ISO-8859-5", "ISO-8859-5 (Cyrillic)"),
    ("IBM866", "IBM866 (Cyrillic, DOS)"),
    ("windows-1253", "windows-1253 (Greek)"),
    ("windows-1254", "windows-1254 (Turkish)"),
    ("windows-1255", "windows-1255 (Hebrew)"),
    ("windows-1256", "windows-1256 (Arabic)"),
    ("windows-1257", "windows-1257 (Baltic)"),
    ("windows-1258", "windows-1258 (Vietnamese)"),
    ("windows-874", "windows-874 (Thai)"),
    ("ISO-8859-15", "ISO-8859-15 (Western)"),
    ("macintosh", "macintosh (Western, old Mac)"),
    ("Shift_JIS", "Shift_JIS (Japanese)"),
    ("EUC-JP", "EUC-JP (Japanese)"),
    ("GBK", "GBK (Chinese)"),
    ("gb18030", "gb18030 (Chinese)"),
    ("Big5", "Big5 (Chinese)"),
    ("EUC-KR", "EUC-KR (Korean)"),
];

macro_rules! read_settings {
    ($($(#[$doc:meta])* $setting:ident = $slot:ident($field:ident), $words:expr;)+) => {
        $(
            #[doc = concat!("How [`ReadSettings::", stringify!($field), "`] is set.")]
            ///
            $(#[$doc])*
            pub static $setting: ReadSetting = ReadSetting {
                name: stringify!($field),
                slot: |settings| ReadSlot::$slot(&mut settings.$field),
                ..$words
            };
        )+

        static ALL: &[&ReadSetting] = &[$(&$setting),+];
    };
}

read_settings! {
    PART = Text(part), ReadSetting {
        label: "Sheet",
        takes: "NAME",
        help: "the sheet of a workbook, the file of an archive",
        ..PLAIN
    };
    ENCODING = Text(encoding), ReadSetting {
        label: "Encoding",
        takes: "NAME",
        help: "UTF-8, UTF-16LE, UTF-16BE or windows-1252; what is in another one is converted first (iconv)",
        names: ENCODINGS,
        ..PLAIN
    };
    DELIMITER = Mark(delimiter), ReadSetting {
        label: "Cells are parted by",
        takes: "MARK",
        help: "comma, semicolon, tab, bar, space, or the mark itself",
        names: &[(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "bar"), (" ", "space")],
        ..PLAIN
    };
    QUOTE = MarkOrNone(quote), ReadSetting {
        label: "Quotation marks",
        takes: "MARK",
        help: "around cells: a mark, or none",
        names: &[("\"", "double quotes"), ("'", "single quotes"), (NO_MARK, NO_MARK)],
        ..PLAIN
    };
    DECIMAL = Mark(decimal), ReadSetting {
        label: "Decimal mark",
        takes: "MARK",
        help: "point or comma",
        names: &[(".", "point"), (",", "comma")],
        ..PLAIN
    };
    HEADER = Answer(header), ReadSetting {
        label: "The first row",
        takes: "yes|no",
        help: "whether the first row holds names",
        names: &[(YES, "holds names"), ("no", "holds data")],
        ..PLAIN
    };
    COMMENT = MarkOrNone(comment), ReadSetting {
        label: "Comment lines begin with",
        takes: "MARK",
        help: "lines that begin with it are left out: a mark, or none",
        names: &[("#", "#"), ("%", "%"), (";", ";"), (NO_MARK, NO_MARK)],
        ..PLAIN
    };
    SKIP = Count(skip), ReadSetting {
        label: "Rows above the table",
        takes: "N",
        help: "rows above the table that are left out",
        hint: "automatic",
        ..PLAIN
    };
    MISSING = Words(missing), ReadSetting {
        label: "Also missing",
        takes: "WORD",
        help: "a further word for a missing cell (may be repeated)",
        hint: "such as 999, unknown",
        ..PLAIN
    };
    NOT_MISSING = Words(not_missing), ReadSetting {
        label: "Not missing",
        takes: "WORD",
        help: "a value, although it means a missing cell elsewhere, such as NA for Namibia (may be repeated)",
        hint: "such as NA, none",
        ..PLAIN
    };
    /// The page offers it where a file is too large, and has no control for it.
    SAMPLE = Share(sample), ReadSetting {
        label: "Share of the rows",
        takes: "SHARE",
        help: "read a random share of the rows, such as 0.1",
        ..PLAIN
    };
}

impl PartialEq for ReadSetting {
    fn eq(&self, other: &ReadSetting) -> bool {
        self.name == other.name
    }
}

impl Eq for ReadSetting {}

impl std::fmt::Debug for ReadSetting {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str(self.name)
    }
}

impl ReadSetting {
    /// All of them, in the order in which they are listed.
    pub fn all() -> impl Iterator<Item = &'static ReadSetting> {
        ALL.iter().copied()
    }

    /// The one of that option.
    pub fn of_flag(flag: &str) -> Option<&'static ReadSetting> {
        ReadSetting::all().find(|setting| setting.flag() == flag)
    }

    /// The option of the command line, without its hyphens in front.
    pub fn flag(&self) -> String {
        self.name.replace('_', "-")
    }

    /// A value in words.
    pub fn shown<'a>(&self, value: &'a str) -> &'a str {
        self.names.iter().find(|name| name.0 == value).map_or(value, |name| name.1)
    }

    /// What is set, as it is written; empty: as detected.
    pub fn text(&self, settings: &ReadSettings) -> String {
        match (self.slot)(&mut settings.clone()) {
            ReadSlot::Text(text) => text.clone().unwrap_or_default(),
            ReadSlot::Mark(mark) => mark.map(String::from).unwrap_or_default(),
            ReadSlot::MarkOrNone(mark) => match mark.as_deref() {
                Some("") => NO_MARK.to_string(),
                mark => mark.unwrap_or_default().to_string(),
            },
            ReadSlot::Answer(answer) => {
                answer.map_or("", |answer| if answer { YES } else { "no" }).to_string()
            }
            ReadSlot::Count(count) => count.map(|count| count.to_string()).unwrap_or_default(),
            ReadSlot::Share(share) => share.map(|share| share.to_string()).unwrap_or_default(),
            ReadSlot::Words(words) => words.join(", "),
        }
    }

    /// Takes text, as it is written or in words; the empty one is as detected, and words stand between commas. What cannot be
    /// taken leaves the settings alone.
    ///
    /// # Errors
    /// What is needed, as it ends a sentence: "one mark".
    pub fn set(&self, settings: &mut ReadSettings, text: &str) -> Result<(), &'static str> {
        let given = (!text.is_empty()).then_some(text);
        match (self.slot)(settings) {
            ReadSlot::Text(slot) => *slot = given.map(String::from),
            ReadSlot::Mark(slot) => *slot = given.map(|text| self.mark(text)).transpose()?,
            ReadSlot::MarkOrNone(slot) => {
                let mark = |text| match text {
                    NO_MARK => Ok(String::new()),
                    text => self.mark(text).map(String::from),
                };
                *slot = given.map(mark).transpose()?;
            }
            ReadSlot::Answer(slot) => {
                let answer = |text| match text {
                    YES => Ok(true),
                    "no" => Ok(false),
                    _ => Err("yes or no"),
                };
                *slot = given.map(answer).transpose()?;
            }
            ReadSlot::Count(slot) => {
                let count = |text: &str| text.trim().parse().map_err(|_| "a whole number from 0");
                *slot = given.filter(|text| !text.trim().is_empty()).map(count).transpose()?;
            }
            ReadSlot::Share(slot) => {
                let share = |text: &str| decimal(text.trim()).ok_or("a number, such as 0.1");
                *slot = given.map(share).transpose()?;
            }
            ReadSlot::Words(slot) => {
                let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
                *slot = words.map(String::from).collect();
            }
        }
        Ok(())
    }

    /// The same, where of several words each is given by itself.
    ///
    /// # Errors
    /// As [`ReadSetting::set`].
    pub fn add(&self, settings: &mut ReadSettings, text: &str) -> Result<(), &'static str> {
        if let ReadSlot::Words(words) = (self.slot)(settings) {
            words.push(text.to_string());
            return Ok(());
        }
        self.set(settings, text)
    }

    /// A mark by itself or by its name.
    fn mark(&self, text: &str) -> Result<char, &'static str> {
        let named = self.names.iter().find(|name| name.1 == text).map_or(text, |name| name.0);
        let mut letters = if named == "\\t" { "\t" } else { named }.chars();
        match (letters.next(), letters.next()) {
            (Some(mark), None) => Ok(mark),
            _ => Err("one mark"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::foreign_encoding;

    #[test]
    fn what_is_set_is_shown_and_put_back() {
        for setting in ReadSetting::all() {
            let texts: Vec<&str> = match setting.name {
                "part" => vec!["Sheet 2"],
                "skip" => vec!["3"],
                "sample" => vec!["0.25"],
                "missing" | "not_missing" => vec!["999, unknown"],
                _ => setting.names.iter().map(|name| name.0).collect(),
            };
            assert!(!texts.is_empty() && !setting.help.is_empty() && !setting.takes.is_empty());
            for text in texts {
                let mut settings = ReadSettings::default();
                setting.set(&mut settings, text).unwrap();
                assert_ne!(settings, ReadSettings::default(), "{setting:?} {text}");
                assert_eq!(setting.text(&settings), text, "{setting:?}");
                setting.set(&mut settings, "").unwrap();
                assert_eq!(settings, ReadSettings::default());
            }
        }
    }

    /// Each key of a recipe's `reading` is one of them, and no key is missing.
    #[test]
    fn they_are_what_a_recipe_s_reading_holds() {
        let json = serde_json::to_value(ReadSettings::default()).unwrap();
        let mut keys: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
        let mut names: Vec<&str> = ReadSetting::all().map(|setting| setting.name).collect();
        keys.sort_unstable();
        names.sort_unstable();
        assert_eq!(names, keys);
    }

    #[test]
    fn marks_have_names_and_what_is_none_is_refused() {
        let set = |setting: &ReadSetting, text: &str| {
            let mut settings = ReadSettings::default();
            setting.set(&mut settings, text).map(|()| setting.text(&settings))
        };
        for (text, mark) in [("comma", ","), ("tab", "\t"), ("\\t", "\t"), ("space", " "), ("^", "^")] {
            assert_eq!(set(&DELIMITER, text).as_deref(), Ok(mark));
        }
        assert_eq!(set(&DECIMAL, "point").as_deref(), Ok("."));
        assert_eq!(set(&DELIMITER, "both"), Err("one mark"));
        assert_eq!(set(&QUOTE, "''"), Err("one mark"));
        assert_eq!(set(&HEADER, "maybe"), Err("yes or no"));
        assert_eq!(set(&SKIP, "many"), Err("a whole number from 0"));
        assert_eq!(set(&SKIP, "-1"), Err("a whole number from 0"));
        assert_eq!(set(&SAMPLE, "half"), Err("a number, such as 0.1"));
        let mut settings = ReadSettings::default();
        for word in ["a, b", "c"] {
            MISSING.add(&mut settings, word).unwrap();
        }
        assert_eq!(settings.missing, ["a, b", "c"], "each as it was given");
    }

    /// What the reader does not decode itself is known as such.
    #[test]
    fn encodings_are_decoded_here_or_by_the_browser() {
        let (read, decoded) = ENCODINGS.split_at(4);
        assert!(read.iter().all(|(name, _)| foreign_encoding(name).is_none()));
        assert!(decoded.iter().all(|(name, _)| foreign_encoding(name) == Some(*name)));
    }
}
