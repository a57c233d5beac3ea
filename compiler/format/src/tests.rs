use crate::{Refusal, format};
use kofn_diagnostics::FileId;

fn formatted(text: &str) -> String {
    let once = format(FileId(0), text).unwrap();
    assert_eq!(format(FileId(0), &once).unwrap(), once, "formatted once and twice");
    once
}

#[test]
fn a_file_without_layout_gets_it() {
    insta::assert_snapshot!(formatted(
        "\u{FEFF}use  std/voting as v(tmr,nmr)\r\nparam p=0.9///one part\r\n\r\n\r\n\r\nparam n:count in 1..9
        system s{module a,b=p module c[ 3 ]=1-(1-p)^2 on a,any   of(a , b) link a->b--c=0.9 on c[1]for i in 1..2

        works when series(2of c,not a)}
        system t=s(n=3) common cause g{a,b,beta=0.1}let x=60%*n+1/3-6/8*2
        assert q:s>=0.9 and s<1 given p in 0..1,n=3 solve n where s>5nines
        compare s,t over p in 0.1..1 step 0.1 table s,solve(min n where s>0.9 given p=1)for n in(1,2,3)"
    ));
}

#[test]
fn modules_below_each_other_are_a_table() {
    insta::assert_snapshot!(formatted(
        "system s {
            module utility = R_utility
            module transfer[2] = R_switch on any of (utility, generator)
            module ups // has no number
            module pdu_A = R_PDU on transfer[1], any of (ups, bypass)
            module a_name_that_is_much_longer_than_those_of_the_others = R on pdu_A
            module psu = R_PSU on pdu_A

            module another = 0.9
            // A comment divides.
            module x = 0.9 // a note
            module host = 0.99999 on a // another
            works when x
        }
        module outside = 0.9
        system t {
            module in_it = 0.9
            /* not in the list */ module b = 0.9
            module bare on in_it
            module host = 0.9 on bare
        }"
    ));
}

#[test]
fn what_does_not_fit_on_a_line_is_broken() {
    insta::assert_snapshot!(formatted(
        "system s {
            works when parallel(series(top_in, top_out), series(bottom_in, bottom_out), series(top_in, cross, bottom_out), series(bottom_in, cross, top_out))
            module group[i in 1..groups] = storage.raid6(disks = disks, R_disk = R_disk) on backplane[i], any of controller
            block b = first_thing and second_thing and third_thing or fourth_thing and fifth_thing or sixth_thing of_seven
            block c = any of (element_of_the_array[i].part_of_the_element for i in 1..number_of_elements, j in 1..2)
            module a, the_second_name, the_third_name, the_fourth_name, the_fifth_name, the_sixth_name, seventh = 0.9
        }
        assert two_feeds_do_no_harm: server_power >= both_cords_on_A given R_utility in 0..1, R_generator in 0..1, R_switch in 0..1, R_UPS in 0..1, R_bypass in 0..1, R_PDU in 0..1
        assert better_need_more: native/virtualized(R_V = 1) > native(R_M = R_low)/virtualized(R_V = 1, R_M = R_low) given R_H > 0
        assert longer_than_any_line: the_first_system_of_this_file(R_M = R_low) - the_second_system(R_M = R_low) > the_third_system_of_this_file given R_H > 0
        table solve(R_V where a_system_with_a_long_name >= another_system_with_a_long_name given p = 1/2, q = 1/3)
        let sum = 1000000 + 2000000 + 3000000 + 4000000 + 5000000 + 6000000 + 7000000 + 8000000 + 9000000 + 10000000
        param R[30] = (0.91, 0.92, 0.93, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99, 0.91, 0.92, 0.93, 0.94, 0.95, 0.96, 0.97, 0.98)
        "
        .replace(" of_seven", "")
        .as_str()
    ));
}

#[test]
fn comments_stay_where_they_are() {
    insta::assert_snapshot!(formatted(
        "


        /// The file.

        // ordinary
        /// doc of a
        module a=0.9   /// beside
        /* before */ module b /* its name */ = /* its number */ 0.9 // end
           ,
        module c
        system s  /// of the system
        {  // behind the brace

            // first

            /* two
               lines */
            works when parallel(a, // first
              b // second
              ,
              /* third */ c,

              // own line
              d
              // before the bracket
            ) // end

            // before the brace

        } /// behind the brace
        //= s = 1
        let x = 1 + // one
           2 /* two */ + 3 // three"
            .replace("// end\n           ,", "// end")
            .as_str()
    ));
}

