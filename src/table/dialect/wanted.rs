use super::settings::ReadSettings;
use crate::table::encoding::Named;
use crate::table::encoding::foreign::foreign_encoding;
use crate::table::error::ReadError;

/// [`ReadSettings`] once they have been checked: what is not to be detected.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    pub encoding: Option<Named>,
    /// One that is not decoded here: a file that turns out not to be UTF-8 is refused.
    pub foreign: Option<&'static str>,
    pub delimiter: Option<u8>,
    /// `Some(None)`: no cell stands in quotes.
    pub quote: Option<Option<u8>>,
    pub decimal: Option<u8>,
    /// `Some(None)`: no line is left out.
    pub comment: Option<Option<u8>>,
    pub skip: Option<usize>,
    pub header: Option<bool>,
    /// Above 0 and below 1.
    pub sample: Option<f64>,
}

impl ReadSettings {
    /// Whether a file can be read so; otherwise which setting cannot be, whatever the file.
    pub fn check(&self) -> Result<(), ReadError> {
        Wanted::of(self).map(|_| ())
    }
}

impl Wanted {
    /// Nothing is wanted of a file that is read without settings, and nothing is checked then.
    pub fn of(settings: &ReadSettings) -> Result<Wanted, ReadError> {
        if *settings == ReadSettings::default() { Ok(Wanted::default()) } else { checked(settings) }
    }
}

fn checked(settings: &ReadSettings) -> Result<Wanted, ReadError> {
    let foreign = settings.encoding.as_deref().and_then(foreign_encoding);
    let encoding = match &settings.encoding {
        None => None,
        Some(_) if foreign.is_some() => None,
        Some(name) => Some(Named::called(name).ok_or_else(|| {
            problem(format!(
                "'{}' is no encoding that is known. Choose UTF-8, UTF-16LE, UTF-16BE or windows-1252, or save the file \
                 as UTF-8.",
                name.escape_debug()
            ))
        })?),
    };
    let delimiter = match settings.delimiter {
        None => None,
        Some(mark) => Some(byte("delimiter", mark)?),
    };
    let quote = marker("quotation mark", &settings.quote)?;
    let comment = marker("mark of comment lines", &settings.comment)?;
    let decimal = match settings.decimal {
        None => None,
        Some(mark @ ('.' | ',')) => Some(mark as u8),
        Some(mark) => {
            return Err(problem(format!(
                "'{mark}' can't be the decimal mark. Choose the point or the comma."
            )));
        }
    };
    let marks = [delimiter, quote.flatten(), comment.flatten()];
    for (place, mark) in marks.iter().enumerate() {
        if mark.is_some() && marks[..place].contains(mark) {
            return Err(problem(
                "Delimiter, quotation mark and the mark of comment lines must be three different characters."
                    .to_string(),
            ));
        }
    }
    let sample = match settings.sample {
        Some(share) if !(share > 0.0 && share <= 1.0) => {
            return Err(problem(format!(
                "{share} can't be the share of the rows. Choose a number above 0, and 1 at most."
            )));
        }
        share => share.filter(|share| *share < 1.0),
    };
    Ok(Wanted {
        encoding,
        foreign,
        delimiter,
        quote,
        decimal,
        comment,
        skip: settings.skip,
        header: settings.header,
        sample,
    })
}

/// One character, or nothing.
fn marker(what: &str, text: &Option<String>) -> Result<Option<Option<u8>>, ReadError> {
    let Some(text) = text else { return Ok(None) };
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (None, _) => Ok(Some(None)),
        (Some(mark), None) => Ok(Some(Some(byte(what, mark)?))),
        _ => Err(problem(format!("'{text}' can't be the {what}. Choose a single character, or none."))),
    }
}

/// UTF-8 and windows-1252 agree on ASCII alone, and a table is taken apart before they are told apart.
fn byte(what: &str, mark: char) -> Result<u8, ReadError> {
    match mark {
        '\0' | '\n' | '\r' => {
            Err(problem(format!("A line end can't be the {what}. Choose another character.")))
        }
        _ if mark.is_ascii() => Ok(mark as u8),
        _ => Err(problem(format!(
            "'{mark}' can't be the {what}. Choose a character of ASCII, such as a comma."
        ))),
    }
}

fn problem(sentence: String) -> ReadError {
    ReadError::Setting { sentence }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(settings: ReadSettings) -> String {
        Wanted::of(&settings).unwrap_err().to_string()
    }

    fn none() -> ReadSettings {
        ReadSettings::default()
    }

    #[test]
    fn settings_that_cannot_be_used_are_sentences() {
        let twice = ReadSettings { delimiter: Some('"'), quote: Some("\"".to_string()), ..none() };
        assert!(refused(twice).contains("different"));
        assert!(
            refused(ReadSettings { quote: Some("''".to_string()), ..none() }).contains("single character")
        );
        assert!(refused(ReadSettings { comment: Some("//".to_string()), ..none() }).contains("comment"));
        assert!(refused(ReadSettings { delimiter: Some('\n'), ..none() }).contains("line end"));
        assert!(refused(ReadSettings { delimiter: Some('é'), ..none() }).contains("ASCII"));
        assert!(refused(ReadSettings { decimal: Some(';'), ..none() }).contains("comma"));
        assert!(refused(ReadSettings { encoding: Some("EBCDIC".to_string()), ..none() }).contains("UTF-8"));
        for share in [0.0, -1.0, 1.5, f64::NAN] {
            assert!(refused(ReadSettings { sample: Some(share), ..none() }).contains("share"));
        }
    }

    #[test]
    fn nothing_is_told_from_not_said() {
        let wanted =
            Wanted::of(&ReadSettings { quote: Some(String::new()), sample: Some(1.0), ..none() }).unwrap();
        assert_eq!((wanted.quote, wanted.comment, wanted.sample), (Some(None), None, None));
    }
}
