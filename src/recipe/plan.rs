use super::Recipe;
use crate::chance::{Chance, Stream};
use crate::dataset::{ColumnProposal, Dataset, Plan, PrepareError, Proposal, SplitRule, TargetScale, Task};
use crate::network::Network;
use crate::table::Kind;
use crate::training::{Loss, Settings, head_for};

impl Recipe {
    /// What the recipe wants of a table: what it leaves open is filled in from the table's proposal.
    pub fn plan(&self, proposal: &Proposal) -> Result<Plan, PrepareError> {
        let target = self.target.clone().or_else(|| proposal.target.clone()).ok_or(PrepareError::NoTarget)?;
        let column =
            proposal.column(&target).ok_or_else(|| PrepareError::UnknownColumn { name: target.clone() })?;
        let roles = [&self.sample_weight, &self.group, &self.time, &self.split_column];
        if roles.iter().any(|role| role.as_ref() == Some(&target)) {
            return Err(PrepareError::TargetHasRole { name: target });
        }
        // A constant or empty column proposes no task: preparing it tells what is wrong with it.
        let task = self.task_of(column).unwrap_or(Task::Regression);
        let inputs = proposal.columns.iter().filter(|column| self.is_input(column, &target));
        Ok(Plan {
            task,
            inputs: inputs.map(|column| column.name.clone()).collect(),
            target,
            kinds: self.kinds.clone(),
            drop_duplicates: self.drop_duplicates,
            scale: self.scale,
            fill: self.fill,
            missing_indicators: self.missing_indicators,
            log_target: self.log_target && task == Task::Regression && self.loss != Loss::Poisson,
            split: self.split_rule(task),
            fold: None,
            inner: None,
            validation_share: self.early_stopping.then_some(self.validation_fraction),
            statistics: self.statistics,
            target_scale: match (self.loss, self.target_scale) {
                // Its output is a power, above 0: what it is held against may not be shifted.
                (Loss::Poisson, TargetScale::Standardise) => TargetScale::DivideBy(1.0),
                (_, scale) => scale,
            },
            target_divisor: match (task, self.loss) {
                (Task::Regression, Loss::Huber) => self.huber_delta,
                _ => 1.0,
            },
            from_zero: self.loss == Loss::Poisson && task == Task::Regression,
            sample_weight: self.sample_weight.clone(),
            balance_classes: self.balance_classes,
            test_share: self.test_share,
            seed: self.seed,
        })
    }

    /// The task with this column as the target: the one that is set; or classes, where it is set to be a category; or the one that
    /// it proposes.
    pub fn task_of(&self, target: &ColumnProposal) -> Option<Task> {
        let is_category = matches!(self.kinds.get(&target.name), Some(Kind::Category | Kind::Boolean));
        let classes = is_category.then_some(Task::Classification);
        self.task.or(classes).or(target.task)
    }

    /// Whether a column is an input: not one with another role, and as set or proposed.
    pub fn is_input(&self, column: &ColumnProposal, target: &str) -> bool {
        let name = &column.name;
        let roles = [&self.sample_weight, &self.group, &self.split_column];
        name != target
            && roles.iter().all(|role| role.as_ref() != Some(name))
            && self.columns.get(name).copied().unwrap_or_else(|| self.is_proposed(column))
    }

    /// Whether a column is an input where nobody has ticked it or left it out.
    pub(super) fn is_proposed(&self, column: &ColumnProposal) -> bool {
        self.kinds.get(&column.name).map_or(column.used, |kind| kind.is_usable())
    }

    /// What says most about the parts decides: a column that names them, then time, groups, classes.
    fn split_rule(&self, task: Task) -> SplitRule {
        if let Some(name) = &self.split_column {
            SplitRule::Given(name.clone())
        } else if let Some(name) = &self.time {
            SplitRule::Time(name.clone())
        } else if let Some(name) = &self.group {
            SplitRule::Group(name.clone())
        } else if self.stratify && task == Task::Classification {
            SplitRule::Stratified
        } else {
            SplitRule::Random
        }
    }

    /// How training rows are put into folds: by time or groups where the recipe has them, else by class, so that each fold has its
    /// share of each.
    pub fn inner_rule(&self, task: Task) -> SplitRule {
        match (&self.time, &self.group, task) {
            (Some(name), ..) => SplitRule::Time(name.clone()),
            (None, Some(name), _) => SplitRule::Group(name.clone()),
            (None, None, Task::Classification) => SplitRule::Stratified,
            (None, None, Task::Regression) => SplitRule::Random,
        }
    }

    /// Whether chance alone, by class or not, says which rows are held out: then equal rows stay in one part.
    pub fn splits_by_chance(&self) -> bool {
        [&self.split_column, &self.time, &self.group].iter().all(|column| column.is_none())
    }

    /// A network with first weights for a prepared table.
    pub fn network(&self, dataset: &Dataset) -> Network {
        let inputs = [dataset.encoder.width()];
        let outputs = [dataset.target.width()];
        let widths: Vec<usize> = inputs.iter().chain(&self.hidden).chain(&outputs).copied().collect();
        let head = head_for(&dataset.target, self.loss);
        let mut chance = Chance::new(self.seed, Stream::Weights);
        let activations = match self.layer_activations.is_empty() {
            true => vec![self.activation; self.hidden.len()],
            false => self.layer_activations.clone(),
        };
        Network::with_first_weights(
            &widths,
            activations,
            head,
            self.initialiser,
            self.weight_range,
            &mut chance,
        )
    }

    pub fn training(&self) -> Settings {
        Settings {
            solver: self.solver(),
            learning_rate: f64::from(self.learning_rate),
            schedule: self.schedule,
            power_t: self.power_t,
            batch_size: self.batch_size,
            shuffle: self.shuffle,
            epochs: self.epochs,
            measure_every: self.measure_every,
            seed: self.seed,
            alpha: self.alpha,
            clip: self.clip_norm,
            dropout: self.dropout,
            tol: self.tol,
            patience: self.n_iter_no_change,
            validation: self.early_stopping.then_some(self.validation_fraction),
            watched: self.watched,
        }
    }
}
