//! Enclosures contain the exact value; exponentials and logarithms are the published ones.

use super::*;
use crate::ring::tests::Lcg;

fn fraction(numerator: i64, denominator: i64) -> Rational {
    Rational::new(numerator.into(), denominator.into()).unwrap()
}

fn literal(text: &str) -> Rational {
    match text.strip_prefix('-') {
        Some(positive) => -Rational::parse_decimal(positive).unwrap(),
        None => Rational::parse_decimal(text).unwrap(),
    }
}

/// A random fraction between −20 and 20.
fn random_number(random: &mut Lcg) -> Rational {
    let denominator = [1, 2, 3, 7, 1000, 997][random.below(6) as usize];
    let numerator = random.below(40 * denominator + 1) as i64 - 20 * denominator as i64;
    fraction(numerator, denominator as i64)
}

/// A random interval with the number in it, at times of one point.
fn around(ring: &RealRing, number: &Rational, random: &mut Lcg) -> RealEnclosure {
    let below = number - fraction(random.below(5) as i64, 3);
    let above = number + fraction(random.below(5) as i64, 3);
    RealEnclosure { lo: ring.enclose(&below).lo, hi: ring.enclose(&above).hi }
}

#[test]
fn arithmetic_contains_the_exact_result() {
    let mut random = Lcg(41);
    for precision in [64, 192] {
        let ring = RealRing::new(precision);
        for _ in 0..2000 {
            let (a, b) = (random_number(&mut random), random_number(&mut random));
            let (x, y) = (around(&ring, &a, &mut random), around(&ring, &b, &mut random));
            assert!(x.contains(&a) && y.contains(&b));
            assert!(ring.add(&x, &y).contains(&(&a + &b)));
            assert!(ring.sub(&x, &y).contains(&(&a - &b)));
            assert!(ring.mul(&x, &y).contains(&(&a * &b)), "{a} · {b}");
            assert!(ring.complement(&x).contains(&a.complement()));
            assert!(x.min(&y).contains((&a).min(&b)));
            assert!(x.max(&y).contains((&a).max(&b)));
            match ring.div(&x, &y) {
                Some(quotient) => assert!(quotient.contains(&a.checked_div(&b).unwrap())),
                None => assert!(y.contains(&Rational::zero())),
            }
            let exponent = random.below(9) as i32 - 4;
            match ring.raise(&x, &exponent.into()) {
                Some(power) => assert!(power.contains(&a.pow(exponent).unwrap())),
                None => assert!(exponent < 0 && x.contains(&Rational::zero())),
            }
            assert!(x.floor().is_none_or(|floor| floor == a.floor()));
            assert!(x.ceil().is_none_or(|ceil| ceil == a.ceil()));
            assert!(x.compare(&b).is_none_or(|order| order == a.cmp(&b)));
            let (below, above) = x.decimal_ends(3);
            assert!(literal(&below) <= x.lo().unwrap() && x.hi().unwrap() <= literal(&above));
        }
    }
}

#[test]
fn enclosures_of_numbers_are_narrow() {
    let mut random = Lcg(42);
    let ring = RealRing::new(128);
    for _ in 0..500 {
        let (a, b) = (random_number(&mut random), random_number(&mut random));
        let (x, y) = (ring.enclose(&a), ring.enclose(&b));
        assert!(x.is_zero() || x.certain_bits() >= 125);
        assert!(x.is_zero() || y.is_zero() || ring.mul(&x, &y).certain_bits() >= 123);
        assert_eq!(x.floor(), Some(a.floor()));
        assert_eq!(x.decimal(20), Some(crate::decimal(&a, 20)));
        assert!(x.compare(&b).is_some());
    }
}

#[test]
fn exponentials_and_logarithms_are_the_known_ones() {
    let ring = RealRing::new(192);
    let exp = |x: &str| ring.exp(&ring.enclose(&literal(x)));
    let ln = |x: &str| ring.ln(&ring.enclose(&literal(x))).unwrap();
    for (found, expected) in [
        (exp("1"), "2.718281828459045235360287471352662497757"),
        (exp("-0.008"), "0.9920319148370606303398697002688716493434"),
        (exp("100"), "2.68811714181613544841262555158001358736e43"),
        (exp("-1000"), "5.075958897549456765291809479574336919306e-435"),
        (ln("2"), "0.6931471805599453094172321214581765680755"),
        (ln("10"), "2.302585092994045684017991454684364207601"),
        (ln("0.999"), "-0.00100050033358353350014298225406834496075521"),
        (ln("1e1000"), "2302.585092994045684017991454684364207601"),
    ] {
        let digits = expected.trim_start_matches(['-', '0', '.']);
        let digits = digits.split('e').next().unwrap().replace('.', "").len();
        assert_eq!(found.decimal(digits).as_deref(), Some(expected));
    }
    let hair = Rational::one() + literal("1e-30");
    let tiny = ring.ln(&ring.enclose(&hair)).unwrap();
    assert_eq!(tiny.decimal(12).as_deref(), Some("1e-30"));
    let root = ring.pow(&ring.enclose(&literal("2")), &ring.enclose(&fraction(1, 3))).unwrap();
    let expected = "1.259921049894873164767210607278228350570";
    assert_eq!(root.decimal(39).as_deref(), expected.strip_suffix('0'));
    assert_eq!(ring.exp(&ring.zero()), ring.one());
    assert!(ring.ln(&ring.one()).unwrap().is_zero());
}

