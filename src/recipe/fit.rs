use std::collections::BTreeSet;

use super::{Problem, Recipe};
use crate::dataset::Proposal;
use crate::table::unknown_column;

/// More are counted only.
const NAMED: usize = 20;

impl Recipe {
    /// What it says of columns that a table lacks, all together.
    #[inline(never)]
    pub fn column_problems(&self, proposal: &Proposal) -> Vec<Problem> {
        let names: Vec<&str> = proposal.columns.iter().map(|column| column.name.as_str()).collect();
        let known: BTreeSet<&str> = names.iter().copied().collect();
        let roles = [
            ("target", &self.target),
            ("sample_weight", &self.sample_weight),
            ("group", &self.group),
            ("time", &self.time),
            ("split_column", &self.split_column),
        ];
        let roles = roles.into_iter().filter_map(|(field, name)| Some((field, name.as_deref()?)));
        let columns = self.columns.keys().map(|name| ("columns", name.as_str()));
        let kinds = self.kinds.keys().map(|name| ("kinds", name.as_str()));
        let mut told = BTreeSet::new();
        let unknown: Vec<(&str, &str)> = roles
            .chain(columns)
            .chain(kinds)
            .filter(|(_, name)| !known.contains(name) && told.insert(name.to_string()))
            .collect();
        let problem = |&(field, name): &(&str, &str)| Problem {
            field: field.to_string(),
            message: unknown_column(name, &names),
        };
        let mut problems: Vec<Problem> = unknown.iter().take(NAMED).map(problem).collect();
        if unknown.len() > NAMED {
            let message = format!("It lacks {} more columns that the recipe names.", unknown.len() - NAMED);
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
        let recipe = Recipe {
            target: Some("prise".into()),
            group: Some("patient".into()),
            time: Some("day".into()),
            columns: [("day".to_string(), false), ("size".to_string(), true), ("hue".to_string(), false)]
                .into(),
            kinds: [("hue".to_string(), Kind::Category)].into(),
            ..Recipe::default()
        };
        let problems = recipe.column_problems(&table(&["price", "size", "day"]));
        let found: Vec<&str> = problems.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(found, ["target", "group", "columns"]);
        assert_eq!(problems[0].message, "The table has no column 'prise'. Did you mean 'price'?");
        assert_eq!(recipe.column_problems(&table(&["prise", "patient", "day", "size", "hue"])), []);
    }

    #[test]
    fn very_many_are_counted() {
        let columns = (0..25).map(|column| (format!("c{column}"), true)).collect();
        let problems = Recipe { columns, ..Recipe::default() }.column_problems(&table(&["a"]));
        assert_eq!(problems.len(), 21);
        assert!(problems[20].message.contains("5 more"));
    }
}
