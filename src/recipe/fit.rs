use super::{Problem, Recipe};
use crate::dataset::Proposal;
use crate::table::{Map, unknown_column};

/// More are counted only.
const NAMED: usize = 20;

/// A column that a recipe names and a table lacks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnknownColumn<'a> {
    /// The column's name, as the recipe has it.
    pub name: &'a str,
    /// The setting that names it.
    pub field: &'static str,
    /// What it is to do, in a few words.
    pub role: &'static str,
}

impl Recipe {
    /// The columns that it names and the table lacks, each once; the one to predict first.
    pub fn unknown_columns(&self, proposal: &Proposal) -> Vec<UnknownColumn<'_>> {
        let mut known: Map<&str, ()> =
            proposal.columns.iter().map(|column| (column.name.as_str(), ())).collect();
        let roles = [
            (&self.question.target, "target", "to predict"),
            (&self.question.sample_weight, "sample_weight", "weighs the rows"),
            (&self.question.group, "group", "groups the rows"),
            (&self.question.time, "time", "orders the rows by time"),
            (&self.question.split_column, "split_column", "says the parts"),
        ];
        let roles = roles.into_iter().filter_map(|(name, field, role)| Some((name.as_deref()?, field, role)));
        let role_of = |used: &bool| if *used { "used" } else { "left out" };
        let columns =
            self.question.columns.iter().map(|(name, used)| (name.as_str(), "columns", role_of(used)));
        let kinds = self.question.kinds.keys().map(|name| (name.as_str(), "kinds", "has a kind of its own"));
        let unknown = roles.chain(columns).chain(kinds).filter(|(name, ..)| known.insert(name, ()).is_none());
        unknown.map(|(name, field, role)| UnknownColumn { name, field, role }).collect()
    }

    /// The same as problems, with names that are near.
    pub fn column_problems(&self, proposal: &Proposal) -> Vec<Problem> {
        let names: Vec<&str> = proposal.columns.iter().map(|column| column.name.as_str()).collect();
        let unknown = self.unknown_columns(proposal);
        let problem = |&UnknownColumn { name, field, .. }: &UnknownColumn| Problem {
            field: field.to_string(),
            message: unknown_column(name, &names),
        };
        let mut problems: Vec<Problem> = unknown.iter().take(NAMED).map(problem).collect();
        if unknown.len() > NAMED {
            let message = match unknown.len() - NAMED {
                1 => "It lacks 1 more column that the recipe names.".to_string(),
                more => format!("It lacks {more} more columns that the recipe names."),
            };
            problems.push(Problem { field: "columns".to_string(), message });
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::ColumnProposal;
    use crate::table::Kind;

    fn table(names: &[&str]) -> Proposal {
        let column = |name: &&str| ColumnProposal {
            name: name.to_string(),
            used: true,
            reason: String::new(),
            task: None,
            tasks: vec![],
        };
        Proposal { target: None, columns: names.iter().map(column).collect() }
    }

    #[test]
    fn all_of_them_are_named_once() {
        let recipe = Recipe::default().with(|it| {
            it.question.target = Some("prise".into());
            it.question.group = Some("patient".into());
            it.question.time = Some("day".into());
            it.question.columns =
                [("day".to_string(), false), ("size".to_string(), true), ("hue".to_string(), false)].into();
            it.question.kinds = [("hue".to_string(), Kind::Category)].into();
        });
        let problems = recipe.column_problems(&table(&["price", "size", "day"]));
        let found: Vec<&str> = problems.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(found, ["target", "group", "columns"]);
        assert_eq!(problems[0].message, "The table has no column 'prise'. Did you mean 'price'?");
        assert_eq!(recipe.column_problems(&table(&["prise", "patient", "day", "size", "hue"])), []);
    }

    #[test]
    fn very_many_are_counted() {
        let columns = (0..25).map(|column| (format!("c{column}"), true)).collect();
        let problems =
            Recipe::default().with(|it| it.question.columns = columns).column_problems(&table(&["a"]));
        assert_eq!(problems.len(), 21);
        assert!(problems[20].message.contains("5 more"));
    }
}
