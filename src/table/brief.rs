use std::borrow::Cow;

/// A text of at most so many characters: of a longer one the beginning and the end.
pub fn brief(text: &str, most: usize) -> Cow<'_, str> {
    // A character has a byte at least.
    if text.len() <= most || text.chars().nth(most).is_none() {
        return Cow::Borrowed(text);
    }
    let last = most / 4;
    let first = most.saturating_sub(last + 1);
    let begins: String = text.chars().take(first).collect();
    let from = text.char_indices().rev().take(last).last().map_or(text.len(), |(at, _)| at);
    Cow::Owned(format!("{begins}…{}", text.get(from..).unwrap_or_default()))
}

/// The same of a text that is kept: nothing is copied where it is short enough.
pub fn made_brief(text: &mut String, most: usize) {
    if let Cow::Owned(brief) = brief(text, most) {
        *text = brief;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_keeps_its_beginning_and_its_end() {
        assert_eq!(brief("price", 5), "price");
        assert_eq!(brief("übergröße", 9), "übergröße");
        assert_eq!(brief("abcdefghijklm", 8), "abcde…lm");
        assert_eq!(brief("日本語日本語日本語日本語", 8), "日本語日本…本語");
        assert_eq!(brief("abc", 0), "…");
        let mut long = "x".repeat(5_000_000);
        made_brief(&mut long, 100);
        assert_eq!(long.chars().count(), 100);
    }
}
