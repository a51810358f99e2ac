//! A piece of the page as a plain value: what stands there, not how it gets there.

use std::borrow::Cow;

use super::cut::shown;
use super::{Action, Chart, Field, Fold, Switch};
use perceptab_conversation::session::Purpose;

/// One place in the page.
#[derive(Debug)]
pub enum Node {
    /// Nothing stands here now; the place is kept.
    Nothing,
    /// Whatever stood here before, unchanged.
    Same,
    Text(Cow<'static, str>),
    Element(Element),
}

/// An element: made by [`el`], filled in by its methods. A pointer wide, so that moving it from method to method costs
/// the download next to nothing.
#[derive(Debug)]
pub struct Element(Box<Parts>);

#[derive(Debug)]
pub struct Parts {
    pub tag: &'static str,
    pub attributes: Vec<(&'static str, Attribute)>,
    pub handlers: Vec<Handler>,
    pub children: Vec<Node>,
    /// Whatever children it had before stay, unchanged.
    pub keeps: bool,
}

#[derive(Debug, PartialEq)]
pub enum Attribute {
    Text(Cow<'static, str>),
    /// There or not, such as `disabled`.
    Flag(bool),
    /// The state of a check box or radio button, which a person changes too.
    Checked(bool),
    /// The text of an input or the choice of a select, which a person changes too.
    Value(String),
}

/// What an element does when something happens to it.
#[derive(Clone, Debug)]
pub enum Handler {
    Click(Action),
    /// Every change of the text, as it is typed.
    Typed(Field),
    /// A choice, or text when it is left.
    Chosen(Field),
    Switched(Switch),
    /// A `details` that is opened or closed.
    Opened(Fold),
    /// A click opens the file picker of the input that follows this element.
    OpenPicker,
    /// A file input's file is taken for this.
    PickedFile(Purpose),
    /// The list of columns is scrolled, and the table.
    ColumnsScrolled,
    SheetScrolled,
    /// A canvas with its cross-hair.
    Chart(Chart),
}

pub fn el(tag: &'static str) -> Element {
    Element(Box::new(Parts {
        tag,
        attributes: Vec::new(),
        handlers: Vec::new(),
        children: Vec::new(),
        keeps: false,
    }))
}

/// `<button type="button">`
pub fn button(label: impl Into<Cow<'static, str>>, action: Action) -> Element {
    el("button").attr("type", "button").on(Handler::Click(action)).text(label)
}

/// Attributes that people read or hear.
const WORDS: [&str; 6] = ["title", "aria-label", "aria-description", "aria-valuetext", "alt", "placeholder"];

impl Element {
    pub fn parts(&self) -> &Parts {
        &self.0
    }

    /// Hands the children over; none are left.
    pub fn take_children(&mut self) -> Vec<Node> {
        std::mem::take(&mut self.0.children)
    }

    /// Whether one can become the other: the same tag, the same names of attributes, the same kinds of handlers.
    pub fn is_like(&self, other: &Element) -> bool {
        let (own, other) = (&self.0, &other.0);
        let names =
            own.attributes.iter().map(|(name, _)| name).eq(other.attributes.iter().map(|(name, _)| name));
        let kind = std::mem::discriminant::<Handler>;
        own.tag == other.tag && names && own.handlers.iter().map(kind).eq(other.handlers.iter().map(kind))
    }

    /// With the children that it had before.
    pub fn kept(mut self) -> Element {
        self.0.keeps = true;
        self
    }

    pub fn class(self, name: &'static str) -> Element {
        self.attr("class", name)
    }

    pub fn attr(self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Element {
        let value = value.into();
        // Others are never shown, and must be whole: a value, an address.
        let value = if WORDS.contains(&name) { shown(value) } else { value };
        self.with(name, Attribute::Text(value))
    }

    pub fn flag(self, name: &'static str, on: bool) -> Element {
        self.with(name, Attribute::Flag(on))
    }

    pub fn checked(self, on: bool) -> Element {
        self.with("checked", Attribute::Checked(on))
    }

    pub fn value(self, value: impl Into<String>) -> Element {
        self.with("value", Attribute::Value(value.into()))
    }

    pub fn on(mut self, handler: Handler) -> Element {
        self.0.handlers.push(handler);
        self
    }

    pub fn text(self, text: impl Into<Cow<'static, str>>) -> Element {
        self.child(Node::Text(shown(text.into())))
    }

    pub fn child(mut self, child: impl Into<Node>) -> Element {
        self.0.children.push(child.into());
        self
    }

    pub fn children<C: Into<Node>>(mut self, children: impl IntoIterator<Item = C>) -> Element {
        self.0.children.extend(children.into_iter().map(Into::into));
        self
    }

    #[inline(never)]
    fn with(mut self, name: &'static str, attribute: Attribute) -> Element {
        self.0.attributes.push((name, attribute));
        self
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Node {
        Node::Element(element)
    }
}

impl From<Option<Element>> for Node {
    fn from(element: Option<Element>) -> Node {
        element.map_or(Node::Nothing, Node::Element)
    }
}

impl From<&'static str> for Node {
    fn from(text: &'static str) -> Node {
        Node::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Node {
    fn from(text: String) -> Node {
        Node::Text(shown(Cow::Owned(text)))
    }
}

#[cfg(test)]
impl Node {
    /// All text, in reading order.
    pub fn words(&self) -> String {
        match self {
            Node::Nothing | Node::Same => String::new(),
            Node::Text(text) => text.to_string(),
            Node::Element(element) => element.parts().children.iter().map(Node::words).collect(),
        }
    }

    /// The first element, itself included, that `is` it.
    pub fn find(&self, is: &dyn Fn(&Element) -> bool) -> Option<&Element> {
        let Node::Element(element) = self else { return None };
        if is(element) {
            return Some(element);
        }
        element.parts().children.iter().find_map(|child| child.find(is))
    }

    /// The button with these words, anywhere in it.
    pub fn button(&self, words: &str) -> Option<&Element> {
        self.find(&|element| {
            element.parts().tag == "button"
                && element.parts().children.iter().map(Node::words).collect::<String>() == words
        })
    }
}

#[cfg(test)]
impl Element {
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.0.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    pub fn is_disabled(&self) -> bool {
        self.attribute("disabled") == Some(&Attribute::Flag(true))
    }
}
