use std::collections::BTreeMap;

use super::Recipe;
use crate::audit::Remedy;
use crate::dataset::{ColumnProposal, Proposal};
use crate::table::Map;

/// What a column does in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It is learnt from.
    Input,
    /// It plays no part.
    LeftOut,
    /// It is predicted.
    Target,
    /// Says how much each row counts.
    Weight,
    /// Rows with equal values stay in one part.
    Group,
    /// The rows latest by it are the test part; it stays an input if it was one.
    Time,
    /// Says which part each row is in.
    Split,
}

impl Role {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Role; 7] =
        [Role::Input, Role::LeftOut, Role::Target, Role::Weight, Role::Group, Role::Time, Role::Split];

    /// As in a recipe's flags and on the page.
    pub fn id(self) -> &'static str {
        match self {
            Role::Input => "input",
            Role::LeftOut => "left-out",
            Role::Target => "target",
            Role::Weight => "weight",
            Role::Group => "group",
            Role::Time => "time",
            Role::Split => "split",
        }
    }
}

impl Recipe {
    /// `target`: the column that is predicted, chosen or proposed.
    pub fn role(&self, column: &ColumnProposal, target: &str) -> Role {
        let name = Some(&column.name);
        match () {
            _ if column.name == target => Role::Target,
            _ if self.question.split_column.as_ref() == name => Role::Split,
            _ if self.question.time.as_ref() == name => Role::Time,
            _ if self.question.group.as_ref() == name => Role::Group,
            _ if self.question.sample_weight.as_ref() == name => Role::Weight,
            _ if self.is_input(column, target) => Role::Input,
            _ => Role::LeftOut,
        }
    }

    /// Gives a column a role; the one that it had goes.
    pub fn set_role(&mut self, column: &ColumnProposal, role: Role) {
        let name = &column.name;
        for place in [
            &mut self.question.split_column,
            &mut self.question.time,
            &mut self.question.group,
            &mut self.question.sample_weight,
        ] {
            if place.as_ref() == Some(name) {
                *place = None;
            }
        }
        match role {
            Role::Input => self.use_column(column, true),
            Role::LeftOut => self.use_column(column, false),
            Role::Target => {
                self.question.target = Some(name.clone());
                self.question.task = None;
            }
            Role::Weight => self.question.sample_weight = Some(name.clone()),
            Role::Group => self.split_by(Role::Group, name),
            Role::Time => self.split_by(Role::Time, name),
            Role::Split => self.split_by(Role::Split, name),
        }
    }

    /// Rows go into parts by this column and nothing else.
    fn split_by(&mut self, role: Role, name: &str) {
        let name = |wanted: Role| (role == wanted).then(|| name.to_string());
        (self.question.group, self.question.time, self.question.split_column) =
            (name(Role::Group), name(Role::Time), name(Role::Split));
        self.question.stratify = false;
    }

    /// Whether a column is an input; what the table proposes anyway is not written down.
    pub fn use_column(&mut self, column: &ColumnProposal, used: bool) {
        if self.is_proposed(column) == used {
            keep(&mut self.question.columns, |name| *name != column.name);
        } else {
            self.question.columns.insert(column.name.clone(), used);
        }
    }

    /// A column's kind is what the table proposes.
    pub fn forget_kind(&mut self, name: &str) {
        keep(&mut self.question.kinds, |known| known != name);
    }

    /// Forgets what is said of columns that a table does not have.
    pub fn keep_known(&mut self, proposal: &Proposal) {
        let names: Map<&str, ()> = proposal.columns.iter().map(|column| (column.name.as_str(), ())).collect();
        let known = |name: &String| names.contains_key(name.as_str());
        keep(&mut self.question.columns, known);
        keep(&mut self.question.kinds, known);
        for place in [
            &mut self.question.split_column,
            &mut self.question.time,
            &mut self.question.group,
            &mut self.question.sample_weight,
        ] {
            if place.as_ref().is_some_and(|name| !known(name)) {
                *place = None;
            }
        }
        if self.question.target.as_ref().is_some_and(|target| !known(target)) {
            self.question.target = None;
            self.question.task = None;
        }
    }

