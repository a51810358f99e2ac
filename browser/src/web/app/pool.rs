//! The workers beside the first one: as the pool orders.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Uint8Array;

use super::{App, is_ready};
use crate::page::Action;
use crate::web::link::Link;
use perceptab_conversation::session::{Command, Order};

#[derive(Default)]
pub struct PoolLinks {
    links: RefCell<Vec<Option<Link>>>,
    /// The table as the first worker shared it.
    block: RefCell<Option<Uint8Array>>,
}

impl PoolLinks {
    pub fn keep(&self, block: Option<Uint8Array>) {
        self.block.replace(block);
    }

    /// Ends the workers and lets go of the table.
    pub fn end(&self) {
        for link in self.links.take().into_iter().flatten() {
            link.end();
        }
        self.block.replace(None);
    }

    fn link(&self, worker: usize) -> Option<Link> {
        self.links.borrow().get(worker).cloned().flatten()
    }
}

impl App {
    pub(super) fn carry_out_order(self: &Rc<Self>, order: Order) {
        match order {
            Order::Restart(worker) => match self.pool.link(worker) {
                Some(link) => link.restart(),
                None => self.start_pooled(worker),
            },
            Order::Tell(worker, command) => {
                let Some(link) = self.pool.link(worker) else { return };
                match (&command, &*self.pool.block.borrow()) {
                    (Command::AdoptTable, Some(block)) => link.hand_over(block),
                    _ => link.say(&command, None),
                }
            }
        }
    }

    fn start_pooled(self: &Rc<Self>, worker: usize) {
        let this = self.clone();
        let link = Link::new(move |events, _| {
            if let (true, Some(link)) = (events.iter().any(is_ready), this.pool.link(worker)) {
                let started = Action::WorkerStarted { milliseconds: link.age(), pooled: true };
                this.state.borrow_mut().act(started);
            }
            let effects = this.state.borrow_mut().hear_pooled(worker, events);
            this.carry_out(effects);
            this.show_soon();
        });
        let mut links = self.pool.links.borrow_mut();
        if links.len() <= worker {
            links.resize(worker + 1, None);
        }
        links[worker] = Some(link);
    }
}
