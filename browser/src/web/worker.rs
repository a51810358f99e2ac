//! The worker: owns the [`Session`], feeds it files and time, and posts what it says.

use std::cell::{Cell, RefCell};
use std::io::BufWriter;
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Reflect, Uint8Array, WebAssembly};
use serde::Deserialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, DedicatedWorkerGlobalScope, File, MessageChannel, MessageEvent, MessagePort, TextDecodeOptions,
    TextDecoder,
};

use super::block::Block;
use super::slices::Slices;
use super::{BUILD, engine, message};
use perceptab::table::container::{Contents, is_workbook};
use perceptab_conversation::assignment::written;
use perceptab_conversation::session::{Command, Event, Failure, Place, Purpose, Sample, Session};

/// Bytes of a packed table's words that are written at a time.
const BUFFER: usize = 65_536;

/// Seconds of training between two looks at the messages: Pause gets in within a tenth of a second. Coming out of wasm
/// this often also lets the browser swap in its optimised code, which it does not do within one long call.
const BUDGET: f64 = 0.03;

/// What `www/workbook.js` tells of a sheet beside its CSV: notes on it, its name, and those of all sheets.
#[derive(Deserialize)]
struct Sheet {
    notes: Vec<String>,
    part: String,
    parts: Vec<String>,
}

/// Why there is no sheet.
#[derive(Deserialize)]
struct Refused {
    kind: String,
    sentence: String,
}

struct Worker {
    scope: DedicatedWorkerGlobalScope,
    session: RefCell<Session>,
    /// Counts the files: what is still read of an older one is dropped.
    reading: Cell<u32>,
    /// A message to oneself comes back at once; a timer would wait.
    tick: MessagePort,
    ticking: Cell<bool>,
}

/// Starts the worker and says Ready.
pub fn start() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    announce_panics(&scope);
    let Ok(channel) = MessageChannel::new() else {
        let _ = scope.post_message(&JsValue::from_str("This browser has no message channels."));
        return;
    };
    let worker = Rc::new(Worker {
        scope: scope.clone(),
        session: RefCell::new(Session::new(BUILD).with_memory(memory)),
        reading: Cell::new(0),
        tick: channel.port2(),
        ticking: Cell::new(false),
    });

    let this = worker.clone();
    let on_tick = Closure::<dyn FnMut()>::new(move || this.work());
    channel.port1().set_onmessage(Some(on_tick.into_js_value().unchecked_ref()));

    let this = worker.clone();
    let on_message =
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| this.clone().hear(event.data()));
    scope.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));

    let greeting = worker.session.borrow().greet();
    worker.say(&greeting);
    worker.session.borrow_mut().rehearse();
    worker.keep_working();
}

/// Bytes of wasm memory, which grows and is never given back.
fn memory() -> Option<u64> {
    let memory: WebAssembly::Memory = wasm_bindgen::memory().dyn_into().ok()?;
    let buffer: ArrayBuffer = memory.buffer().dyn_into().ok()?;
    Some(u64::from(buffer.byte_length()))
}

/// A panic ends the worker without an error event that says why: its words go to the page first.
fn announce_panics(scope: &DedicatedWorkerGlobalScope) {
    let scope = scope.clone();
    std::panic::set_hook(Box::new(move |panic| {
        let words = panic.to_string();
        engine::error(&words);
        let _ = scope.post_message(&JsValue::from_str(&words));
    }));
}

impl Worker {
    fn hear(self: Rc<Self>, message: JsValue) {
        match message::unpack_command(&message) {
            Ok((Command::Read { purpose, name, bytes }, Some(file))) => {
                let turn = self.next_turn();
                self.tell(Command::Read { purpose, name, bytes });
                let this = self.clone();
                spawn_local(async move { this.read_file(turn, purpose, file).await });
            }
            Ok((Command::ReadSample { sample, purpose }, _)) => {
                let turn = self.next_turn();
                let this = self.clone();
                spawn_local(async move { this.read_sample(turn, sample, purpose).await });
            }
            Ok((Command::ShareTable, _)) => self.share_table(),
            Ok((Command::Write(document), _)) => self.say(&[written(&document)]),
            Ok((Command::AdoptTable, _)) => self.adopt_table(message::adopted_block(&message)),
            Ok((command, _)) => {
                if command == Command::CancelReading {
                    self.next_turn();
                }
                self.tell(command);
            }
            Err(error) => {
                self.fail(Place::Worker, "bad-message", format!("The worker was not understood: {error}."))
            }
        }
        self.keep_working();
    }

    fn tell(&self, command: Command) {
        let events = self.session.borrow_mut().handle(command);
        self.say(&events);
    }

    fn say(&self, events: &[Event]) {
        if events.is_empty() {
            return;
        }
        let posted = message::pack_events(events)
            .and_then(|message| self.scope.post_message(&message).map_err(|error| engine::words(&error)));
        if let Err(error) = posted {
            let _ =
                self.scope.post_message(&JsValue::from_str(&format!("An answer could not be sent: {error}")));
        }
    }

