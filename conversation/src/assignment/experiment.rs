use perceptab::recipe::Preset;

/// A part of the assignment that is run by one command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The networks written by hand, for regression.
    Model,
    /// The same networks as scikit-learn trains them.
    TestScikitLearn,
    /// The improved networks: classification.
    MyModel,
}

impl Section {
    pub const ALL: [Section; 3] = [Section::Model, Section::TestScikitLearn, Section::MyModel];

    /// Its number in the assignment.
    pub fn number(self) -> u8 {
        match self {
            Section::Model => 4,
            Section::TestScikitLearn => 5,
            Section::MyModel => 6,
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Section::Model => "Section 4: regression",
            Section::TestScikitLearn => "Section 5: scikit-learn's configuration",
            Section::MyModel => "Section 6: softmax classification",
        }
    }

    /// As in `make test_scikit_learn`, and the folder of its reports.
    pub fn make_target(self) -> &'static str {
        match self {
            Section::Model => "model",
            Section::TestScikitLearn => "test_scikit_learn",
            Section::MyModel => "mymodel",
        }
    }

    /// As in `perceptab assignment test-scikit-learn`.
    pub fn id(self) -> &'static str {
        match self {
            Section::TestScikitLearn => "test-scikit-learn",
            other => other.make_target(),
        }
    }

    pub fn experiments(self) -> impl Iterator<Item = &'static Experiment> {
        EXPERIMENTS.iter().filter(move |experiment| experiment.section == self)
    }
}

/// The accuracies that the assignment reports, in per cent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reported {
    pub train: f64,
    pub test: f64,
}

/// One run of the assignment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Experiment {
    pub section: Section,
    pub title: &'static str,
    pub preset: Preset,
    pub reported: Option<Reported>,
    /// What is to be known of the reported figures; mostly nothing.
    pub remark: &'static str,
}

/// The assignment's runs in its order, with the figures that it reports on its own file (18,835 songs: 11,939 rows to train,
/// 2,985 to test).
pub const EXPERIMENTS: [Experiment; 8] = [
    experiment(Section::Model, "Specification 1, regression", Preset::Spec1Regression, 1.9013, 2.1106),
    Experiment {
        remark: "The assignment's training accuracy of 2.1106 % is no possible one: it is its test accuracy, 63 of 2,985 \
                 rows, and no whole number of 11,939.",
        ..experiment(Section::Model, "Specification 2, regression", Preset::Spec2Regression, 2.1106, 2.1106)
    },
    experiment(Section::TestScikitLearn, "MLPRegressor 1", Preset::MlpRegressor1, 1.6249, 2.0436),
    experiment(Section::TestScikitLearn, "MLPRegressor 2", Preset::MlpRegressor2, 1.7841, 1.5745),
    experiment(Section::TestScikitLearn, "MLPClassifier 1", Preset::MlpClassifier1, 4.6403, 2.4791),
    experiment(Section::TestScikitLearn, "MLPClassifier 2", Preset::MlpClassifier2, 8.4680, 1.2730),
    experiment(Section::MyModel, "Specification 1, softmax", Preset::Spec1Softmax, 3.7692, 2.3451),
    experiment(Section::MyModel, "Specification 2, softmax", Preset::Spec2Softmax, 3.1493, 2.4121),
];

const fn experiment(
    section: Section,
    title: &'static str,
    preset: Preset,
    train: f64,
    test: f64,
) -> Experiment {
    Experiment { section, title, preset, reported: Some(Reported { train, test }), remark: "" }
}

impl Experiment {
    /// The run that a preset is.
    pub fn of(preset: Preset) -> Option<&'static Experiment> {
        EXPERIMENTS.iter().find(|experiment| experiment.preset == preset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRAIN_ROWS: f64 = 11_939.0;
    const TEST_ROWS: f64 = 2_985.0;

    /// Whether a percentage of four decimals is a whole number of rows.
    fn is_whole(percent: f64, rows: f64) -> bool {
        let nearest = (percent / 100.0 * rows).round();
        (100.0 * nearest / rows - percent).abs() < 0.000_051
    }

    #[test]
    fn the_presets_stand_in_the_assignments_order() {
        assert_eq!(EXPERIMENTS.map(|experiment| experiment.preset), Preset::ASSIGNMENT);
        assert_eq!(EXPERIMENTS.map(|experiment| experiment.title), Preset::ASSIGNMENT.map(Preset::title));
        let sections: Vec<u8> = EXPERIMENTS.iter().map(|experiment| experiment.section.number()).collect();
        assert!(sections.is_sorted());
        let counts = Section::ALL.map(|section| section.experiments().count());
        assert_eq!(counts, [2, 4, 2]);
    }

    #[test]
    fn every_reported_figure_but_the_one_remarked_on_is_a_whole_number_of_rows() {
        for experiment in EXPERIMENTS {
            let Reported { train, test } = experiment.reported.unwrap();
            assert!(is_whole(test, TEST_ROWS), "{}: {test}", experiment.title);
            let possible = is_whole(train, TRAIN_ROWS);
            assert_eq!(possible, experiment.remark.is_empty(), "{}: {train}", experiment.title);
        }
    }
}
