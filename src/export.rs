//! Export: what the reader made, in forms that other programs and people read.
//!
//! Knows formats and how each says what a library holds. Every export is a pure function from
//! values to text or bytes: no clock, no file, no terminal, so that the same library gives the same
//! bytes.

pub mod bibliography;
pub mod colour;
pub mod context;
pub mod dossier;
pub mod edition;
pub mod figure;
pub mod graph;
pub mod grouping;
pub mod harmless;
pub mod html;
pub mod incoming;
pub mod lines;
pub mod markdown;
pub mod material;
pub mod offsets;
pub mod org;
pub mod qda;
pub mod sync;
pub mod table;
pub mod template;
pub mod w3c;

pub use markdown::Flavour;
pub use material::{Material, Place, Placing, Scope, Standing};
pub use offsets::{Offsets, Whole};
