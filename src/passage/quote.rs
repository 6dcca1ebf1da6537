//! Finds a passage by its words and their context, when the text it was taken from was not kept.
pub(crate) mod bits;
