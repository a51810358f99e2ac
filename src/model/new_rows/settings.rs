use serde::{Deserialize, Serialize};

use crate::table::{ReadSettings, Wish};

/// How a file of new rows is to be predicted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PredictSettings {
    /// How the file is to be read, where that is not to be detected.
    pub reading: ReadSettings,
    /// How columns are to be read whose cells have two readings.
    pub wishes: Vec<Wish>,
    /// A further column says of each row what was odd about it.
    pub remarks: bool,
    /// Copied cells that a spreadsheet would take for formulas get an apostrophe too.
    pub guard: bool,
    /// Only rows whose target is missing, or cannot be read, are predicted and written.
    pub only_without_target: bool,
}

impl PredictSettings {
    /// The same, with a delimiter that is set.
    pub fn with_delimiter(&self, delimiter: u8) -> PredictSettings {
        let reading = ReadSettings { delimiter: Some(char::from(delimiter)), ..self.reading.clone() };
        PredictSettings { reading, ..self.clone() }
    }
}
