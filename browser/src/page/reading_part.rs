//! How the file was taken apart, and what a person sets against it.

use super::node::{Element, Handler, button, el};
use super::{Action, Field, Fold, PageState};
use perceptab::table::{ReadSettings, TableSummary};
use perceptab_conversation::session::DataView;

/// One thing that is detected and may be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadField {
    Part,
    Encoding,
    Delimiter,
    Quote,
    Decimal,
    Header,
    Comment,
    Skip,
    Missing,
    NotMissing,
}

/// Values with their names; the empty value is "as detected".
pub(super) type Names = &'static [(&'static str, &'static str)];

const DELIMITERS: Names = &[(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "bar"), (" ", "space")];
const QUOTES: Names = &[("\"", "double quotes"), ("'", "single quotes"), (NONE, "none")];
const DECIMALS: Names = &[(".", "point"), (",", "comma")];
const HEADERS: Names = &[("yes", "holds names"), ("no", "holds data")];
const COMMENTS: Names = &[("#", "#"), ("%", "%"), (";", ";"), (NONE, "none")];
pub(super) const ENCODINGS: Names = &[
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
const NONE: &str = "none";

impl ReadField {
    pub const ALL: [ReadField; 10] = [
        ReadField::Part,
        ReadField::Encoding,
        ReadField::Delimiter,
        ReadField::Quote,
        ReadField::Decimal,
        ReadField::Header,
        ReadField::Comment,
        ReadField::Skip,
        ReadField::Missing,
        ReadField::NotMissing,
    ];

    pub fn id(self) -> &'static str {
        match self {
            ReadField::Part => "read-part",
            ReadField::Encoding => "read-encoding",
            ReadField::Delimiter => "read-delimiter",
            ReadField::Quote => "read-quote",
            ReadField::Decimal => "read-decimal",
            ReadField::Header => "read-header",
            ReadField::Comment => "read-comment",
            ReadField::Skip => "read-skip",
            ReadField::Missing => "read-missing",
            ReadField::NotMissing => "read-not-missing",
        }
    }

    fn label(self, summary: &TableSummary) -> &'static str {
        match self {
            ReadField::Part if summary.dialect.container == "ZIP" => "File in the archive",
            ReadField::Part => "Sheet",
            ReadField::Encoding => "Encoding",
            ReadField::Delimiter => "Cells are parted by",
            ReadField::Quote => "Quotation marks",
            ReadField::Decimal => "Decimal mark",
            ReadField::Header => "The first row",
            ReadField::Comment => "Comment lines begin with",
            ReadField::Skip => "Rows above the table",
            ReadField::Missing => "Also missing",
            ReadField::NotMissing => "Not missing",
        }
    }

    fn names(self) -> Names {
        match self {
            ReadField::Encoding => ENCODINGS,
            ReadField::Delimiter => DELIMITERS,
            ReadField::Quote => QUOTES,
            ReadField::Decimal => DECIMALS,
            ReadField::Header => HEADERS,
            ReadField::Comment => COMMENTS,
            ReadField::Part | ReadField::Skip | ReadField::Missing | ReadField::NotMissing => &[],
        }
    }

    /// What a person has set; empty: as detected.
    fn set_value(self, settings: &ReadSettings) -> String {
        let letter = |letter: Option<char>| letter.map(String::from).unwrap_or_default();
        let mark = |mark: &Option<String>| match mark.as_deref() {
            None => String::new(),
            Some("") => NONE.to_string(),
            Some(mark) => mark.to_string(),
        };
        match self {
            ReadField::Part => settings.part.clone().unwrap_or_default(),
            ReadField::Encoding => settings.encoding.clone().unwrap_or_default(),
            ReadField::Delimiter => letter(settings.delimiter),
            ReadField::Quote => mark(&settings.quote),
            ReadField::Decimal => letter(settings.decimal),
            ReadField::Header => {
                settings.header.map_or("", |header| if header { "yes" } else { "no" }).to_string()
            }
            ReadField::Comment => mark(&settings.comment),
            ReadField::Skip => settings.skip.map(|skip| skip.to_string()).unwrap_or_default(),
            ReadField::Missing => settings.missing.join(", "),
            ReadField::NotMissing => settings.not_missing.join(", "),
        }
    }

    /// What the file was read with.
    fn used(self, summary: &TableSummary) -> String {
        let dialect = &summary.dialect;
        let mark = |mark: Option<char>| mark.map_or(NONE.to_string(), String::from);
        match self {
            ReadField::Part => dialect.part.clone().unwrap_or_default(),
            ReadField::Encoding => summary.encoding.clone(),
            ReadField::Delimiter => dialect.delimiter.to_string(),
            ReadField::Quote => mark(dialect.quote),
            ReadField::Decimal => dialect.decimal.to_string(),
            ReadField::Header => if summary.header { "yes" } else { "no" }.to_string(),
            ReadField::Comment => mark(dialect.comment),
            ReadField::Skip => dialect.skip.to_string(),
            ReadField::Missing | ReadField::NotMissing => String::new(),
        }
    }

    /// Takes the text of its control. `Err`: what to write instead.
    pub fn set(self, settings: &mut ReadSettings, text: &str) -> Result<(), &'static str> {
        let given = (!text.is_empty()).then(|| text.to_string());
        let mark = given.clone().map(|mark| if mark == NONE { String::new() } else { mark });
        match self {
            ReadField::Part => settings.part = given,
            ReadField::Encoding => settings.encoding = given,
            ReadField::Delimiter => settings.delimiter = text.chars().next(),
            ReadField::Quote => settings.quote = mark,
            ReadField::Decimal => settings.decimal = text.chars().next(),
            ReadField::Header => settings.header = given.map(|text| text == "yes"),
            ReadField::Comment => settings.comment = mark,
            ReadField::Skip => match text.trim() {
                "" => settings.skip = None,
                number => settings.skip = Some(number.parse().map_err(|_| "Write a whole number from 0.")?),
            },
            ReadField::Missing => settings.missing = words(text),
            ReadField::NotMissing => settings.not_missing = words(text),
        }
        Ok(())
    }

    /// Whether the file has something of it to set.
    fn applies(self, summary: &TableSummary) -> bool {
        let is_text = summary.dialect.delimiter != '\0';
        match self {
            ReadField::Part => summary.dialect.parts.len() > 1,
            ReadField::Missing | ReadField::NotMissing => true,
            ReadField::Decimal => is_text || summary.dialect.container == "JSON lines",
            _ => is_text,
        }
    }
}

