//! Glossator, a terminal reader and annotator for people who read closely.
