use super::{Checked, Recipe};
use crate::chance::{Chance, Stream};
use crate::dataset::{ColumnProposal, Dataset, Plan, PrepareError, Proposal, SplitRule, TargetScale, Task};
use crate::network::{Network, Waves};
use crate::table::Kind;
use crate::training::{Loss, Settings, head_for};

impl Recipe {
    /// What the recipe wants of a table: what it leaves open is filled in from the table's proposal.
    pub fn plan(&self, proposal: &Proposal) -> Result<Plan, PrepareError> {
        let target =
            self.question.target.clone().or_else(|| proposal.target.clone()).ok_or(PrepareError::NoTarget)?;
        let column =
            proposal.column(&target).ok_or_else(|| PrepareError::UnknownColumn { name: target.clone() })?;
        let roles = [
            &self.question.sample_weight,
            &self.question.group,
            &self.question.time,
            &self.question.split_column,
        ];
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
            kinds: self.question.kinds.clone(),
            drop_duplicates: self.preparation.drop_duplicates,
            scale: self.preparation.scale,
            fill: self.preparation.fill,
            missing_indicators: self.preparation.missing_indicators,
            bins: self.preparation.bins,
            coded: false,
            log_target: self.preparation.log_target
                && task == Task::Regression
                && self.training.loss != Loss::Poisson,
            split: self.split_rule(task),
            fold: None,
            inner: None,
            validation_share: self.training.early_stopping.then_some(self.training.validation_fraction),
            statistics: self.preparation.statistics,
            target_scale: match (self.training.loss, self.preparation.target_scale) {
                // Its output is a power, above 0: what it is held against may not be shifted.
                (Loss::Poisson, TargetScale::Standardise) => TargetScale::DivideBy(1.0),
                (_, scale) => scale,
            },
            target_divisor: match (task, self.training.loss) {
                (Task::Regression, Loss::Huber) => self.training.huber_delta,
                _ => 1.0,
            },
            from_zero: self.training.loss == Loss::Poisson && task == Task::Regression,
            sample_weight: self.question.sample_weight.clone(),
            balance_classes: self.question.balance_classes,
            test_share: self.question.test_share,
            seed: self.question.seed,
        })
    }

    /// The task with this column as the target: the one that is set; or classes, where it is set to be a category; or the one that
    /// it proposes.
    pub fn task_of(&self, target: &ColumnProposal) -> Option<Task> {
        let is_category =
            matches!(self.question.kinds.get(&target.name), Some(Kind::Category | Kind::Boolean));
        let classes = is_category.then_some(Task::Classification);
        self.question.task.or(classes).or(target.task)
    }

    /// Whether a column is an input: not one with another role, and as set or proposed.
    pub fn is_input(&self, column: &ColumnProposal, target: &str) -> bool {
        let name = &column.name;
        let roles = [&self.question.sample_weight, &self.question.group, &self.question.split_column];
        name != target
            && roles.iter().all(|role| role.as_ref() != Some(name))
            && self.question.columns.get(name).copied().unwrap_or_else(|| self.is_proposed(column))
    }

    /// Whether a column is an input where nobody has ticked it or left it out.
    pub(super) fn is_proposed(&self, column: &ColumnProposal) -> bool {
        self.question.kinds.get(&column.name).map_or(column.used, |kind| kind.is_usable())
    }

    /// What says most about the parts decides: a column that names them, then time, groups, classes.
    fn split_rule(&self, task: Task) -> SplitRule {
        if let Some(name) = &self.question.split_column {
            SplitRule::Given(name.clone())
        } else if let Some(name) = &self.question.time {
            SplitRule::Time(name.clone())
        } else if let Some(name) = &self.question.group {
            SplitRule::Group(name.clone())
        } else if self.question.stratify && task == Task::Classification {
            SplitRule::Stratified
        } else {
            SplitRule::Random
        }
    }

    /// How training rows are put into folds: by time or groups where the recipe has them, else by class, so that each fold has its
    /// share of each.
    pub fn inner_rule(&self, task: Task) -> SplitRule {
        match (&self.question.time, &self.question.group, task) {
            (Some(name), ..) => SplitRule::Time(name.clone()),
            (None, Some(name), _) => SplitRule::Group(name.clone()),
            (None, None, Task::Classification) => SplitRule::Stratified,
            (None, None, Task::Regression) => SplitRule::Random,
        }
    }

    /// Whether chance alone, by class or not, says which rows are held out: then equal rows stay in one part.
    pub fn splits_by_chance(&self) -> bool {
        [&self.question.split_column, &self.question.time, &self.question.group]
            .iter()
            .all(|column| column.is_none())
    }
}

