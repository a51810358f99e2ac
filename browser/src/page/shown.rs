//! Names and texts of any length and direction, so that they can stand on the page: cut where they are long, apart from what
//! stands beside them, and whole where a person asks.

use std::borrow::Cow;

use super::node::{Element, Node, el};
use perceptab::format::count;
use perceptab::table::brief;

/// The most characters of a name among other words, of any text, and of a name that is asked for.
const NAME: usize = 60;
const TEXT: usize = 1_000;
const WHOLE: usize = 100_000;

/// Around what has its own direction (Unicode's FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE).
const APART: [char; 2] = ['\u{2068}', '\u{2069}'];

/// A name as it stands among other words.
pub fn short(name: &str) -> Cow<'_, str> {
    brief(name, NAME)
}

/// A name by itself, with its own direction; where it was cut, longer as its title.
pub fn named(name: &str) -> Element {
    let shown = short(name);
    let is_cut = matches!(shown, Cow::Owned(_));
    let element = el("bdi").text(shown.into_owned());
    if is_cut { element.attr("title", name.to_string()) } else { element }
}

/// Where a name is cut, all of it for who unfolds it.
pub fn whole(name: &str) -> Option<Element> {
    matches!(short(name), Cow::Owned(_)).then(|| {
        let n = name.chars().count();
        let text: String = name.chars().take(WHOLE).filter(|&letter| !turns(letter)).collect();
        let more = (n > WHOLE)
            .then(|| el("p").class("muted").text(format!("and {} characters more", count(n - WHOLE))));
        el("details")
            .child(el("summary").text(format!("The whole name ({} characters)", count(n))))
            .child(
                el("p")
                    .class("whole-name scroll")
                    .attr("tabindex", "0")
                    .attr("role", "group")
                    .attr("aria-label", "The whole name")
                    .attr("dir", "auto")
                    .child(Node::Text(text.into())),
            )
            .child(more)
    })
}

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
fn turns(letter: char) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> String {
        shown(Cow::Owned(text.to_string())).into_owned()
    }

    #[test]
    fn plain_text_stays_as_it_is() {
        for same in ["price", "Größe · 3 → 4 …", "Цена", "価格"] {
            assert_eq!(text(same), same);
        }
    }

    #[test]
    fn what_turns_the_direction_is_a_mark_and_words_from_right_to_left_stand_apart() {
        assert_eq!(text("photo\u{202e}gpj.csv"), "photo\u{fffd}gpj.csv");
        assert_eq!(
            text("Column 'מחיר' is always 3; 'b' is not."),
            "Column '\u{2068}מחיר\u{2069}' is always 3; 'b' is not."
        );
        // A name cannot end what holds it.
        assert_eq!(text("מ\u{2069}x"), "\u{2068}מ\u{fffd}x\u{2069}");
    }

    #[test]
    fn an_address_is_whole() {
        let address = format!("data:image/svg+xml,{}", "x".repeat(3 * TEXT));
        let element = Node::from(
            super::super::node::el("img").attr("src", address.clone()).attr("alt", address.clone()),
        );
        let Node::Element(element) = element else { panic!("no element") };
        let attributes = format!("{:?}", element.parts().attributes);
        assert_eq!(attributes.matches(&address).count(), 1, "the words beside it are cut");
    }

    #[test]
    fn what_is_long_is_cut_and_whole_on_demand() {
        let name = format!("{}end", "x".repeat(5_000_000));
        assert_eq!(short(&name).chars().count(), NAME);
        assert!(text(&name).chars().count() == TEXT && text(&name).ends_with("xend"));
        let unfolded = Node::from(whole(&name)).words();
        assert!(
            unfolded.contains("5,000,003 characters") && unfolded.contains("and 4,900,003 characters more")
        );
        assert!(whole("price").is_none());
    }
}
