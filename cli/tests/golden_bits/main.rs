//! Every weight keeps its bits, and every file that is saved keeps its bytes: what the program gave before it was rebuilt is
//! written down in the JSON files beside this one.
//!
//! `scripts/golden_bits.sh` writes them anew. That is right only where a change of the bits is meant; whoever makes it says in
//! the commit which entries it moves and why. With `PERCEPTAB_GOLDEN_FILES=FOLDER` the files that are hashed here are laid into
//! that folder too, so that those of two builds can be compared.
//!
//! Only commands, events, recipes as JSON and the command line are used, so that this outlives a change of what is inside.
#![cfg(not(target_arch = "wasm32"))]

mod command_line;
mod exports;
mod golden_file;
mod large_tables;
mod presets;
mod run;
mod settings;
// The checksum's own source: it is no part of what the crate shows.
#[path = "../../../src/model/sha256.rs"]
mod sha256;
mod table;

#[test]
fn every_preset_gives_the_weights_that_it_gave() {
    golden_file::compare("presets", presets::entries());
}

#[test]
fn every_setting_gives_the_weights_that_it_gave() {
    golden_file::compare("settings", settings::entries());
}

#[test]
fn a_table_that_is_worked_through_in_parts_gives_the_weights_that_it_gave() {
    golden_file::compare("large_tables", large_tables::entries());
}

#[test]
fn every_export_has_the_bytes_that_it_had() {
    golden_file::compare("exports", exports::entries());
}

#[test]
fn the_command_line_prints_and_writes_what_it_did() {
    golden_file::compare("command_line", command_line::entries());
}
