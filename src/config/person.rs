//! Who reads: the name that annotations carry.
//!
//! Knows the places where a computer keeps its user's name, best first. What the user wrote into
//! `config.toml` wins over all of them.

use std::env;

/// The name for annotations: `named` if there is one, else the login name, else the name of the
/// account in the system's list of users, else `reader`.
pub fn name(named: Option<&str>) -> String {
    let written = named.map(str::trim).filter(|name| !name.is_empty());
    let login = || {
        ["USER", "LOGNAME", "USERNAME"]
            .into_iter()
            .find_map(|key| env::var(key).ok().filter(|name| !name.is_empty()))
    };
    written
        .map(str::to_owned)
        .or_else(login)
        .or_else(account)
        .unwrap_or_else(|| "reader".to_owned())
}

#[cfg(unix)]
fn account() -> Option<String> {
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    in_list(&users, rustix::process::getuid().as_raw())
}

#[cfg(not(unix))]
fn account() -> Option<String> {
    None
}

/// The name of a user in a list such as `/etc/passwd`: the full name, else the login name.
#[cfg(unix)]
fn in_list(users: &str, id: u32) -> Option<String> {
    users.lines().find_map(|line| {
        let fields: Vec<&str> = line.split(':').collect();
        let [login, _, number, _, full, ..] = fields.as_slice() else {
            return None;
        };
        if number.parse() != Ok(id) {
            return None;
        }
        let full = full.split(',').next().unwrap_or("").trim();
        let name = if full.is_empty() { login } else { full };
        (!name.is_empty()).then(|| name.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_wins() {
        assert_eq!(name(Some(" Ada ")), "Ada");
    }

    #[cfg(unix)]
    #[test]
    fn an_account_has_a_full_name_or_a_login_name() {
        let users = "root:x:0:0::/root:/bin/sh\nada:x:7:7:Ada L.,room 3:/home/ada:/bin/sh\nbad\n";
        assert_eq!(in_list(users, 0).as_deref(), Some("root"));
        assert_eq!(in_list(users, 7).as_deref(), Some("Ada L."));
        assert_eq!(in_list(users, 8), None);
    }
}
