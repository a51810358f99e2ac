/// Height of the letters of ticks, labels and legend, CSS pixels.
pub(super) const SIZE: f64 = 12.0;
/// Height of the letters of the title.
pub(super) const TITLE_SIZE: f64 = 15.0;
/// From one line of text to the next.
pub(super) const LINE: f64 = 16.0;

/// An upper estimate of a text's width in CSS pixels, for the wide ones among the usual system fonts: the layout has
/// no font to ask.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

/// The text, shortened with an ellipsis where it is wider than `room`; empty where not even that fits.
pub(super) fn fitted(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_string();
    }
    let mut room = room - width("…", size);
    if room < 0.0 {
        return String::new();
    }
    let kept: String = text
        .chars()
        .take_while(|&c| {
            room -= em(c) * size;
            room >= 0.0
        })
        .collect();
    kept.trim_end().to_string() + "…"
}

/// Width as a share of the letters' height.
fn em(c: char) -> f64 {
    match c {
        '0'..='9' => 0.64,
        ' ' | '.' | ',' | '\'' | 'i' | 'j' | 'l' | 'I' | '|' | ':' | ';' => 0.34,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' => 0.42,
        '%' | 'm' | 'w' | 'M' | 'W' | '…' | '@' => 1.0,
        'a'..='z' => 0.64,
        'A'..='Z' => 0.79,
        '−' | '+' | '=' | '±' | '×' => 0.84,
        '\u{300}'..='\u{36f}' => 0.0,
        c if (c as u32) < 0x1100 => 0.8,
        _ => 1.1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_is_wider_and_fitting_shortens() {
        assert_eq!(width("10", 10.0), 12.8);
        assert!(width("100 %", SIZE) > width("2 %", SIZE));
        assert_eq!(fitted("test", SIZE, 100.0), "test");
        let short = fitted("always answering the mean", SIZE, 80.0);
        assert!(short.ends_with('…') && width(&short, SIZE) <= 80.0, "{short}");
        assert_eq!(fitted("test", SIZE, 5.0), "");
    }
}
