use std::fmt;

/// Why a training that was put down cannot be taken up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResumeError {
    /// It is not what was put down, or only a part of it.
    Damaged,
    /// Another version of the program put it down.
    OtherVersion,
    /// Its network has other inputs and outputs than the table: so many of each.
    OtherNetwork {
        /// Inputs and outputs of the network that was put down.
        theirs: (usize, usize),
        /// Inputs and outputs that the table asks for.
        ours: (usize, usize),
    },
    /// These settings were others.
    OtherSettings {
        /// As people read them.
        names: Vec<&'static str>,
    },
    /// The rows, their split or what they were made into are others.
    OtherRows,
}

impl ResumeError {
    /// A short fixed name.
    pub fn kind(&self) -> &'static str {
        match self {
            ResumeError::Damaged => "progress-damaged",
            ResumeError::OtherVersion => "progress-of-another-version",
            ResumeError::OtherNetwork { .. } => "progress-of-another-network",
            ResumeError::OtherSettings { .. } => "progress-of-other-settings",
            ResumeError::OtherRows => "progress-of-other-rows",
        }
    }
}

impl fmt::Display for ResumeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ResumeError::Damaged => formatter
                .write_str("The interrupted run was not kept whole, so it cannot go on. Train it anew."),
            ResumeError::OtherVersion => formatter.write_str(
                "The interrupted run was kept by another version of the program, which may calculate differently. Train it \
                 anew.",
            ),
            ResumeError::OtherNetwork { theirs, ours } => write!(
                formatter,
                "The interrupted run's network has {} inputs and {} outputs; this table needs {} and {}. Load the table that \
                 it was trained on, with the same target and columns, or train anew.",
                theirs.0, theirs.1, ours.0, ours.1
            ),
            ResumeError::OtherSettings { names } => write!(
                formatter,
                "The interrupted run had other settings: {}. Set them back to go on, or train anew.",
                names.join(", ")
            ),
            ResumeError::OtherRows => formatter.write_str(
                "The interrupted run was trained on other rows. Load the table as it was, with the same split and columns, \
                 or train anew.",
            ),
        }
    }
}

impl std::error::Error for ResumeError {}
