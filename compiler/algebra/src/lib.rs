//! Exact numbers, symbolic expressions, polynomials and certified enclosures.
