use std::borrow::Cow;

/// A text that a spreadsheet opens as text, whichever delimiter it takes the file apart at.
///
/// A spreadsheet takes a cell for a formula that begins with one of `=`, `+`, `-`, `@` or their full-width forms, blanks, marks
/// that are not seen and quotation marks before them aside; and one that begins with a tab or a line end may lose it first
/// (OWASP, CSV Injection). An apostrophe before such a cell keeps it text. What stands behind a comma, a semicolon, a tab, a bar or
/// a line end inside a cell is a cell of its own to a program that takes that for the delimiter. Numbers stay as they are,
/// and so do plus and minus signs alone, which compute nothing and may be a label.
pub fn guarded(text: &str) -> Cow<'_, str> {
    let mut safe = String::new();
    let mut copied = 0;
    let mut begins = true;
    for (place, letter) in text.char_indices() {
        if std::mem::replace(&mut begins, is_separator(letter)) && is_formula(&text[place..], place == 0) {
            safe.push_str(&text[copied..place]);
            safe.push('\'');
            copied = place;
        }
    }
    if copied == 0 && safe.is_empty() {
        return Cow::Borrowed(text);
    }
    safe.push_str(&text[copied..]);
    Cow::Owned(safe)
}

fn is_separator(letter: char) -> bool {
    matches!(letter, ',' | ';' | '\t' | '|' | '\n' | '\r')
}

/// Whether a cell that begins so, and may go on behind a separator, is one. `is_first`: no separator of the cell's own text
/// stands before it.
fn is_formula(text: &str, is_first: bool) -> bool {
    if is_first && text.starts_with(['\t', '\r', '\n']) && !is_number(text.trim()) {
        return true;
    }
    let seen = text.trim_start_matches(|letter: char| is_unseen(letter) || matches!(letter, '"' | '\''));
    // An apostrophe that stands there already does what ours would.
    let is_text = text.trim_start_matches(is_unseen).starts_with('\'');
    let seen = seen.trim_end_matches(is_unseen);
    seen.starts_with(is_sign) && !is_text && !is_number(seen) && !is_signs(seen)
}

fn is_signs(text: &str) -> bool {
    text.chars().nth(1).is_none() || text.chars().all(|letter| matches!(letter, '+' | '-'))
}

/// The signs, and what stands for them in the writing of East Asia and in small print (Unicode's compatibility forms).
fn is_sign(letter: char) -> bool {
    matches!(
        letter,
        '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '﹦' | '﹢' | '﹣' | '﹫' | '⁼' | '⁺' | '⁻'
    )
}

/// Blanks of all sorts, control characters, byte order marks and what else takes no room.
fn is_unseen(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(
            letter,
            '\u{AD}'
                | '\u{34F}'
                | '\u{61C}'
                | '\u{115F}'..='\u{1160}'
                | '\u{180B}'..='\u{180F}'
                | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}'
                | '\u{FFA0}'
                | '\u{FFF9}'..='\u{FFFB}'
        )
}

/// Digits with a sign before them, points and commas among them, and an exponent: no name, as `-inf` has one, and nothing to
/// compute.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (digits, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, exponent.strip_prefix(['+', '-']).unwrap_or(exponent)),
        None => (unsigned, "0"),
    };
    let are_digits = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
    are_digits(digits)
        && digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
        && are_digits(exponent)
        && exponent.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_made_text() {
        for (text, safe) in [
            ("=1+2", "'=1+2"),
            ("@sum", "'@sum"),
            ("-x", "'-x"),
            ("-inf", "'-inf"),
            ("+inf", "'+inf"),
            ("-nan", "'-nan"),
            ("+infinity", "'+infinity"),
            ("==", "'=="),
            ("-+x", "'-+x"),
            ("-;x", "'-;x"),
            ("\tx", "'\tx"),
            ("\r=1", "'\r'=1"),
            ("\u{FEFF}=1+2", "'\u{FEFF}=1+2"),
            ("\u{FEFF}\u{FEFF}=1+2", "'\u{FEFF}\u{FEFF}=1+2"),
            ("\u{A0}=1", "'\u{A0}=1"),
            ("\u{200B}+1+2", "'\u{200B}+1+2"),
            ("  =1", "'  =1"),
            ("\u{3000}＝1", "'\u{3000}＝1"),
            ("＝1+2", "'＝1+2"),
            ("＋x", "'＋x"),
            ("－x", "'－x"),
            ("＠x", "'＠x"),
            ("a;=1", "a;'=1"),
            ("a,\"=1\"", "a,'\"=1\""),
            ("a\t=1|+x\n@y", "a\t'=1|'+x\n'@y"),
            ("=a;=b", "'=a;'=b"),
            ("-5|x", "'-5|x"),
            ("-1-2", "'-1-2"),
        ] {
            assert_eq!(guarded(text), safe, "{text:?}");
        }
    }

    #[test]
    fn numbers_and_other_texts_stay() {
        let texts = [
            "", "-", "+", " -", "--", "++", "+-", "plain", "-5.25", "+4917", "-5,25", "-1,234.5", "-1e-7",
            "5-3", "a=b", "a-b; c", "x@y.org", "'=1", "inf", "a;-5", "<= 3", "-5 ",
        ];
        for text in texts {
            assert_eq!(guarded(text), text);
        }
    }

    #[test]
    fn what_is_safe_stays_as_it_is() {
        for text in ["=a;=b", "\t\u{FEFF}-x", "\r\n=1", "a,'=1", "\"=\"=", "';=1"] {
            let once = guarded(text).into_owned();
            assert_eq!(guarded(&once), once, "{text:?}");
        }
    }
}