/// Words between commas.
fn words(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(String::from).collect()
}

/// A name for a value.
fn named(names: Names, value: &str) -> String {
    names.iter().find(|name| name.0 == value).map_or_else(|| value.to_string(), |name| name.1.to_string())
}

/// Folded: what was detected, each with a way to set it, and the rows that come of it.
pub fn reading_part(state: &PageState, data: &DataView) -> Element {
    let details = el("details")
        .class("how-read")
        .on(Handler::Opened(Fold::Reading))
        .child(el("summary").text("How the file was read"));
    if state.reading_listed { details.children(listed(state, &data.summary)) } else { details }
}

fn listed(state: &PageState, summary: &TableSummary) -> Vec<Element> {
    let settings = &state.recipe.reading;
    let fields = ReadField::ALL.into_iter().filter(|field| field.applies(summary));
    let rows = fields.map(|field| row(settings, summary, field));
    let anew = (*settings != ReadSettings::default())
        .then(|| button("Detect everything again", Action::ReadAsDetected).class("link"));
    let problem = el("p")
        .class("problem")
        .attr("id", "read-problem")
        .attr("aria-live", "polite")
        .text(state.read_problem.unwrap_or_default());
    let mut parts = vec![el("div").class("settings reading-settings").children(rows), problem];
    parts.extend(anew.map(|anew| el("p").child(anew)));
    parts
}

fn row(settings: &ReadSettings, summary: &TableSummary, field: ReadField) -> Element {
    let id = field.id();
    let value = field.set_value(settings);
    let control = match field {
        ReadField::Skip | ReadField::Missing | ReadField::NotMissing => {
            let hint = match field {
                ReadField::Missing => "such as 999, unknown",
                ReadField::NotMissing => "such as NA, none",
                _ => "automatic",
            };
            el("input")
                .attr("type", "text")
                .attr("placeholder", hint)
                .attr("aria-describedby", "read-problem")
                .value(value.clone())
        }
        ReadField::Part => {
            let options = summary.dialect.parts.iter().map(|part| option(part.clone(), part.clone()));
            el("select").children(options).value(field.used(summary))
        }
        _ => {
            let detected = match value.is_empty() {
                true => format!("automatic: {}", named(field.names(), &field.used(summary))),
                false => "automatic".to_string(),
            };
            let options = field.names().iter().map(|(value, name)| option(*value, *name));
            el("select").child(option("", detected)).children(options).value(value.clone())
        }
    };
    let class = if value.is_empty() { "row" } else { "row changed" };
    el("div").class(class).child(el("label").attr("for", id).text(field.label(summary))).child(
        el("span").class("control").child(control.attr("id", id).on(Handler::Chosen(Field::Reading(field)))),
    )
}

fn option(
    value: impl Into<std::borrow::Cow<'static, str>>,
    name: impl Into<std::borrow::Cow<'static, str>>,
) -> Element {
    el("option").attr("value", value).text(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use perceptab::table::foreign_encoding;

    #[test]
    fn what_is_set_is_shown_and_put_back() {
        for field in ReadField::ALL {
            let texts: Vec<&str> = match field {
                ReadField::Part => vec!["Sheet 2"],
                ReadField::Skip => vec!["3"],
                ReadField::Missing | ReadField::NotMissing => vec!["999, unknown"],
                field => field.names().iter().map(|name| name.0).collect(),
            };
            assert!(!texts.is_empty());
            for text in texts {
                let mut settings = ReadSettings::default();
                field.set(&mut settings, text).unwrap();
                assert_ne!(settings, ReadSettings::default(), "{field:?} {text}");
                assert_eq!(field.set_value(&settings), text, "{field:?}");
                field.set(&mut settings, "").unwrap();
                assert_eq!(settings, ReadSettings::default());
            }
        }
        // What the reader does not decode itself is known as such.
        let (read, decoded): (Names, Names) = ENCODINGS.split_at(4);
        assert!(read.iter().all(|(name, _)| foreign_encoding(name).is_none()));
        assert!(decoded.iter().all(|(name, _)| foreign_encoding(name) == Some(*name)));
        assert!(ReadField::Skip.set(&mut ReadSettings::default(), "many").is_err());
    }
}
