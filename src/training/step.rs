/// Where [`super::Trainer::work`] stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// Time is up in the middle of an epoch, or what is measured next is another thing than training.
    Interrupted,
    /// An epoch is over and, if it was due, measured.
    EpochEnded,
    /// The last epoch is over and measured: why is in [`super::Trainer::ending`].
    Finished,
    /// The loss grew without bound in this epoch; the network is as after the last whole one.
    Diverged {
        /// The epoch, from 1.
        epoch: usize,
    },
}
