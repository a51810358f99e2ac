use serde::{Deserialize, Serialize};

use perceptab::dataset::PrepareError;
use perceptab::recipe::Problem;

/// Where something failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// While reading a file to open.
    File,
    /// While reading new rows to predict.
    NewRows,
    /// In the settings, or where they do not fit the table.
    Recipe,
    /// While training.
    Training,
    Export,
    /// The worker itself was lost or did not start (made by the page's link).
    Worker,
}

/// A place, a kind and a sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    pub place: Place,
    /// A short fixed name: `empty-file`, `not-text`, `no-inputs`, `constant-target` …
    pub kind: String,
    pub message: String,
    /// With [`Place::Recipe`]: each setting that is at fault.
    pub problems: Vec<Problem>,
    /// The share of a file's rows that would fit into memory, where it is too large.
    #[serde(default)]
    pub sample: Option<f64>,
}

impl Failure {
    pub fn new(place: Place, kind: &str, message: String) -> Failure {
        Failure { place, kind: kind.to_string(), message, problems: Vec::new(), sample: None }
    }
}

impl From<PrepareError> for Failure {
    fn from(error: PrepareError) -> Failure {
        let message = error.to_string();
        let problem = Problem { field: error.field().to_string(), message: message.clone() };
        Failure {
            place: Place::Recipe,
            kind: error.kind().to_string(),
            message,
            problems: vec![problem],
            sample: None,
        }
    }
}
