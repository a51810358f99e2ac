//! What a run that is over comes to: its scores, and what it says of the rows that it was not trained on.

use std::rc::Rc;

use super::Run;
use perceptab::dataset::{Dataset, HeldBack, Targets};
use perceptab::evaluation::{Actual, Agreement, Evaluated, Gathered, Report};
use perceptab::model::{Member, Objective, Outputs};
use perceptab::pace::{Pace, Steps};
use perceptab::study::{Fold, HeldOut};

/// The scores, and the answers to the test rows beside what is right.
pub type Read = (Report, Option<Agreement>);

impl Run {
    /// Training is over: measures what is left to measure, and reads it.
    pub(super) fn read(&mut self, go_on: &mut dyn FnMut() -> bool) -> Option<Read> {
        if !self.trainer.measure(&self.dataset, go_on) {
            return None;
        }
        if self.report.is_none() {
            let answers = self.trainer.take_answers(&self.dataset);
            self.answers = Some(answers[1].0.clone());
            let (member, dataset) = (self.member(), self.dataset.clone());
            let holds_out = matches!(self.fold, Some(Fold::Inner { .. }));
            self.report = Some(Steps::new(async move |pace| {
                let held_out = if holds_out { held_out(&member, &dataset, &pace).await } else { None };
                (reading(member, dataset, answers, pace).await, held_out)
            }));
        }
        let report = self.report.as_mut()?;
        loop {
            if let Some((report, held_out)) = report.advance() {
                self.held_out = held_out;
                return Some(report);
            }
            if !go_on() {
                return None;
            }
        }
    }
}

/// What the network says of the rows of its fold; `None` where they are more than may be held.
async fn held_out(member: &Member, dataset: &Dataset, pace: &Pace) -> Option<HeldOut> {
    let HeldBack::Given(part) = &dataset.validation else { return None };
    if !Outputs::may_be_held(&member.target, part.rows.len()) {
        return None;
    }
    let mut outputs = Outputs::none(&member.target);
    member.outputs_in_steps(&part.inputs, pace, &mut |some| outputs.append(some)).await;
    Some(HeldOut { rows: part.rows.clone(), outputs })
}

/// `answers`: to the training and the test rows, with the mean loss of each.
async fn reading(member: Member, dataset: Rc<Dataset>, answers: [(Targets, f64); 2], pace: Pace) -> Read {
    let Dataset { target, train, test, .. } = &*dataset;
    let mut gathered = Gathered::new(target, &test.targets);
    if gathered.asks_for_outputs() {
        member.outputs_in_steps(&test.inputs, &pace, &mut |outputs| gathered.add(outputs)).await;
    }
    let [of_train, of_test] = answers;
    let evaluated = |(answers, loss), part| Evaluated { answers, actual: Actual::from(part), loss };
    let (of_train, of_test) = (evaluated(of_train, train), evaluated(of_test, test));
    let objective = Objective::new(target, member.head());
    let agreement = Agreement::in_steps(&of_test.answers, of_test.actual.values, target, &pace).await;
    (Report::in_steps(objective, of_train, of_test, gathered, &pace).await, agreement)
}
