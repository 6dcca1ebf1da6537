//! Cases made for each rule.
