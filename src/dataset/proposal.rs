use serde::{Deserialize, Serialize};

use super::Task;
use crate::table::{Column, Kind, Table, Values};

/// What a table proposes before anybody has chosen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// The column to predict; `None` where no column can be.
    pub target: Option<String>,
    /// One entry for each column of the table, in its order.
    pub columns: Vec<ColumnProposal>,
}

/// What a table proposes for one of its columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnProposal {
    /// The column's name.
    pub name: String,
    /// Whether it is an input unless the recipe says otherwise.
    pub used: bool,
    /// Why it is left out; empty where it is used.
    pub reason: String,
    /// The task that it proposes as a target; `None` where it cannot be one.
    pub task: Option<Task>,
    /// Tasks that it allows as a target.
    pub tasks: Vec<Task>,
}

/// A whole-numbered column with at most this many distinct values proposes classification.
const FEW_VALUES: usize = 10;

impl Proposal {
    /// Looks at the columns' kinds, names and distinct values alone.
    pub fn of(table: &Table) -> Proposal {
        let columns: Vec<ColumnProposal> = table.columns.iter().map(ColumnProposal::of).collect();
        let can_be_target = |column: &&ColumnProposal| column.task.is_some() && column.used;
        // Beside an x, y is a length or a place (as in the diamonds); where it is the last column it is proposed anyway.
        let has_x = columns.iter().any(|column| column.name.eq_ignore_ascii_case("x"));
        let is_coordinate = |column: &ColumnProposal| has_x && column.name.eq_ignore_ascii_case("y");
        let target = columns
            .iter()
            .filter(can_be_target)
            .find(|column| is_usual_target(&column.name) && !is_coordinate(column))
            .or_else(|| columns.iter().rfind(can_be_target))
            .map(|column| column.name.clone());
        Proposal { target, columns }
    }

    /// The proposal for the column of this name.
    pub fn column(&self, name: &str) -> Option<&ColumnProposal> {
        self.columns.iter().find(|column| column.name == name)
    }
}

impl ColumnProposal {
    fn of(column: &Column) -> ColumnProposal {
        let reason = match column.kind {
            Kind::Numeric | Kind::Code | Kind::Category | Kind::Boolean | Kind::Date | Kind::Time => {
                String::new()
            }
            Kind::Text => "Text: too many different values to be categories.".to_string(),
            Kind::Identifier => "An identifier: it names the row and says nothing about others.".to_string(),
            Kind::Constant if column.distinct == 0 => "It has no values.".to_string(),
            Kind::Constant => "It has the same value in every row.".to_string(),
        };
        let tasks = match &column.values {
            _ if column.distinct < 2 || matches!(column.kind, Kind::Date | Kind::Time) => vec![],
            Values::Numbers(_) => vec![Task::Regression, Task::Classification],
            Values::Labels(_) => vec![Task::Classification],
        };
        let few = column.is_whole() && column.distinct <= FEW_VALUES;
        let task = if few { Some(Task::Classification) } else { tasks.first().copied() };
        let task = task.filter(|task| tasks.contains(task));
        ColumnProposal { name: column.name.clone(), used: reason.is_empty(), reason, task, tasks }
    }
}

/// Names under which a table's target usually goes; otherwise it is the last column.
fn is_usual_target(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let usual = ["target", "label", "class", "y", "outcome", "response", "species", "survived", "popularity"];
    usual.contains(&name.as_str()) || name.ends_with("_popularity") || name.ends_with("_target")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Labels;

    fn column(name: &str, kind: Kind, numbers: &[f64]) -> Column {
        let mut distinct = numbers.to_vec();
        crate::metrics::ascend(&mut distinct);
        distinct.dedup();
        Column {
            name: name.into(),
            kind,
            reason: String::new(),
            values: Values::Numbers(numbers.to_vec()),
            missing: 0,
            distinct: distinct.len(),
            form: crate::table::Form::default(),
        }
    }

    fn of(columns: Vec<Column>) -> Proposal {
        Proposal::of(&Table { columns, ..Table::default() })
    }

    #[test]
    fn a_usual_name_is_the_target_and_otherwise_the_last_column_that_can_be() {
        let numbers: Vec<f64> = (0..20).map(f64::from).collect();
        let numeric = |name| column(name, Kind::Numeric, &numbers);
        let songs = of(vec![numeric("song_popularity"), numeric("tempo")]);
        assert_eq!(songs.target.as_deref(), Some("song_popularity"));
        let others = of(vec![numeric("a"), numeric("b"), column("c", Kind::Constant, &[1.0; 20])]);
        assert_eq!(others.target.as_deref(), Some("b"));
        assert!(of(vec![column("c", Kind::Constant, &[1.0; 20])]).target.is_none());
    }

    #[test]
    fn the_task_follows_from_the_values() {
        let task = |column: Column| ColumnProposal::of(&column).task;
        let many: Vec<f64> = (0..101).map(f64::from).collect();
        assert_eq!(task(column("a", Kind::Numeric, &many)), Some(Task::Regression));
        assert_eq!(task(column("a", Kind::Numeric, &[0.0, 1.0])), Some(Task::Classification));
        assert_eq!(task(column("a", Kind::Numeric, &[0.5, 1.0])), Some(Task::Regression));
        let words = Column {
            values: Values::Labels(Labels { codes: vec![0, 1], levels: vec!["a".into(), "b".into()] }),
            ..column("a", Kind::Category, &[0.0, 1.0])
        };
        assert_eq!(task(words), Some(Task::Classification));
    }

    #[test]
    fn columns_left_out_say_why() {
        let text = ColumnProposal::of(&column("a", Kind::Text, &[0.0, 1.0]));
        assert!(!text.used && !text.reason.is_empty());
    }

    #[test]
    fn beside_an_x_a_y_is_no_target() {
        let table = |names: &[&str]| {
            of(names.iter().map(|name| column(name, Kind::Numeric, &[0.5, 1.0, 2.0])).collect()).target
        };
        assert_eq!(table(&["x", "y", "z", "price"]).as_deref(), Some("price"));
        assert_eq!(table(&["y", "a", "b"]).as_deref(), Some("y"));
        assert_eq!(table(&["x", "y"]).as_deref(), Some("y"));
    }
}
