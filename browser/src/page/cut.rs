//! Texts of any length and direction, cut and set apart before they stand on the page.

use std::borrow::Cow;

use perceptab::table::brief;

/// The most characters of a text.
pub const TEXT: usize = 1_000;

/// Around what has its own direction (Unicode's FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE).
const APART: [char; 2] = ['\u{2068}', '\u{2069}'];

/// A text as it is shown: what is too long is cut, what turns the direction of all that follows shows as a mark, and words
/// from right to left stand apart, so that they leave the others where they are.
pub fn shown(text: Cow<'static, str>) -> Cow<'static, str> {
    let text = match text {
        Cow::Owned(text) if text.len() > TEXT => Cow::Owned(brief(&text, TEXT).into_owned()),
        text => text,
    };
    // Letters of other directions, and marks that turn it, are all beyond the Cyrillic ones.
    if !text.bytes().any(|byte| byte >= 0xd6)
        || !text.chars().any(|letter| turns(letter) || is_leftward(letter))
    {
        return text;
    }
    let mut apart = String::with_capacity(text.len() + 16);
    // Sentences have names in quotes.
    for (nth, part) in text.split('\'').enumerate() {
        if nth > 0 {
            apart.push('\'');
        }
        let is_apart = part.chars().any(is_leftward);
        apart.extend(is_apart.then_some(APART[0]));
        apart.extend(part.chars().map(|letter| if turns(letter) { '\u{fffd}' } else { letter }));
        apart.extend(is_apart.then_some(APART[1]));
    }
    Cow::Owned(apart)
}

/// Whether it changes the direction of what follows.
pub fn turns(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether it is written from right to left: Hebrew, Arabic, and their neighbours.
fn is_leftward(letter: char) -> bool {
    matches!(
        letter,
        '\u{590}'..='\u{8ff}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}