    /// Takes what the audit proposes; what asks for a measurement changes nothing here.
    pub fn take_remedy(&mut self, remedy: &Remedy, proposal: &Proposal) {
        match remedy {
            Remedy::LeaveOut(name) => {
                if let Some(column) = proposal.column(name) {
                    self.set_role(column, Role::LeftOut);
                }
            }
            Remedy::DropDuplicates => self.preparation.drop_duplicates = true,
            Remedy::SplitByTime(name) => self.split_by(Role::Time, name),
            Remedy::SplitByGroup(name) => self.split_by(Role::Group, name),
            Remedy::Stratify => {
                (self.question.group, self.question.time, self.question.split_column) = (None, None, None);
                self.question.stratify = true;
            }
            Remedy::BalanceClasses => self.question.balance_classes = true,
            Remedy::TakeAs(name, kind) => {
                self.question.kinds.insert(name.clone(), *kind);
            }
            Remedy::LogTarget => self.preparation.log_target = true,
            Remedy::MeasureDuplicates | Remedy::CrossValidate(_) => {}
        }
    }
}

/// Of a map the entries with these names. A tree that is made anew needs no code that mends it, which a page would download.
fn keep<V>(map: &mut BTreeMap<String, V>, keeps: impl Fn(&String) -> bool) {
    for (name, value) in std::mem::take(map) {
        if keeps(&name) {
            map.insert(name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Task;
    use crate::table::Kind;

    fn column(name: &str, used: bool) -> ColumnProposal {
        ColumnProposal {
            name: name.into(),
            used,
            reason: String::new(),
            task: Some(Task::Regression),
            tasks: vec![Task::Regression],
        }
    }

    #[test]
    fn a_column_has_the_role_that_it_was_given_and_no_other() {
        for used in [true, false] {
            let column = column("a", used);
            for role in Role::ALL {
                let mut recipe = Recipe::default();
                for before in Role::ALL {
                    recipe.set_role(&column, before);
                    recipe.question.target = None;
                    recipe.set_role(&column, role);
                    let target = recipe.question.target.clone().unwrap_or_else(|| "y".into());
                    assert_eq!(recipe.role(&column, &target), role, "after {before:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_proposed_is_not_written_down() {
        let column = column("a", true);
        let mut recipe = Recipe::default();
        recipe.set_role(&column, Role::LeftOut);
        assert_eq!(recipe.question.columns.get("a"), Some(&false));
        recipe.set_role(&column, Role::Input);
        assert_eq!(recipe, Recipe::default());
    }

    #[test]
    fn rows_are_split_by_one_thing() {
        let (a, b) = (column("a", true), column("b", true));
        let mut recipe = Recipe::default().with(|it| it.question.stratify = true);
        recipe.set_role(&a, Role::Time);
        recipe.set_role(&b, Role::Group);
        assert_eq!((recipe.role(&a, "y"), recipe.role(&b, "y")), (Role::Input, Role::Group));
        assert!(!recipe.question.stratify && recipe.question.time.is_none());
        let proposal = Proposal { target: None, columns: vec![a, b] };
        recipe.take_remedy(&Remedy::Stratify, &proposal);
        assert!(recipe.question.stratify && recipe.question.group.is_none());
    }

    #[test]
    fn a_remedy_is_one_change() {
        let proposal =
            Proposal { target: Some("y".into()), columns: vec![column("a", true), column("y", true)] };
        let after = |remedy: Remedy| {
            let mut recipe = Recipe::default();
            recipe.take_remedy(&remedy, &proposal);
            recipe
        };
        assert_eq!(after(Remedy::LeaveOut("a".into())).question.columns.get("a"), Some(&false));
        assert_eq!(after(Remedy::SplitByGroup("a".into())).question.group.as_deref(), Some("a"));
        assert_eq!(after(Remedy::TakeAs("a".into(), Kind::Category)).question.kinds["a"], Kind::Category);
        assert_eq!(after(Remedy::CrossValidate(5)), Recipe::default());
    }
}
