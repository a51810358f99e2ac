use std::collections::BTreeMap;

use super::Choice;
use crate::dataset::TargetScale;
use crate::network::Activation;
use crate::table::{Kind, ReadSettings};

/// What a setting holds in a recipe.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    /// On or off.
    Switch(bool),
    /// A whole number from 0.
    Whole(usize),
    /// The same, or nothing.
    WholeOrNone(Option<usize>),
    /// A seed.
    Seed(u64),
    /// A number of single precision.
    Single(f32),
    /// The same, or nothing.
    SingleOrNone(Option<f32>),
    /// A number of double precision.
    Number(f64),
    /// The same, or nothing.
    NumberOrNone(Option<f64>),
    /// Neurons of each hidden layer.
    Widths(&'a [usize]),
    /// One for each hidden layer, or none.
    Activations(&'a [Activation]),
    /// One of several that have names.
    Choice(&'a dyn Choice),
    /// A column's name.
    Column(Option<&'a str>),
    /// Columns that are used or left out.
    Columns(&'a BTreeMap<String, bool>),
    /// Columns that are taken for another kind.
    Kinds(&'a BTreeMap<String, Kind>),
    /// What a number to predict is turned into.
    TargetScale(TargetScale),
    /// How a file is read.
    Reading(&'a ReadSettings),
}

/// Where a setting is written in a recipe.
pub enum Slot<'a> {
    /// See [`Value::Switch`].
    Switch(&'a mut bool),
    /// See [`Value::Whole`].
    Whole(&'a mut usize),
    /// See [`Value::WholeOrNone`].
    WholeOrNone(&'a mut Option<usize>),
    /// See [`Value::Seed`].
    Seed(&'a mut u64),
    /// See [`Value::Single`].
    Single(&'a mut f32),
    /// See [`Value::SingleOrNone`].
    SingleOrNone(&'a mut Option<f32>),
    /// See [`Value::Number`].
    Number(&'a mut f64),
    /// See [`Value::NumberOrNone`].
    NumberOrNone(&'a mut Option<f64>),
    /// See [`Value::Widths`].
    Widths(&'a mut Vec<usize>),
    /// See [`Value::Activations`].
    Activations(&'a mut Vec<Activation>),
    /// See [`Value::Choice`].
    Choice(&'a mut dyn Choice),
    /// See [`Value::Column`].
    Column(&'a mut Option<String>),
    /// See [`Value::Columns`].
    Columns(&'a mut BTreeMap<String, bool>),
    /// See [`Value::Kinds`].
    Kinds(&'a mut BTreeMap<String, Kind>),
    /// See [`Value::TargetScale`].
    TargetScale(&'a mut TargetScale),
    /// See [`Value::Reading`].
    Reading(&'a mut ReadSettings),
}

/// A type that a setting may have.
pub trait Held {
    /// What it holds.
    fn value(&self) -> Value<'_>;
    /// Where it is written.
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
