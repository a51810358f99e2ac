use serde::{Deserialize, Serialize};

use super::{Combine, InputField, Model};
use crate::dataset::Task;
use crate::format::{count, counted};
use crate::network::hash_of;
use crate::table::brief;

/// What the page is told of a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelSummary {
    /// The name of the column that it predicts.
    pub target: String,
    /// Whether that is a number or a class.
    pub task: Task,
    /// The columns that a CSV to predict must have.
    pub inputs: Vec<String>,
    /// The same columns, as a person is asked for them.
    pub fields: Vec<InputField>,
    /// As it stood beside the target's numbers; empty: nothing.
    pub unit: String,
    /// What it predicts and what it is of, as a sentence.
    pub about: String,
    /// Networks whose outputs are averaged; 1 for a plain model.
    pub members: usize,
    /// Neurons of each layer from the encoded inputs to the outputs; empty where the networks differ in it.
    pub widths: Vec<usize>,
    /// Of all networks.
    pub parameters: usize,
    /// The most that one of them was trained.
    pub epochs: usize,
    /// Of one network; where there are several, over all of them and how they are combined.
    pub weights_hash: String,
}

impl Model {
    /// The one member's; of several a hash over theirs, in their order, and over how they are combined.
    pub fn weights_hash(&self) -> String {
        let hashes = self.members.iter().map(|member| member.predictor.weights_hash());
        if self.members.len() == 1 {
            return hashes.collect();
        }
        let (counts, temperature) = match &self.combine {
            Combine::Mean => (&[][..], 0),
            Combine::Weighted { counts, temperature } => (&counts[..], temperature.to_bits()),
        };
        let words = hashes.flat_map(|hash| hash.into_bytes()).map(u32::from);
        let combine =
            [(temperature >> 32) as u32, temperature as u32].into_iter().chain(counts.iter().copied());
        hash_of(words.chain(combine))
    }

    /// What there is to tell, without the weights.
    pub fn summary(&self) -> ModelSummary {
        let mut widths = self.members.iter().map(|member| member.predictor.widths());
        let first = widths.next().unwrap_or_default();
        let mut summary = ModelSummary {
            target: self.target.name().to_string(),
            task: self.target.task(),
            inputs: self.input_names().map(str::to_string).collect(),
            fields: self.fields(),
            unit: self.target.form().unit.clone(),
            members: self.members.len(),
            widths: if widths.all(|widths| widths == first) { first } else { Vec::new() },
            parameters: self.n_parameters(),
            epochs: self.members.iter().map(|member| member.epochs).max().unwrap_or(0),
            weights_hash: self.weights_hash(),
            about: String::new(),
        };
        summary.about = summary.sentence();
        summary
    }
}

impl ModelSummary {
    fn sentence(&self) -> String {
        let widths: Vec<String> = self.widths.iter().map(|width| count(*width)).collect();
        let task = match self.task {
            Task::Regression => "Predicts the number",
            Task::Classification => "Predicts the class",
        };
        let neurons = match self.widths.is_empty() {
            false => format!("{} neurons", widths.join(" → ")),
            true => "different numbers of neurons".to_string(),
        };
        let (target, parameters) = (brief(&self.target, 60), counted(self.parameters, "parameter"));
        let epochs = counted(self.epochs, "epoch");
        match self.members {
            1 => format!("{task} {target} with {neurons} ({parameters}) after {epochs}."),
            members => format!(
                "{task} {target} with {} networks, averaged, of {neurons} ({parameters} in all) after at most {epochs}.",
                count(members)
            ),
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn how_many_networks_answer_is_said() {
        let sentence = |members: usize, widths: &[usize]| {
            ModelSummary {
                target: "price".to_string(),
                task: Task::Regression,
                inputs: vec!["x".to_string()],
                fields: Vec::new(),
                unit: String::new(),
                about: String::new(),
                members,
                widths: widths.to_vec(),
                parameters: 1_234,
                epochs: 60,
                weights_hash: String::new(),
            }
            .sentence()
        };
        assert_eq!(
            sentence(1, &[3, 96, 1]),
            "Predicts the number price with 3 → 96 → 1 neurons (1,234 parameters) after 60 epochs."
        );
        assert_eq!(
            sentence(5, &[3, 96, 1]),
            "Predicts the number price with 5 networks, averaged, of 3 → 96 → 1 neurons (1,234 parameters in all) after at \
             most 60 epochs."
        );
        assert!(sentence(2, &[]).contains("2 networks, averaged, of different numbers of neurons"));
    }
}
