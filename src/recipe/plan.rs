use super::Recipe;
use crate::chance::{Chance, Stream};
use crate::dataset::{Dataset, Plan, PrepareError, Proposal};
use crate::network::Network;
use crate::training::{Optimiser, Settings, head_for};

impl Recipe {
    /// What the recipe wants of a table: what it leaves open is filled in from the table's proposal.
    pub fn plan(&self, proposal: &Proposal) -> Result<Plan, PrepareError> {
        let target = self.target.clone().or_else(|| proposal.target.clone()).ok_or(PrepareError::NoTarget)?;
        let column =
            proposal.column(&target).ok_or_else(|| PrepareError::UnknownColumn { name: target.clone() })?;
        // A constant or empty column proposes no task: preparing it tells what is wrong with it.
        let task = self.task.or(column.task).unwrap_or(crate::dataset::Task::Regression);
        let used = |name: &str, proposed: bool| self.columns.get(name).copied().unwrap_or(proposed);
        let inputs =
            proposal.columns.iter().filter(|column| column.name != target && used(&column.name, column.used));
        Ok(Plan {
            task,
            inputs: inputs.map(|column| column.name.clone()).collect(),
            target,
            drop_duplicates: self.drop_duplicates,
            statistics: self.statistics,
            target_scale: self.target_scale,
            test_share: self.test_share,
            seed: self.seed,
        })
    }

    /// A network with first weights for a prepared table.
    pub fn network(&self, dataset: &Dataset) -> Network {
        let inputs = [dataset.encoder.width()];
        let outputs = [dataset.target.width()];
        let widths: Vec<usize> = inputs.iter().chain(&self.hidden).chain(&outputs).copied().collect();
        let head = head_for(&dataset.target);
        let mut chance = Chance::new(self.seed, Stream::Weights);
        Network::new(&widths, self.activation, head, self.weight_range, &mut chance)
    }

    pub fn training(&self) -> Settings {
        Settings {
            optimiser: Optimiser::Sgd { learning_rate: self.learning_rate },
            batch_size: self.batch_size,
            epochs: self.epochs,
            measure_every: self.measure_every,
            seed: self.seed,
        }
    }
}
