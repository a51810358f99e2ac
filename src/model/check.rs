//! Whether a model can be used: its parts fit together, every number is finite and in order, and so are its answers.

use super::{Member, Model, ModelError, Predictor};
use crate::baselines::Boosted;
use crate::dataset::{Targets, Task};
use crate::network::{Network, Pass, WORK};
use crate::pace::{Pace, STEP, at_once};
use crate::training::{Loss, head_for};

/// The most layers, the last included, and the most neurons in them: what a prediction takes is bounded by them.
const MAX_LAYERS: usize = 64;
const MAX_NEURONS: usize = 65_536;

/// Whether layers of these widths, from the inputs to the outputs, may be made at all.
pub(super) fn check_widths(widths: &[usize]) -> Result<(), ModelError> {
    let ensure = |holds: bool, what| if holds { Ok(()) } else { Err(ModelError::Shapes(what)) };
    let layers = widths.get(1..).unwrap_or_default();
    ensure(!layers.is_empty(), "it has no layer")?;
    ensure(layers.len() <= MAX_LAYERS, "it has more layers than 64")?;
    ensure(!widths.contains(&0), "a layer has no neuron, or there is no input")?;
    let neurons = layers.iter().try_fold(0usize, |sum, &width| sum.checked_add(width));
    ensure(neurons.is_some_and(|neurons| neurons <= MAX_NEURONS), "it has more neurons than 65,536")
}

impl Model {
    /// `Err`: the first thing that is wrong, and in which of several members.
    pub fn check(&self) -> Result<(), ModelError> {
        at_once(async |pace| self.check_in_steps(pace).await)
    }

    /// [`Model::check`] in steps: a member is looked at in one piece, which is a prediction of a few rows.
    pub async fn check_in_steps(&self, pace: &Pace) -> Result<(), ModelError> {
        let count = self.members.len();
        for (place, member) in self.members.iter().enumerate() {
            member.check().map_err(|error| error.of_member(place + 1, count))?;
            // An operation of a step takes as long as some hundred multiply-adds.
            pace.after(member.predictor.n_parameters() / (WORK / STEP)).await;
        }
        Ok(())
    }
}

impl Member {
    /// `Err`: the first thing that is wrong.
    pub fn check(&self) -> Result<(), ModelError> {
        self.encoder.check()?;
        self.target.check()?;
        let target = self.target.name();
        if self.encoder.columns.iter().any(|column| column.name == target) {
            return Err(ModelError::Shapes("the column that it predicts is among its inputs"));
        }
        let network = match &self.predictor {
            Predictor::Network(network) => network,
            Predictor::Trees(trees) => return self.check_trees(trees),
        };
        if self.encoder.columns.iter().any(|column| column.coded) {
            return Err(ModelError::Shapes("its columns are for trees, and it has a network"));
        }
        self.check_shapes(network)?;
        if network.waves.iter().flat_map(|waves| waves.layers()).any(|layer| !layer.is_finite()) {
            return Err(ModelError::Shapes("a number of its waves is not finite"));
        }
        if let Some(place) = network.layers.iter().position(|layer| !layer.is_finite()) {
            return Err(ModelError::NotFinite { layer: place + 1 });
        }
        self.try_out(network)
    }

    fn check_trees(&self, trees: &Boosted) -> Result<(), ModelError> {
        let ensure = |holds: bool, what| if holds { Ok(()) } else { Err(ModelError::Shapes(what)) };
        ensure(
            self.encoder.columns.iter().all(|column| column.coded),
            "its columns are for a network, and it has trees",
        )?;
        let outputs = match self.target.task() {
            Task::Regression => 1,
            Task::Classification => self.target.width().max(2),
        };
        ensure(trees.n_outputs() == outputs, "its trees do not fit what it predicts")?;
        ensure(trees.fits(&self.encoder.levels()), "its trees do not fit its columns")?;
        if let Some(what) = trees.check(self.encoder.width()) {
            return Err(ModelError::Shapes(what));
        }
        let scores = trees.scores(&self.encoder.trial_inputs());
        let mut answers = self.target.no_answers(3);
        if let Targets::Numbers(_) = answers {
            (0..scores.n_rows()).for_each(|row| self.target.answer(scores.row(row), &mut answers));
        }
        let is_finite = match answers {
            Targets::Numbers(numbers) => numbers.iter().all(|number| number.is_finite()),
            Targets::Classes(_) => true,
        };
        if is_finite && scores.is_finite() { Ok(()) } else { Err(ModelError::Answers) }
    }

