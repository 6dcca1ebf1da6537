use crate::search::query::{Node, Options, Query, QueryError, Reach};

fn read(source: &str) -> Query {
    Query::read(source, Options::default()).unwrap()
}

fn fault(source: &str) -> QueryError {
    Query::read(source, Options::default()).unwrap_err()
}

#[test]
fn words_in_a_row_are_one_phrase() {
    assert_eq!(
        read("joint \"declaration\" of 1956").node,
        Some(Node::Term(0))
    );
    assert_eq!(
        read("(1956 | the) joint {a b|c} [d e] (f)? g").node,
        Some(Node::Term(0))
    );
    assert_eq!(read("and/or").node, Some(Node::Term(0)));
    assert_eq!(read("\"a OR b\"").node, Some(Node::Term(0)));
    assert_eq!(read("note: a").node, Some(Node::Term(0)));
}

#[test]
fn operators_bind_as_documented() {
    let a = || Node::Term(0);
    let b = || Node::Term(1);
    let c = || Node::Term(2);
    assert_eq!(
        read("a OR b AND c").node,
        Some(Node::Or(vec![a(), Node::And(vec![b(), c()])]))
    );
    assert_eq!(
        read("a NOT b NEAR/3 c").node,
        Some(Node::And(vec![
            a(),
            Node::Not(Box::new(Node::Near(
                Box::new(b()),
                Box::new(c()),
                Reach::Words(3)
            )))
        ]))
    );
    assert_eq!(
        read("(a OR b) SENTENCE /c+/").node,
        Some(Node::Near(
            Box::new(Node::Or(vec![a(), b()])),
            Box::new(c()),
            Reach::Sentence
        ))
    );
}

#[test]
fn filters_are_taken_out() {
    let query = read("tag:\"a tag\" AND peace doc:08MOSCOW treaty NOT kind:heading date:1956..");
    assert_eq!(query.node, Some(Node::Term(0)));
    let shown: Vec<String> = query.filters().iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "tag:a tag",
            "doc:08MOSCOW",
            "NOT kind:heading",
            "date:1956.."
        ]
    );
    assert_eq!(read("kind:heading").node, None);
}

#[test]
fn a_bad_query_says_where_and_what_to_write() {
    for (query, column, word) in [
        ("", 1, "write a word"),
        ("a AND", 6, "write one"),
        ("a AND OR b", 7, "inside quotation marks"),
        ("(a OR b", 1, "add “)”"),
        ("a) b", 2, "closes nothing"),
        ("\"a b", 1, "add “\"”"),
        ("a NEAR/x b", 3, "NEAR/5"),
        ("a NEAR (NOT b)", 3, "on both sides"),
        ("a OR /b(/", 8, "regular expression"),
        ("a /b/", 3, "AND"),
        ("kind:title", 1, "heading"),
        ("a OR tag:x", 6, "outside"),
        ("the {a|b", 5, "never closed"),
    ] {
        let error = fault(query);
        assert_eq!(error.column, column, "{query}: {error}");
        assert!(error.message.contains(word), "{query}: {error}");
    }
}

#[test]
fn a_query_still_being_typed_ends_in_the_beginning_of_a_word() {
    let same = |typed: &str, read: &str| {
        let unfinished = Query::unfinished(typed, Options::default()).unwrap();
        let finished = Query::read(read, Options::default()).unwrap();
        assert_eq!(
            format!("{:?}", unfinished.terms),
            format!("{:?}", finished.terms),
            "{typed}"
        );
        assert_eq!(unfinished.source(), typed);
    };
    same("joint decl", "joint decl*");
    same("joint ", "joint");
    same("\"joint decl", "\"joint decl*\"");
    same("(a OR b", "(a OR b*)");
    same("宣言", "宣言");
    same("peace tag:trea", "peace tag:trea");
    assert!(Query::unfinished("a AND", Options::default()).is_err());
}
