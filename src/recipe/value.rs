use std::collections::BTreeMap;

use super::Choice;
use crate::dataset::TargetScale;
use crate::network::Activation;
use crate::table::{Kind, ReadSettings};

/// What a setting holds in a recipe.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    Switch(bool),
    Whole(usize),
    WholeOrNone(Option<usize>),
    Seed(u64),
    Single(f32),
    SingleOrNone(Option<f32>),
    Number(f64),
    NumberOrNone(Option<f64>),
    Widths(&'a [usize]),
    Activations(&'a [Activation]),
    /// One of several that have names.
    Choice(&'a dyn Choice),
    /// A column's name.
    Column(Option<&'a str>),
    Columns(&'a BTreeMap<String, bool>),
    Kinds(&'a BTreeMap<String, Kind>),
    TargetScale(TargetScale),
    Reading(&'a ReadSettings),
}

/// Where a setting is written in a recipe.
pub enum Slot<'a> {
    Switch(&'a mut bool),
    Whole(&'a mut usize),
    WholeOrNone(&'a mut Option<usize>),
    Seed(&'a mut u64),
    Single(&'a mut f32),
    SingleOrNone(&'a mut Option<f32>),
    Number(&'a mut f64),
    NumberOrNone(&'a mut Option<f64>),
    Widths(&'a mut Vec<usize>),
    Activations(&'a mut Vec<Activation>),
    Choice(&'a mut dyn Choice),
    Column(&'a mut Option<String>),
    Columns(&'a mut BTreeMap<String, bool>),
    Kinds(&'a mut BTreeMap<String, Kind>),
    TargetScale(&'a mut TargetScale),
    Reading(&'a mut ReadSettings),
}

/// A type that a setting may have.
pub trait Held {
    fn value(&self) -> Value<'_>;
    fn slot(&mut self) -> Slot<'_>;
}

macro_rules! held {
    ($($kind:ty => $variant:ident(|$held:ident| $read:expr)),+ $(,)?) => {
        $(impl Held for $kind {
            fn value(&self) -> Value<'_> {
                let $held = self;
                Value::$variant($read)
            }

            fn slot(&mut self) -> Slot<'_> {
                Slot::$variant(self)
            }
        })+
    };
}

held! {
    bool => Switch(|value| *value),
    usize => Whole(|value| *value),
    Option<usize> => WholeOrNone(|value| *value),
    u64 => Seed(|value| *value),
    f32 => Single(|value| *value),
    Option<f32> => SingleOrNone(|value| *value),
    f64 => Number(|value| *value),
    Option<f64> => NumberOrNone(|value| *value),
    Vec<usize> => Widths(|value| value),
    Vec<Activation> => Activations(|value| value),
    Option<String> => Column(|value| value.as_deref()),
    BTreeMap<String, bool> => Columns(|value| value),
    BTreeMap<String, Kind> => Kinds(|value| value),
    TargetScale => TargetScale(|value| *value),
    ReadSettings => Reading(|value| value),
}

impl<C: Choice> Held for C {
    fn value(&self) -> Value<'_> {
        Value::Choice(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Choice(self)
    }
}

impl Value<'_> {
    /// Whether both hold the same; those of one setting are of one kind.
    pub fn is_same(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Choice(one), Value::Choice(other)) => one.at() == other.at(),
            (Value::Columns(one), Value::Columns(other)) => one == other,
            (Value::Kinds(one), Value::Kinds(other)) => one == other,
            (Value::Reading(one), Value::Reading(other)) => one == other,
            (one, other) => one.text() == other.text(),
        }
    }

    /// The value as text; shares as they are in a recipe, and what is empty or left open as no text.
    pub fn text(&self) -> String {
        fn or_none<T: ToString>(value: &Option<T>) -> String {
            value.as_ref().map(T::to_string).unwrap_or_default()
        }
        match self {
            Value::Switch(on) => if *on { "on" } else { "off" }.to_string(),
            Value::Whole(value) => value.to_string(),
            Value::WholeOrNone(value) => or_none(value),
            Value::Seed(value) => value.to_string(),
            Value::Single(value) => value.to_string(),
            Value::SingleOrNone(value) => or_none(value),
            Value::Number(value) => value.to_string(),
            Value::NumberOrNone(value) => or_none(value),
            Value::Widths(widths) => widths.iter().map(usize::to_string).collect::<Vec<_>>().join(", "),
            Value::Activations(all) => all.iter().map(|one| one.name().shown).collect::<Vec<_>>().join(", "),
            Value::Choice(choice) => choice.name().shown.to_string(),
            Value::Column(name) => name.unwrap_or_default().to_string(),
            Value::TargetScale(TargetScale::Standardise) => "standardised".to_string(),
            Value::TargetScale(TargetScale::DivideBy(by)) => format!("divided by {by}"),
            Value::Columns(_) | Value::Kinds(_) | Value::Reading(_) => String::new(),
        }
    }
}
