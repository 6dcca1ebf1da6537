//! The user's settings: where they are, what they say, what is wrong in them.
//!
//! Knows the folders of configuration and state. Never writes into the folder of configuration.

use std::env;
use std::path::PathBuf;

use etcetera::BaseStrategy as _;
use etcetera::base_strategy::Xdg;

/// The folder of configuration: `GLOSSATOR_CONFIG`, else `glossator` in the user's folder of
/// configuration (`~/.config` where nothing else is said), on every system. None if the user has
/// no home.
pub fn folder() -> Option<PathBuf> {
    if let Some(named) = env::var_os("GLOSSATOR_CONFIG").filter(|it| !it.is_empty()) {
        return Some(PathBuf::from(named));
    }
    let base = Xdg::new().ok()?;
    Some(base.config_dir().join("glossator"))
}

/// The folder for what the program remembers between runs, such as reports of its own faults.
pub fn state_folder() -> Option<PathBuf> {
    let base = Xdg::new().ok()?;
    Some(base.state_dir()?.join("glossator"))
}
