//! Names and texts of any length and direction, so that they can stand on the page: cut where they are long, apart from what
//! stands beside them, and whole where a person asks.

use std::borrow::Cow;

use super::cut::turns;
use super::node::{Element, Node, el};
use perceptab::format::count;
use perceptab::table::brief;

/// The most characters of a name among other words, and of a name that is asked for.
const NAME: usize = 60;
const WHOLE: usize = 100_000;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::cut::{TEXT, shown};

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
