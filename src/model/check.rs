//! Whether a model can be used: its parts fit together, every number is finite and in order, and so are its answers.

use super::{Model, ModelError};
use crate::dataset::Targets;
use crate::network::Pass;
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
    /// `Err`: the first thing that is wrong.
    #[inline(never)]
    pub fn check(&self) -> Result<(), ModelError> {
        self.encoder.check()?;
        self.target.check()?;
        let target = self.target.name();
        if self.encoder.columns.iter().any(|column| column.name == target) {
            return Err(ModelError::Shapes("the column that it predicts is among its inputs"));
        }
        self.check_shapes()?;
        if let Some(place) = self.network.layers.iter().position(|layer| !layer.is_finite()) {
            return Err(ModelError::NotFinite { layer: place + 1 });
        }
        self.try_out()
    }

    fn check_shapes(&self) -> Result<(), ModelError> {
        let layers = &self.network.layers;
        let ensure = |holds: bool, what| if holds { Ok(()) } else { Err(ModelError::Shapes(what)) };
        let widths = self.network.widths();
        check_widths(&widths)?;
        ensure(widths.first() == Some(&self.encoder.width()), "its first layer does not fit its columns")?;
        ensure(widths.last() == Some(&self.target.width()), "its last layer does not fit what it predicts")?;
        ensure(
            layers.windows(2).all(|pair| pair[0].n_out() == pair[1].n_in())
                && layers.iter().all(|layer| layer.biases.n_cols() == layer.n_out()),
            "its layers do not fit together",
        )?;
        ensure(
            self.network.activations.len() == layers.len() - 1,
            "its activations are not as many as its hidden layers",
        )?;
        ensure(
            Loss::ALL.iter().any(|&loss| head_for(&self.target, loss) == self.network.head),
            "its output is not one for what it predicts",
        )
    }

    /// Its sums for rows in the middle and at the edge of what it was trained on, and its answer for the one in the middle: a
    /// file that fails here has weights that no training leaves. Other rows are looked at when they are predicted.
    fn try_out(&self) -> Result<(), ModelError> {
        let rows = self.encoder.trial_inputs();
        let mut pass = Pass::new(&self.network, rows.n_rows());
        let sums = self.network.forward(&rows, &mut pass);
        let (mut answers, mut number) = (self.target.no_answers(1), [0.0]);
        self.target.answer(self.network.head.number(sums.row(0), &mut number), &mut answers);
        let is_finite = match answers {
            Targets::Numbers(numbers) => numbers.iter().all(|number| number.is_finite()),
            Targets::Classes(_) => true,
        };
        if is_finite && sums.is_finite() { Ok(()) } else { Err(ModelError::Answers) }
    }
}
