use super::predictor::Rows;
use super::{Combine, Member, Outputs};
use crate::dataset::TargetEncoder;
use crate::matrix::Matrix;
use crate::network::{WORK, rows_in};
use crate::pace::{Pace, STEP};

/// Makes the outputs of members, combined, a few rows at a time.
pub struct Producer<'m> {
    members: &'m [Member],
    combine: &'m Combine,
    rows: Vec<Rows>,
    /// Multiply-adds of a row.
    work: usize,
    outputs: Outputs,
    /// Of one member among several.
    of_member: Outputs,
}

impl<'m> Producer<'m> {
    /// `members`: at least one, all for this target.
    pub fn new(members: &'m [Member], combine: &'m Combine, target: &TargetEncoder) -> Producer<'m> {
        let work = members.iter().map(|member| member.predictor.work()).sum();
        let most = rows_in(WORK, work);
        let rows = |member: &Member| Rows::of(&member.predictor, most);
        let none = || Outputs::none(target);
        let rows = members.iter().map(rows).collect();
        Producer { members, combine, rows, work, outputs: none(), of_member: none() }
    }

    /// The outputs for the rows from `first` on, as many as are taken at a time. `inputs`: of all rows, as each member encodes
    /// them. `None`: no row is left.
    pub fn next(&mut self, inputs: &[&Matrix], first: usize) -> Option<&Outputs> {
        self.outputs.clear();
        for (place, member) in self.members.iter().enumerate() {
            let said = self.rows[place].next(&member.predictor, inputs.get(place)?, first)?;
            let count = match self.combine {
                Combine::Weighted { counts, .. } => counts.get(place).copied(),
                Combine::Mean => None,
            };
            if place == 0 {
                self.outputs.read(member, said);
                self.outputs.times(f64::from(count.unwrap_or(1)));
                continue;
            }
            self.of_member.clear();
            self.of_member.read(member, said);
            match count {
                Some(count) => self.outputs.add_times(&self.of_member, f64::from(count)),
                None => self.outputs.add(&self.of_member),
            }
        }
        match self.combine {
            // The outputs of one are left as they are, to the last bit.
            Combine::Mean if self.members.len() == 1 => {}
            Combine::Mean => self.outputs.divide(self.members.len()),
            Combine::Weighted { counts, temperature } => {
                self.outputs.divide_by(counts.iter().map(|&count| f64::from(count)).sum());
                self.outputs.cool(*temperature);
            }
        }
        Some(&self.outputs)
    }

    /// Hands on the outputs for all rows, chunk by chunk.
    pub async fn all(mut self, inputs: &[&Matrix], pace: &Pace, take: &mut dyn FnMut(&Outputs)) {
        let mut first = 0;
        while let Some(outputs) = self.next(inputs, first) {
            let n_rows = outputs.n_rows();
            take(outputs);
            first += n_rows;
            // An operation of a step takes as long as some hundred multiply-adds.
            pace.after(n_rows * self.work / (WORK / STEP)).await;
        }
    }
}