/// Training rows that each number has at least where numbers are seen as waves: on fewer the waves are learnt by heart.
const ROWS_OF_WAVES: usize = 32;
/// Numbers that are seen as waves at most: the first layer then stays about as cheap as the others.
const NUMBERS_OF_WAVES: usize = 128;

/// The inputs that are seen as waves: all numbers, or none where they are many.
fn places_of_waves(dataset: &Dataset) -> Vec<usize> {
    let numbers = dataset.encoder.number_places();
    let most = NUMBERS_OF_WAVES.min(dataset.train.rows.len() / ROWS_OF_WAVES);
    if numbers.len() > most { Vec::new() } else { numbers }
}

impl Checked {
    /// What is told where numbers were to be seen as waves and are not.
    pub fn note_on_waves(&self, dataset: &Dataset) -> Option<String> {
        let numbers = dataset.encoder.number_places().len();
        let is_told = self.network.waves && numbers > 0 && places_of_waves(dataset).is_empty();
        is_told.then(|| match numbers > NUMBERS_OF_WAVES {
            true => format!("Numbers are not seen as waves: there are more than {NUMBERS_OF_WAVES} of them."),
            false => format!("Numbers are not seen as waves: each needs {ROWS_OF_WAVES} training rows."),
        })
    }

    /// A network with first weights, drawn by this seed, for a prepared table.
    pub fn network(&self, dataset: &Dataset, seed: u64) -> Network {
        let mut chance = Chance::new(seed, Stream::Weights);
        let places = if self.network.waves { places_of_waves(dataset) } else { Vec::new() };
        let waves = Waves::new(places, &mut chance);
        let inputs = [dataset.encoder.width() + waves.as_ref().map_or(0, Waves::width)];
        let outputs = [dataset.target.width()];
        let widths: Vec<usize> = inputs.iter().chain(&self.network.hidden).chain(&outputs).copied().collect();
        let head = head_for(&dataset.target, self.training.loss);
        let activations = match self.network.layer_activations.is_empty() {
            true => vec![self.network.activation; self.network.hidden.len()],
            false => self.network.layer_activations.clone(),
        };
        let network = Network::with_first_weights(
            &widths,
            activations,
            head,
            self.network.initialiser,
            self.network.weight_range,
            &mut chance,
        );
        Network { waves, ..network }
    }

    /// `seed`: of batches, dropout and what is held back by chance.
    pub fn training(&self, seed: u64) -> Settings {
        Settings {
            solver: self.solver(),
            learning_rate: f64::from(self.training.learning_rate),
            schedule: self.training.schedule,
            power_t: self.training.power_t,
            batch_size: self.training.batch_size,
            shuffle: self.training.shuffle,
            epochs: self.training.epochs,
            measure_every: self.training.measure_every,
            seed,
            alpha: self.training.alpha,
            clip: self.training.clip_norm,
            dropout: self.network.dropout,
            tol: self.training.tol,
            patience: self.training.n_iter_no_change,
            validation: self.training.early_stopping.then_some(self.training.validation_fraction),
            watched: self.training.watched,
        }
    }
}
