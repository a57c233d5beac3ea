//! Orders of the vertices that sweep a network from one side to the other.
//!
//! Where a network has two sides, the difference of the distances from two far ends grows along
//! it: between two corners of a grid it counts the rows. Growing from a single vertex never finds
//! such an order, since the front of a ball is slanted.

use std::collections::VecDeque;

use crate::network::Incidence;

/// Far vertices between which orders are tried.
const LANDMARKS: usize = 6;

const UNREACHED: usize = usize::MAX;

/// For each pair of far vertices, the vertices by the difference of the distances from the two,
/// and then by the distance from the first. Vertices without edges are left out.
pub(super) fn sweeping_orders(
    incidence: &Incidence,
    ends: &[(usize, usize)],
    first: usize,
) -> Vec<Vec<usize>> {
    let touched: Vec<usize> =
        (0..incidence.vertices()).filter(|vertex| !incidence.edges(*vertex).is_empty()).collect();
    let mut distances = vec![distances_from(incidence, ends, first)];
    while distances.len() < LANDMARKS {
        let nearest = |vertex: usize| distances.iter().map(|from| from[vertex]).min();
        // Corners have few edges, and a corner is farther than its distance says.
        let farthest = touched.iter().copied().max_by_key(|&vertex| {
            let degree = incidence.edges(vertex).len();
            (nearest(vertex), std::cmp::Reverse(degree), std::cmp::Reverse(vertex))
        });
        match farthest {
            Some(vertex) if nearest(vertex) != Some(0) => {
                distances.push(distances_from(incidence, ends, vertex));
            }
            _ => break,
        }
    }
    let mut orders = Vec::new();
    for (at, one) in distances.iter().enumerate() {
        for other in &distances[..at] {
            let mut order = touched.clone();
            order.sort_by_key(|&vertex| {
                let (near, far) = (one[vertex] as i64, other[vertex] as i64);
                (near.wrapping_sub(far), near, vertex)
            });
            orders.push(order);
        }
    }
    orders
}

fn distances_from(incidence: &Incidence, ends: &[(usize, usize)], start: usize) -> Vec<usize> {
    let mut distances = vec![UNREACHED; incidence.vertices()];
    distances[start] = 0;
    let mut queue = VecDeque::from([start]);
    while let Some(vertex) = queue.pop_front() {
        for &edge in incidence.edges(vertex) {
            let (from, to) = ends[edge];
            let other = if from == vertex { to } else { from };
            if distances[other] == UNREACHED {
                distances[other] = distances[vertex] + 1;
                queue.push_back(other);
            }
        }
    }
    distances
}