    fn check_shapes(&self, network: &Network) -> Result<(), ModelError> {
        let layers = &network.layers;
        let ensure = |holds: bool, what| if holds { Ok(()) } else { Err(ModelError::Shapes(what)) };
        let widths = network.widths();
        check_widths(&widths)?;
        ensure(widths.first() == Some(&self.encoder.width()), "its first layer does not fit its columns")?;
        let of_waves = network.waves.as_ref().map_or(&[][..], |waves| waves.places());
        let numbers = self.encoder.number_places();
        ensure(
            of_waves.iter().all(|place| numbers.contains(place)),
            "its waves are of an input that is no number",
        )?;
        ensure(widths.last() == Some(&self.target.width()), "its last layer does not fit what it predicts")?;
        ensure(
            layers.windows(2).all(|pair| pair[0].n_out() == pair[1].n_in())
                && layers.iter().all(|layer| layer.biases.n_cols() == layer.n_out()),
            "its layers do not fit together",
        )?;
        ensure(
            network.activations.len() == layers.len() - 1,
            "its activations are not as many as its hidden layers",
        )?;
        ensure(
            Loss::ALL.iter().any(|&loss| head_for(&self.target, loss) == network.head),
            "its output is not one for what it predicts",
        )
    }

    /// Its sums for rows in the middle and at the edge of what it was trained on, and its answer for the one in the middle: a
    /// file that fails here has weights that no training leaves. Other rows are looked at when they are predicted.
    fn try_out(&self, network: &Network) -> Result<(), ModelError> {
        let rows = self.encoder.trial_inputs();
        let mut pass = Pass::new(network, rows.n_rows());
        let sums = network.forward(&rows, &mut pass);
        let (mut answers, mut number) = (self.target.no_answers(1), [0.0]);
        self.target.answer(network.head.number(sums.row(0), &mut number), &mut answers);
        let is_finite = match answers {
            Targets::Numbers(numbers) => numbers.iter().all(|number| number.is_finite()),
            Targets::Classes(_) => true,
        };
        if is_finite && sums.is_finite() { Ok(()) } else { Err(ModelError::Answers) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::baselines::{Answers, Rows, Settings};
    use crate::chance::{Chance, Stream};
    use crate::dataset::TargetEncoder;
    use crate::matrix::Matrix;
    use crate::model::examples::{self, network_of};
    use crate::model::{Combine, container};
    use crate::network::{Head, Layer};

    /// Two columns, a hidden layer of three, and a number.
    fn model() -> Member {
        let mut member = examples::member(&["a", "b"], examples::number(1.0));
        network_of(&mut member).layers = vec![Layer::zeros(2, 3), Layer::zeros(3, 1)];
        network_of(&mut member).activations = vec![crate::network::Activation::Relu];
        member
    }

    fn shapes(change: impl FnOnce(&mut Member)) -> Option<&'static str> {
        let mut model = model();
        change(&mut model);
        match model.check() {
            Err(ModelError::Shapes(what)) => Some(what),
            Ok(()) => None,
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn its_parts_fit_together() {
        assert_eq!(shapes(|_| {}), None);
        assert!(shapes(|model| network_of(model).layers.clear()).unwrap().contains("no layer"));
        assert!(
            shapes(|model| network_of(model).layers[0] = Layer::zeros(3, 3)).unwrap().contains("columns")
        );
        assert!(
            shapes(|model| network_of(model).layers[1] = Layer::zeros(3, 2)).unwrap().contains("predicts")
        );
        let together = Some("its layers do not fit together");
        assert_eq!(shapes(|model| network_of(model).layers[1] = Layer::zeros(4, 1)), together);
        assert_eq!(shapes(|model| network_of(model).layers[0].biases = Layer::zeros(1, 4).biases), together);
        assert!(shapes(|model| network_of(model).activations.clear()).unwrap().contains("activations"));
        assert!(shapes(|model| network_of(model).head = Head::Softmax).unwrap().contains("output"));
        assert!(
            shapes(|model| model.encoder.columns[1].name = "y".into()).unwrap().contains("among its inputs")
        );
    }

    /// Trees that learnt y = x of four rows.
    fn trees() -> Member {
        let inputs = Matrix::from_fn(4, 1, |row, _| row as f32);
        let numbers = [0.0, 1.0, 2.0, 3.0];
        let rows = Rows { inputs: &inputs, answers: Answers::Numbers(&numbers), weights: &[] };
        let settings = Settings { trees: 3, ..Settings::for_rows(4, 0) };
        let fitted = Boosted::fit(&rows, &rows, &[0], &settings, &mut Chance::new(1, Stream::Trees));
        let mut member = examples::member(&["x"], examples::number(1.0));
        member.encoder.columns[0].coded = true;
        member.predictor = Predictor::Trees(Box::new(fitted.boosted));
        member
    }

    #[test]
    fn trees_fit_their_columns_and_what_they_predict() {
        let refused = |change: &dyn Fn(&mut Member)| {
            let mut member = trees();
            change(&mut member);
            match member.check() {
                Err(ModelError::Shapes(what)) => what,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(trees().check(), Ok(()));
        assert!(refused(&|member| member.encoder.columns[0].coded = false).contains("for a network"));
        assert!(refused(&|member| member.target = examples::classes(&["a", "b", "c"])).contains("predicts"));
        let one_more = |member: &mut Member| {
            let mut column = examples::column("z");
            column.coded = true;
            member.encoder.columns.push(column);
        };
        assert!(refused(&one_more).contains("columns"));
        // A network can't take what is no number.
        assert!(shapes(|model| model.encoder.columns[0].coded = true).unwrap().contains("for trees"));
    }

    #[test]
    fn trees_and_a_network_are_written_and_read_as_one_model() {
        let network = examples::member(&["x"], examples::number(1.0));
        let combine = Combine::Weighted { counts: vec![3, 1], temperature: 1.0 };
        let model = Model::combined(vec![trees(), network], combine).unwrap();
        let file = model.to_file(None).unwrap();
        let sections = container::read(&file).unwrap();
        let names: Vec<&str> = sections.iter().map(|section| &*section.name).collect();
        assert_eq!(names, ["members", "combine", "weights-2"], "trees stand among the members");
        let again = Model::from_sections(&sections).unwrap();
        assert_eq!(again, model);
        assert_eq!(again.weights_hash(), model.weights_hash());
        let other = Combine::Weighted { counts: vec![1, 1], temperature: 1.0 };
        let other =
            Model::combined(vec![trees(), examples::member(&["x"], examples::number(1.0))], other).unwrap();
        assert_ne!(other.weights_hash(), model.weights_hash());
    }

    #[test]
    fn a_combination_is_of_its_members() {
        let combined = |counts: &[u32], temperature: f64| {
            let members = vec![model(), model()];
            Model::combined(members, Combine::Weighted { counts: counts.to_vec(), temperature }).is_ok()
        };
        assert!(combined(&[1, 7], 0.5));
        assert!(!combined(&[1], 1.0) && !combined(&[1, 0], 1.0) && !combined(&[1, u32::MAX], 1.0));
        assert!(!combined(&[1, 1], 0.0) && !combined(&[1, 1], f64::NAN) && !combined(&[1, 1], 1e9));
    }

    #[test]
    fn its_size_is_bounded() {
        let most = |hidden: usize| check_widths(&[vec![1; hidden], vec![1]].concat());
        assert!(most(MAX_LAYERS).is_ok() && most(MAX_LAYERS + 1).is_err());
        assert!(check_widths(&[1_000_000, MAX_NEURONS]).is_ok());
        assert!(
            check_widths(&[1, MAX_NEURONS, 1]).is_err()
                && check_widths(&[1, usize::MAX, usize::MAX]).is_err()
        );
        assert!(check_widths(&[]).is_err() && check_widths(&[1]).is_err());
        assert!(check_widths(&[0, 1]).is_err() && check_widths(&[1, 0]).is_err());
    }

    #[test]
    fn its_answers_are_finite() {
        let refused = |change: &dyn Fn(&mut Member)| {
            let mut model = model();
            change(&mut model);
            model.check() == Err(ModelError::Answers)
        };
        // Sums that overflow at the edge, where the row in the middle gives 0.
        let large = |model: &mut Member| {
            network_of(model).layers[0].weights.row_mut(0)[0] = 3e38;
            network_of(model).layers[1].weights.row_mut(0)[0] = 1.0;
        };
        assert!(refused(&large));
        // An answer that would overflow in its own unit, from a sum that is finite: no scale is so large.
        let mut far = model();
        network_of(&mut far).layers[1].biases.row_mut(0)[0] = 100.0;
        if let TargetEncoder::Number { scale, .. } = &mut far.target {
            *scale = 1e307;
        }
        assert!(matches!(far.check(), Err(ModelError::Flaw(_))));
        let classes = |model: &mut Member| {
            large(model);
            model.target = examples::classes(&["no", "yes"]);
            network_of(model).head = Head::Sigmoid;
        };
        assert!(refused(&classes));
    }
}
