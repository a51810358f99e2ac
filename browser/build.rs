//! Names the build, for who asks whether two machines run the same ("Under the hood"): a hash of the Rust sources of all crates
//! that page and engine are made of, with their names, and of what Cargo builds them by.
//!
//! Styles, scripts and the guide are not in it, nor is the compiler: `rust-toolchain.toml` says which one it should be.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// What goes into it; folders with all that is in them.
const PARTS: [&str; 12] = [
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    ".cargo",
    "src",
    "app",
    "worker",
    "browser",
    "conversation",
    "kernels",
    "workbook/Cargo.toml",
    "workbook/src",
];

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("..");
    let mut files = Vec::new();
    PARTS.iter().for_each(|part| collect(&root.join(part), &mut files));
    files.sort();

    // FNV-1a, 64 bits: enough to tell builds apart, and it needs no crate.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for file in &files {
        let name = file.strip_prefix(&root).unwrap_or(file).to_string_lossy().replace('\\', "/");
        for byte in name.into_bytes().into_iter().chain(fs::read(file).unwrap_or_default()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    println!("cargo::rustc-env=PERCEPTAB_BUILD={version}-{:08x}", hash >> 32);
    for part in PARTS {
        println!("cargo::rerun-if-changed=../{part}");
    }
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if !path.is_dir() {
        files.push(path.to_path_buf());
        return;
    }
    for entry in fs::read_dir(path).into_iter().flatten().flatten() {
        collect(&entry.path(), files);
    }
}
