use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::fingerprint::Fingerprint;
use super::motion::MotionProgress;
use super::packed::{Packed, packed};
use super::standing::StandingProgress;
use super::{History, ResumeError, Settings};
use crate::dataset::base64;
use crate::network::Network;

/// A training put down: everything that it was at an epoch's end, to the bit, from which it goes on to the same weights as if it
/// had not been stopped.
///
/// These are the weights, those that did best so far, what the solver remembers (moments, order of the rows, generators, what
/// is left of the rate; or the memory of L-BFGS), and where the run stands (patience, scores, curves, history, ending). What
/// an epoch works in is made anew, and the rows held back follow from the seed.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    pub(super) settings: Settings,
    /// What tells the dataset's rows from others.
    pub(super) rows: u64,
    pub(super) network: Network,
    pub(super) motion: MotionProgress,
    pub(super) standing: StandingProgress,
    /// Whether its scores over all rows were due and not yet there.
    pub(super) is_measuring: bool,
}

packed!(Progress { settings, rows, network, motion, standing, is_measuring });

/// What every such block begins with; the last letter is the version.
const MARK: [u8; 8] = *b"putdown1";

impl Progress {
    /// Whole epochs trained.
    pub fn epoch(&self) -> usize {
        self.standing.epoch
    }

    /// What was measured so far.
    pub fn history(&self) -> &History {
        &self.standing.history
    }

    /// The network at the epoch's end.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// As one block: four bytes a weight, moment and row, eight a number of L-BFGS, with a checksum at the end.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MARK.to_vec();
        self.pack(&mut bytes);
        Fingerprint::of(&bytes).pack(&mut bytes);
        bytes
    }

    /// The way back.
    pub fn from_bytes(bytes: &[u8]) -> Result<Progress, ResumeError> {
        let (rest, checksum) = bytes.split_last_chunk().ok_or(ResumeError::Damaged)?;
        let (mark, mut body) = rest.split_first_chunk().ok_or(ResumeError::Damaged)?;
        if *mark != MARK {
            let is_of_another_version = mark[..MARK.len() - 1] == MARK[..MARK.len() - 1];
            return Err(if is_of_another_version { ResumeError::OtherVersion } else { ResumeError::Damaged });
        }
        if Fingerprint::of(rest) != u64::from_le_bytes(*checksum) {
            return Err(ResumeError::Damaged);
        }
        let progress = Progress::unpack(&mut body).filter(|_| body.is_empty());
        progress.ok_or(ResumeError::Damaged)
    }
}

/// As the block's base64: a number in JSON would have to be read to the last bit.
impl Serialize for Progress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&base64::encode(&self.to_bytes()))
    }
}

impl<'de> Deserialize<'de> for Progress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Progress, D::Error> {
        let bytes = base64::decode(&String::deserialize(deserializer)?).ok_or(ResumeError::Damaged);
        bytes.and_then(|bytes| Progress::from_bytes(&bytes)).map_err(D::Error::custom)
    }
}
