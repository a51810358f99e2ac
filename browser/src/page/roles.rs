//! What becomes of the recipe when a person says what a column is, or how rows are put into parts.

use super::PageState;
use super::column_editor::{kind_of, role_of};
use perceptab::recipe::Recipe;

/// The ways to put rows into parts, as their select has them.
pub const SPLITS: [(&str, &str); 5] = [
    ("random", "at random"),
    ("stratified", "at random, each class its share"),
    ("group", "by groups"),
    ("time", "by time"),
    ("given", "as a column says"),
];

/// The way that a recipe goes.
pub fn split_of(recipe: &Recipe) -> &'static str {
    match () {
        _ if recipe.question.split_column.is_some() => "given",
        _ if recipe.question.time.is_some() => "time",
        _ if recipe.question.group.is_some() => "group",
        _ if recipe.question.stratify => "stratified",
        _ => "random",
    }
}

/// The column that goes with it.
pub fn split_column_of(recipe: &Recipe) -> Option<&String> {
    recipe.question.split_column.as_ref().or(recipe.question.time.as_ref()).or(recipe.question.group.as_ref())
}

impl PageState {
    pub(super) fn set_split(&mut self, way: &str) {
        let column = split_column_of(&self.recipe).cloned().or_else(|| self.likely_column(way));
        let recipe = &mut self.recipe;
        recipe.question.stratify = way == "stratified";
        recipe.question.group = column.clone().filter(|_| way == "group");
        recipe.question.time = column.clone().filter(|_| way == "time");
        recipe.question.split_column = column.filter(|_| way == "given");
    }

    pub(super) fn set_split_column(&mut self, column: &str) {
        let recipe = &mut self.recipe;
        for place in
            [&mut recipe.question.split_column, &mut recipe.question.time, &mut recipe.question.group]
        {
            if place.is_some() {
                *place = Some(column.to_string());
                return;
            }
        }
    }

    pub(super) fn set_role(&mut self, role: &str) {
        let Some((data, name)) = self.view.data.as_ref().zip(self.edited.as_ref()) else { return };
        if let (Some(column), Some(role)) = (data.proposal.column(name), role_of(role)) {
            self.recipe.set_role(column, role);
        }
    }

    pub(super) fn set_kind(&mut self, kind: &str) {
        let Some(name) = self.edited.clone() else { return };
        match kind_of(kind) {
            Some(kind) => {
                self.recipe.question.kinds.insert(name, kind);
            }
            None => self.recipe.forget_kind(&name),
        }
    }

    /// A column for a way to split, before a person has chosen one: dates by their kind, others by what they are called.
    fn likely_column(&self, way: &str) -> Option<String> {
        use perceptab::table::Kind;
        let data = self.view.data.as_ref()?;
        let target = self.target()?.name.as_str();
        let mut columns = data.summary.columns.iter().filter(|column| column.name != target);
        let is_called = |name: &str, words: &[&str]| words.iter().any(|word| name.eq_ignore_ascii_case(word));
        let likely = match way {
            "time" => columns.clone().find(|column| matches!(column.kind, Kind::Date)),
            "given" => {
                columns.clone().find(|column| is_called(&column.name, &["split", "part", "set", "fold"]))
            }
            "group" => columns.clone().find(|column| matches!(column.kind, Kind::Identifier | Kind::Text)),
            _ => return None,
        };
        likely.or_else(|| columns.next()).map(|column| column.name.clone())
    }
}
