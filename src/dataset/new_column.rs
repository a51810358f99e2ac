use super::{ColumnEncoder, TargetEncoder};
use crate::table::{Doubt, Evidence, Form, Late, Manner, Signs, Wish};

/// A column of a new file beside that of the training: what its first cells say about how it is to be read.
#[derive(Clone, Debug)]
pub struct NewColumn {
    name: String,
    form: Form,
    range: Option<(f64, f64)>,
    signs: Signs,
}

impl NewColumn {
    /// A column that feeds a model.
    pub fn input(encoder: &ColumnEncoder) -> NewColumn {
        let (name, form) = (encoder.name.clone(), encoder.form().into_owned());
        NewColumn { name, form, range: encoder.range(), signs: Signs::default() }
    }

    /// The target's column, where a file of new rows has one.
    pub fn target(target: &TargetEncoder) -> NewColumn {
        let (name, form) = (target.name().to_string(), target.form().into_owned());
        NewColumn { name, form, range: target.range(), signs: Signs::default() }
    }

    /// Its name, and how the training read it.
    pub fn form(&self) -> (&str, &Form) {
        (&self.name, &self.form)
    }

    /// Takes one of the first cells, in any order.
    pub fn add(&mut self, cell: &str) {
        self.signs.add(cell, &self.form);
    }

    /// How the column is to be read, and what of it is in doubt. `file`: the decimal mark that the new file's cells are
    /// evidence for ([`crate::table::Evidence`] over all of them); `wishes`: what a person has set.
    pub fn resolve(&self, file: Evidence, wishes: &[Wish]) -> (Manner, Vec<Doubt>) {
        Manner::resolve(&self.form, &self.name, file, &self.signs, self.range, wishes)
    }

    /// What looks at the rows after the first ones, for a column that is read in this manner.
    pub fn late(&self, file: Evidence, manner: Manner) -> Late {
        Late::of(&self.form, file, &self.signs, manner)
    }
}