    /// Posts the table's block, without a copy of it in between.
    fn share_table(&self) {
        let events = self.session.borrow_mut().handle(Command::ShareTable);
        let [Event::TableShared { bytes }] = events[..] else { return self.say(&events) };
        let posted = self.pack_table(bytes).and_then(|block| {
            let (message, transfer) = message::pack_shared_table(&block)?;
            self.scope.post_message_with_transfer(&message, &transfer).map_err(|error| engine::words(&error))
        });
        if let Err(error) = posted {
            let message = format!("The table could not be shared with other workers: {error}.");
            self.fail(Place::File, "table-not-shared", message);
        }
    }

    fn pack_table(&self, bytes: u64) -> Result<Uint8Array, String> {
        let session = self.session.borrow();
        let table = session.shared_table().ok_or("there is no table")?;
        // Between the columns' blocks there may be very many short words.
        let mut out = BufWriter::with_capacity(
            BUFFER,
            Block::writing(bytes).map_err(|_| "there is not enough memory".to_string())?,
        );
        table.write(&mut out).map_err(|_| "it did not fit")?;
        let block = out.into_inner().map_err(|_| "it did not fit")?;
        Ok(block.into_array())
    }

    fn adopt_table(&self, block: Option<Uint8Array>) {
        let block = block.unwrap_or_else(|| Uint8Array::new_with_length(0));
        let bytes = u64::from(block.byte_length());
        let events = self.session.borrow_mut().adopt_table(Block::reading(block), bytes);
        self.say(&events);
    }

    fn fail(&self, place: Place, kind: &str, message: String) {
        let failure = Failure { place, kind: kind.to_string(), message, problems: Vec::new(), sample: None };
        self.say(&[Event::Failed(failure)]);
    }

    fn next_turn(&self) -> u32 {
        self.reading.set(self.reading.get().wrapping_add(1));
        self.reading.get()
    }

    /// Whether the file of this turn is still wanted.
    fn is_wanted(&self, turn: u32) -> bool {
        self.reading.get() == turn && self.session.borrow().is_reading()
    }

    /// Hands the file's bytes over slice by slice; between two slices other messages get in.
    async fn read_file(self: Rc<Self>, turn: u32, purpose: Purpose, file: File) {
        let mut decoder = None;
        let mut slices = Slices::new(&file, purpose);
        let mut before = self.seconds();
        while let Some(bytes) = self.next_slice(turn, purpose, &mut slices).await {
            if slices.is_first() && is_workbook(&bytes) {
                return self.read_workbook(turn, purpose, file);
            }
            if slices.is_first() {
                decoder = self.decoder(turn, purpose, &slices, &bytes).await;
                if !self.is_wanted(turn) {
                    return;
                }
            }
            let text = decoder.as_ref().map(|decoder| decoded(decoder, &bytes, !slices.is_last()));
            self.push(text.as_deref().unwrap_or(&bytes), &mut slices, &mut before);
        }
        self.finish(turn);
    }

    /// The same of a CSV that was made of a sheet.
    async fn read_sheet(self: Rc<Self>, turn: u32, purpose: Purpose, csv: Uint8Array) {
        let Ok(blob) = Blob::new_with_u8_array_sequence(&Array::of1(&csv)) else {
            return self.give_up(
                purpose,
                "unreadable-file",
                "The sheet does not fit into memory. Save it as a CSV file, and open that.",
            );
        };
        let mut slices = Slices::new(&blob, purpose);
        let mut before = self.seconds();
        while let Some(bytes) = self.next_slice(turn, purpose, &mut slices).await {
            self.push(&bytes, &mut slices, &mut before);
        }
        self.finish(turn);
    }

    /// The bytes of the next slice; `None` where there is none, or the file is not wanted any more.
    async fn next_slice(&self, turn: u32, purpose: Purpose, slices: &mut Slices) -> Option<Vec<u8>> {
        let slice = match slices.next()? {
            Ok(blob) => JsFuture::from(blob.array_buffer()).await,
            Err(error) => Err(error),
        };
        if !self.is_wanted(turn) {
            return None;
        }
        match slice {
            Ok(buffer) => Some(Uint8Array::new(&buffer).to_vec()),
            Err(_) => {
                self.give_up(purpose, "unreadable-file", "The file could not be read: it was changed, moved or is not allowed to be read. Choose it again.");
                None
            }
        }
    }

    /// The next bytes of the file. `before`: when those before were done with.
    fn push(&self, bytes: &[u8], slices: &mut Slices, before: &mut f64) {
        let start = self.seconds();
        let events = self.session.borrow_mut().push_bytes(bytes);
        let now = self.seconds();
        slices.took(now - start);
        self.session.borrow_mut().spend_on_reading(now - *before);
        *before = now;
        self.say(&events);
    }

