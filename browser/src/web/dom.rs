//! Makes the browser's elements be what the page's [`Node`]s say, changing only what differs from the last time.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{Document, Element as DomElement, Event, HtmlInputElement, HtmlSelectElement, Node as DomNode};

use crate::page::{Attribute, Element, Handler, Node};

const SVG: &str = "http://www.w3.org/2000/svg";

/// Takes what happens to elements.
pub type Hear = Rc<dyn Fn(&Handler, &Event)>;

/// The children of an element that were made from nodes, and what they were made from.
pub struct Mounted {
    document: Document,
    root: DomNode,
    hear: Hear,
    shown: Vec<Shown>,
}

/// A node with what stands in the browser for it.
struct Shown {
    node: Node,
    dom: DomNode,
    children: Vec<Shown>,
    listeners: Vec<Listener>,
}

/// One of an element's handlers. The closure stays; what it does may be another thing after every change.
struct Listener {
    handler: Rc<RefCell<Handler>>,
    _closure: Closure<dyn FnMut(Event)>,
}

impl Mounted {
    pub fn new(document: Document, root: DomNode, hear: Hear) -> Mounted {
        Mounted { document, root, hear, shown: Vec::new() }
    }

    /// Shows these nodes from now on.
    pub fn show(&mut self, nodes: Vec<Node>) {
        let maker = Maker { document: &self.document, hear: &self.hear };
        maker.match_children(&self.root, &mut self.shown, nodes);
    }
}

struct Maker<'a> {
    document: &'a Document,
    hear: &'a Hear,
}

impl Maker<'_> {
    fn match_children(&self, parent: &DomNode, shown: &mut Vec<Shown>, nodes: Vec<Node>) {
        while shown.len() > nodes.len() {
            if let Some(last) = shown.pop() {
                let _ = parent.remove_child(&last.dom);
            }
        }
        for (at, node) in nodes.into_iter().enumerate() {
            match shown.get_mut(at) {
                Some(old) => self.change(parent, old, node),
                None => {
                    let new = self.make(node);
                    let _ = parent.append_child(&new.dom);
                    shown.push(new);
                }
            }
        }
    }

    fn change(&self, parent: &DomNode, shown: &mut Shown, mut node: Node) {
        match (&shown.node, &mut node) {
            (_, Node::Same) | (Node::Nothing, Node::Nothing) => {}
            (Node::Text(old), Node::Text(new)) => {
                if old != new {
                    shown.dom.set_node_value(Some(new));
                    shown.node = node;
                }
            }
            (Node::Element(old), Node::Element(new)) if old.is_like(new) => {
                if !new.parts().keeps {
                    let children = new.take_children();
                    self.match_children(&shown.dom, &mut shown.children, children);
                }
                for (listener, handler) in shown.listeners.iter().zip(&new.parts().handlers) {
                    listener.handler.replace(handler.clone());
                }
                if let Some(element) = shown.dom.dyn_ref() {
                    set_attributes(element, Some(old), new);
                }
                shown.node = node;
            }
            _ => {
                let new = self.make(node);
                let _ = parent.replace_child(&new.dom, &shown.dom);
                *shown = new;
            }
        }
    }

    fn make(&self, node: Node) -> Shown {
        match node {
            Node::Element(element) => self.make_element(element),
            // An empty text keeps the place of nothing.
            Node::Nothing | Node::Same => Shown::text(self.document, "", Node::Nothing),
            Node::Text(text) => Shown::text(self.document, &text, Node::Text(text.clone())),
        }
    }

    fn make_element(&self, mut element: Element) -> Shown {
        let tag = element.parts().tag;
        let made = match tag {
            "svg" | "line" | "rect" | "circle" | "path" | "text" => {
                self.document.create_element_ns(Some(SVG), tag)
            }
            _ => self.document.create_element(tag),
        };
        // Only a name that is no name is refused, and these are ours.
        let Ok(made) = made else { return Shown::text(self.document, "", Node::Nothing) };
        let mut children = Vec::new();
        self.match_children(&made, &mut children, element.take_children());
        set_attributes(&made, None, &element);
        let listeners = element.parts().handlers.iter().map(|handler| self.listen(&made, handler)).collect();
        Shown { dom: made.into(), children, listeners, node: Node::Element(element) }
    }

    fn listen(&self, element: &DomElement, handler: &Handler) -> Listener {
        let now = Rc::new(RefCell::new(handler.clone()));
        let (hear, current) = (self.hear.clone(), now.clone());
        let closure = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            let handler = current.borrow().clone();
            hear(&handler, &event);
        });
        for name in events(handler) {
            let _ = element.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
        }
        Listener { handler: now, _closure: closure }
    }
}

impl Shown {
    fn text(document: &Document, text: &str, node: Node) -> Shown {
        let dom = document.create_text_node(text).into();
        Shown { node, dom, children: Vec::new(), listeners: Vec::new() }
    }
}

/// The browser's events that a handler is for.
fn events(handler: &Handler) -> &'static [&'static str] {
    match handler {
        Handler::Click(_) | Handler::OpenPicker => &["click"],
        Handler::Typed(_) => &["input"],
        Handler::Chosen(_) | Handler::Switched(_) | Handler::PickedFile(_) => &["change"],
        Handler::Opened(_) => &["toggle"],
        Handler::ColumnsScrolled | Handler::SheetScrolled => &["scroll"],
        Handler::Chart(_) => &["pointermove", "pointerdown", "pointerleave", "keydown", "blur"],
    }
}

fn set_attributes(element: &DomElement, old: Option<&Element>, new: &Element) {
    let known = old.map_or(&[][..], |old| &old.parts().attributes);
    for (at, (name, value)) in new.parts().attributes.iter().enumerate() {
        let before = known.get(at).filter(|(known, _)| known == name).map(|(_, value)| value);
        match value {
            // What a person changes too is held against the element itself.
            Attribute::Checked(on) => {
                if let Some(input) = element.dyn_ref::<HtmlInputElement>()
                    && input.checked() != *on
                {
                    input.set_checked(*on);
                }
            }
            Attribute::Value(value) => set_value(element, value),
            _ if before == Some(value) => {}
            Attribute::Text(text) => {
                let _ = element.set_attribute(name, text);
            }
            Attribute::Flag(true) => {
                let _ = element.set_attribute(name, "");
            }
            Attribute::Flag(false) => {
                let _ = element.remove_attribute(name);
            }
        }
    }
}

fn set_value(element: &DomElement, value: &str) {
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        if input.value() != value {
            input.set_value(value);
        }
    } else if let Some(select) = element.dyn_ref::<HtmlSelectElement>()
        && select.value() != value
    {
        select.set_value(value);
    }
}