#[test]
fn logarithm_and_exponential_are_inverse() {
    let mut random = Lcg(43);
    for precision in [64, 128, 500, 1000, 3000] {
        let ring = RealRing::new(precision);
        for _ in 0..20 {
            let number = random_number(&mut random);
            let x = ring.enclose(&number);
            let exponential = ring.exp(&x);
            assert!(exponential.certain_bits() >= u64::from(precision) - 10, "{number}");
            let back = ring.ln(&exponential).unwrap();
            assert!(back.contains(&number), "{number}");
            if x.is_positive() {
                let logarithm = ring.ln(&x).unwrap();
                let bits = logarithm.certain_bits();
                assert!(bits >= u64::from(precision) - 10, "{number}: {bits}");
                assert!(ring.exp(&logarithm).contains(&number), "{number}");
            }
        }
    }
}

#[test]
fn logarithms_near_one_keep_their_digits() {
    for precision in [192, 1000] {
        let ring = RealRing::new(precision);
        for power in [1, 5, 20, 60, 100, 190, 400] {
            for sign in [1, -1] {
                let distance = Rational::from(2).pow(-power).unwrap() * Rational::from(sign);
                let number = Rational::one() + &distance;
                // The distance itself is to be seen in the number.
                let x = RealRing::new(1024).enclose(&number);
                let logarithm = ring.ln(&x).unwrap();
                assert!(logarithm.certain_bits() >= u64::from(precision) - 10, "{power}");
                // ln(1 + d) lies between d/(1 + d) and d.
                let low = distance.checked_div(&number).unwrap();
                let (above, below) = (logarithm.compare(&low), logarithm.compare(&distance));
                if power > 150 {
                    // Too near to tell them apart, but not on the wrong side.
                    assert_ne!(above, Some(Ordering::Less));
                    assert_ne!(below, Some(Ordering::Greater));
                } else {
                    assert_eq!((above, below), (Some(Ordering::Greater), Some(Ordering::Less)));
                }
            }
        }
    }
}

#[test]
fn more_precision_is_a_narrower_enclosure_of_the_same_number() {
    let seven = Rational::from(7);
    let [rough, fine] = [192, 4096].map(|precision| {
        let ring = RealRing::new(precision);
        ring.ln(&ring.enclose(&seven)).unwrap()
    });
    assert!(rough.contains(&fine.lo().unwrap()) && rough.contains(&fine.hi().unwrap()));
    let [rough, fine] = [192, 4096].map(|precision| {
        let ring = RealRing::new(precision);
        ring.exp(&ring.enclose(&-&seven))
    });
    assert!(rough.contains(&fine.lo().unwrap()) && rough.contains(&fine.hi().unwrap()));
}

#[test]
fn arguments_past_all_numbers_are_still_enclosed() {
    let ring = RealRing::new(64);
    for exponent in [17, 18, 19, 30, 1000] {
        let huge = ring.enclose(&Rational::from(10).pow(exponent).unwrap());
        let large = ring.exp(&huge);
        assert_eq!(large.compare(&Rational::from(10).pow(1000).unwrap()), Some(Ordering::Greater));
        let small = ring.exp(&huge.negate());
        assert!(!small.is_negative());
        assert_eq!(small.compare(&Rational::from(10).pow(-1000).unwrap()), Some(Ordering::Less));
        let back = ring.ln(&large).unwrap();
        assert!(back.hi >= huge.lo && back.lo <= huge.hi);
    }
    let infinite = ring.exp(&ring.enclose(&Rational::from(10).pow(30).unwrap()));
    assert_eq!(infinite.hi(), None);
    assert_eq!(infinite.decimal_ends(3).1, "infinity");
    assert_eq!(infinite.negate().decimal_ends(3).0, "-infinity");
    assert_eq!(infinite.decimal(1), None);
    assert!(ring.sub(&infinite, &infinite).contains(&Rational::zero()));
}

#[test]
fn signs_that_are_not_certain_decide_nothing() {
    let ring = RealRing::new(64);
    let unknown = RealEnclosure {
        lo: ring.enclose(&fraction(-1, 3)).lo,
        hi: ring.enclose(&fraction(1, 2)).hi,
    };
    assert!(ring.ln(&unknown).is_none());
    assert!(ring.div(&ring.one(), &unknown).is_none());
    assert!(unknown.to_enclosure().is_none());
    assert!(unknown.decimal(1).is_none());
    assert!(unknown.floor().is_none());
    assert_eq!(unknown.ceil(), None);
    assert_eq!(unknown.certain_bits(), 0);
    assert_eq!(unknown.decimal_ends(2), ("-0.34".to_owned(), "0.5".to_owned()));
    assert!(ring.raise(&unknown, &Integer::from(2)).unwrap().to_enclosure().is_some());
    assert!(ring.pow(&ring.zero(), &ring.one()).is_none());
}