    /// The browser's own decoder, where text in an encoding is announced that the reader does not know. What is packed goes to
    /// the reader as it is, which says what to do; and new rows may be in UTF-8 though the model's table was not.
    async fn decoder(
        &self,
        turn: u32,
        purpose: Purpose,
        slices: &Slices,
        first: &[u8],
    ) -> Option<TextDecoder> {
        let name = self.session.borrow().foreign_encoding()?;
        // The first piece of new rows is small, and may have letters of ASCII alone.
        let beginning = JsFuture::from(slices.beginning().ok()?.array_buffer()).await.ok()?;
        let beginning = Uint8Array::new(&beginning).to_vec();
        let is_utf8 =
            std::str::from_utf8(&beginning).map_or_else(|error| error.error_len().is_none(), |_| true);
        let is_packed = first.starts_with(b"\x1F\x8B") || first.starts_with(b"PK\x03\x04");
        if is_packed || (is_utf8 && purpose == Purpose::Predict) || !self.is_wanted(turn) {
            return None;
        }
        let decoder = TextDecoder::new_with_label(name).ok()?;
        self.session.borrow_mut().transcoded(name);
        Some(decoder)
    }

    /// Has a sheet of a workbook made into a CSV, by a module of its own, and reads that.
    fn read_workbook(self: Rc<Self>, turn: u32, purpose: Purpose, file: File) {
        let sheet = self.session.borrow().wanted_part().unwrap_or_default();
        let answer = engine::read_workbook(&file, &sheet);
        spawn_local(async move {
            let answer = JsFuture::from(answer).await;
            if self.is_wanted(turn) {
                self.take_workbook(turn, purpose, answer);
            }
        });
    }

    fn take_workbook(self: Rc<Self>, turn: u32, purpose: Purpose, answer: Result<JsValue, JsValue>) {
        let answer = answer.unwrap_or_default();
        let part = |name: &str| Reflect::get(&answer, &name.into()).unwrap_or_default();
        let sheet = serde_wasm_bindgen::from_value::<Sheet>(part("sheet"));
        let (Ok(csv), Ok(Sheet { notes, part, parts })) = (part("csv").dyn_into::<Uint8Array>(), sheet)
        else {
            return match serde_wasm_bindgen::from_value::<Refused>(part("refused")) {
                Ok(Refused { kind, sentence }) => self.give_up(purpose, &kind, &sentence),
                Err(_) => self.give_up(purpose, "workbook-not-loaded", "The part of Perceptab that reads workbooks could not be loaded. Your file is kept: check the connection and try again."),
            };
        };
        let contents = Contents { part: Some(part), parts, notes, ..Contents::of("Excel") };
        self.session.borrow_mut().declare(contents);
        spawn_local(self.read_sheet(turn, purpose, csv));
    }

    async fn read_sample(self: Rc<Self>, turn: u32, sample: Sample, purpose: Purpose) {
        let name = sample.file();
        // Relative addresses start at the worker's own, so the page works from any folder of a host.
        let bytes = JsFuture::from(engine::bytes(&format!("./data/{name}"))).await;
        if self.reading.get() != turn {
            return;
        }
        let bytes = match bytes {
            Ok(bytes) => Uint8Array::new(&bytes).to_vec(),
            Err(error) => {
                let why = engine::words(&error);
                let message = format!(
                    "The sample {name} could not be fetched ({why}). Check the connection and try again, or choose a CSV of your own."
                );
                return self.fail(place(purpose), "sample-not-fetched", message);
            }
        };
        self.tell(Command::Read { purpose, name: name.to_string(), bytes: bytes.len() as u64 });
        // It is small.
        let events = self.session.borrow_mut().push_bytes(&bytes);
        self.say(&events);
        self.finish(turn);
    }

    /// No bytes are left. What there is to do with them is the session's next job.
    fn finish(&self, turn: u32) {
        if self.is_wanted(turn) {
            let events = self.session.borrow_mut().close_bytes();
            self.say(&events);
        }
        self.keep_working();
    }

    fn give_up(&self, purpose: Purpose, kind: &str, message: &str) {
        self.tell(Command::CancelReading);
        self.fail(place(purpose), kind, message.to_string());
    }

    fn keep_working(&self) {
        let has_work = self.session.borrow().has_work();
        if has_work && !self.ticking.replace(true) {
            let _ = self.tick.post_message(&JsValue::NULL);
        }
    }

    /// Since the worker began.
    fn seconds(&self) -> f64 {
        self.scope.performance().map_or(0.0, |clock| clock.now() / 1_000.0)
    }

    fn work(&self) {
        self.ticking.set(false);
        let events = self.session.borrow_mut().work(&|| self.seconds(), BUDGET);
        self.say(&events);
        self.keep_working();
    }
}

/// Where it is told that a file is not read.
fn place(purpose: Purpose) -> Place {
    match purpose {
        Purpose::Open => Place::File,
        Purpose::Predict => Place::NewRows,
    }
}

/// The next bytes as UTF-8; what they leave unfinished waits for those that follow, if any do.
fn decoded(decoder: &TextDecoder, bytes: &[u8], more: bool) -> Vec<u8> {
    let options = TextDecodeOptions::new();
    options.set_stream(more);
    // Without `fatal` it never fails.
    decoder.decode_with_u8_array_and_options(bytes, &options).unwrap_or_default().into_bytes()
}
