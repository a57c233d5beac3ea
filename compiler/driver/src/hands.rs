//! Who does work that can be shared out.

/// Does independent pieces of work, in any order, perhaps several at once.
///
/// The library itself starts no threads; a program that has cores to spare hands them in.
pub trait Hands {
    /// Calls `work` once for each number below `count`, and returns when all are done.
    fn each(&self, count: usize, work: &(dyn Fn(usize) + Sync));
}

/// One piece after the other.
#[derive(Clone, Copy, Debug, Default)]
pub struct OneHand;

impl Hands for OneHand {
    fn each(&self, count: usize, work: &(dyn Fn(usize) + Sync)) {
        (0..count).for_each(work);
    }
}

/// The results of `count` pieces of work, in order.
pub(crate) fn gathered<T: Send>(
    hands: &dyn Hands,
    count: usize,
    work: &(dyn Fn(usize) -> T + Sync),
) -> Vec<T> {
    let places: Vec<std::sync::Mutex<Option<T>>> =
        (0..count).map(|_| std::sync::Mutex::new(None)).collect();
    hands.each(count, &|at| {
        let result = work(at);
        if let Ok(mut place) = places[at].lock() {
            *place = Some(result);
        }
    });
    // A piece that somebody else's hands left out is done here.
    let done = |(at, place): (usize, std::sync::Mutex<Option<T>>)| {
        place.into_inner().ok().flatten().unwrap_or_else(|| work(at))
    };
    places.into_iter().enumerate().map(done).collect()
}