#[test]
fn comments_do_not_touch_words() {
    for (loose, neat) in [
        ("assert a >= 0 given p in 0../* x */1", "assert a >= 0 given p in 0.. /* x */ 1"),
        ("let v = a/* c */(p=0.5)", "let v = a /* c */ (p = 0.5)"),
        ("let v = a/* c */[1/* d */]/* e */.b", "let v = a /* c */ [1 /* d */] /* e */ .b"),
        ("let v = 2/* c */*p/* d */^/* e */2", "let v = 2 /* c */ *p /* d */ ^ /* e */ 2"),
        ("let v = f(a/* c */,b/* d */)", "let v = f(a /* c */, b /* d */)"),
        ("assert q/* c */:a>=0", "assert q /* c */: a >= 0"),
    ] {
        assert_eq!(formatted(loose), format!("{neat}\n"));
    }
}

#[test]
fn comments_share_a_column() {
    insta::assert_snapshot!(formatted(
        "param a /// first
        param the_second = 0.999 /// second
        param a_parameter_with_a_long_name = 0.999 /// longer than the column
        param x // after

        param y = 1 /* alone */ /* but for this */
        param a_parameter_with_a_name_that_is_longer_than_any_column_there_is = 0.999 // stands out
        param z // in its column
        works when a"
    ));
}

#[test]
fn signs_stand_close_or_apart() {
    for (loose, close) in [
        ("1 - ( 1 - R_M ) ^ n", "1 - (1 - R_M)^n"),
        ("n/2+1", "n/2 + 1"),
        ("2 * p*q / 3", "2*p*q/3"),
        ("60%*n", "60% * n"),
        ("- - 2 ^ - 2", "- -2^-2"),
        ("a- -b", "a - -b"),
        ("6 / h", "6 / h"),
        ("6/h", "6 /h"),
        ("x2 / h", "x2/h"),
        ("1/1000/h", "1/1000 /h"),
        ("5nines", "5 nines"),
        ("not  a and(b)", "not a and (b)"),
        ("x[ i+1 ].y[ 1 .. n - 2 ,j ]", "x[i + 1].y[1..n-2, j]"),
        ("x[1..n - - 2]", "x[1..n- -2]"),
        ("f( )", "f()"),
        ("f (a = 1,b for i in 1 .. 3 step 2)", "f(a = 1, b for i in 1..3 step 2)"),
        ("majority  of(a)", "majority of (a)"),
        ("a  ==  b", "a == b"),
    ] {
        assert_eq!(formatted(&format!("let v={loose}")), format!("let v = {close}\n"), "{loose}");
    }
}

#[test]
fn little_is_left_of_little() {
    assert_eq!(formatted(""), "");
    assert_eq!(formatted("\u{FEFF} \r\n\t\n"), "");
    assert_eq!(formatted("// only\n\n\n\n  /* comments */"), "// only\n\n/* comments */\n");
    assert_eq!(formatted("system s{}"), "system s {}\n");
    assert_eq!(formatted("system s{\n\n}"), "system s {}\n");
    assert_eq!(formatted("system s{// c\n}"), "system s {                          // c\n}\n");
    assert_eq!(formatted("system s{\n// c\n\n}"), "system s {\n    // c\n}\n");
    assert_eq!(formatted("param hôte'\u{A0}=λ"), "param hôte' = λ\n");
}

#[test]
fn errors_of_syntax_are_told_and_nothing_else() {
    match format(FileId(7), "module a = = 0.9\nmodule b =\n") {
        Err(Refusal::Broken(findings)) => {
            let codes: Vec<&str> = findings.iter().map(|finding| finding.code.0).collect();
            assert_eq!(codes, ["syntax", "syntax"]);
            assert_eq!(findings[0].labels[0].span.file, FileId(7));
        }
        other => panic!("{other:?}"),
    }
    // Names that do not exist are nothing that a layout depends on.
    assert_eq!(formatted("module a=b on c"), "module a = b on c\n");
}
