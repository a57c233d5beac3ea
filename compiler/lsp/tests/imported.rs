//! A model that uses a fault tree of the exchange format.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod client;

use client::{Client, position};
use serde_json::json;

const TREE: &str = r#"<?xml version="1.0"?>
<opsa-mef>
  <define-fault-tree name="pumps">
    <define-gate name="top">
      <and>
        <basic-event name="first"/>
        <basic-event name="second"/>
      </and>
    </define-gate>
  </define-fault-tree>
  <model-data>
    <define-basic-event name="first"><float value="0.1"/></define-basic-event>
    <define-basic-event name="second"><float value="0.2"/></define-basic-event>
  </model-data>
</opsa-mef>
"#;

#[test]
fn names_of_a_fault_tree_lead_to_its_file() {
    let mut client = Client::start("imported");
    client.write("pumps.xml", TREE);
    let text = "use \"pumps.xml\" as tree\nassert tree.top > 0.5\n";
    client.open("a.rbd", text);
    client.wait_for_findings("a.rbd", &[]);
    let at = position(text, "tree.to|p");
    let found = client.at("textDocument/definition", "a.rbd", at.clone()).unwrap();
    assert_eq!(found[0]["uri"], client.uri("pumps.xml"));
    assert_eq!(found[0]["range"]["start"], json!({"line": 0, "character": 0}));
    let hover = client.hover("a.rbd", at.clone());
    assert!(hover.contains("0.98 = 49/50"), "{hover}");
    let refused = client.rename("a.rbd", at, "x").unwrap_err();
    assert_eq!(refused.1, "`top` comes from a fault tree, and gets its name there");
}
