//! The help has every setting that is declared.
#![cfg(not(target_arch = "wasm32"))]

use std::process::Command;

use perceptab::recipe::Setting;

#[test]
fn every_setting_is_an_option_in_the_help() {
    let output = Command::new(env!("CARGO_BIN_EXE_perceptab")).arg("--help").output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
    for setting in Setting::all() {
        let flag =
            if setting.flag.is_empty() { setting.name.replace('_', "-") } else { setting.flag.to_string() };
        assert!(
            [format!("--{flag} "), format!("--[no-]{flag}")].iter().any(|flag| help.contains(flag)),
            "{flag}"
        );
    }
}
