//! Glossator, a terminal reader and annotator for people who read closely.
//!
//! The layers, each of which may use those above it in this list and no others:
//!
//! - [`corpus`]: documents as text with structure, read and never written;
//! - [`passage`]: stretches of text, how they are addressed and found again;
//! - [`library`]: what the reader made of the corpus, as plain values, and its history;
//! - [`search`]: where words, wordings and quotations stand;
//! - [`export`]: the same in forms that other programs and people read;
//! - [`store`]: the library on the disk;
//! - [`app`]: the reader as a value: keys to actions, actions to changes and effects;
//! - [`ui`]: the screen as a function of that value;
//! - [`run`] and [`terminal`]: the shell around them;
//! - [`cli`]: the command line.
//!
//! Beside them all stand [`shown`], the one door through which foreign text reaches a terminal, and
//! [`settings`], which reads the files that a person writes by hand.

pub mod app;
pub mod cli;
pub mod config;
pub mod corpus;
pub mod export;
pub mod library;
pub mod passage;
pub mod run;
pub mod search;
pub mod settings;
pub mod shown;
pub mod store;
pub mod terminal;
pub mod ui;
