//! Structures and their lists: series, parallel, k-of-n, references, comprehensions.

use crate::build::{Builder, EXPANDED, Placed, ThingOrNode};
use crate::code;
use crate::graph::{Graph, Group, GroupIndex};
use crate::numbers::{DomainValues, Reported, SlotValue, Slots, View, whole};
use crate::things::{EnvironmentId, Size, ThingIndex, ThingKey};
use kofn_algebra::{Expr, Function, Rational};
use kofn_diagnostics::{Diagnostic, Span};
use kofn_model::{
    Binder, Element, Head, Index, ModuleId, NumKind, Quantity, Reference, Structure, StructureKind,
};

/// What a reference or an element of a list stands for.
#[derive(Clone, Debug)]
pub(crate) enum Item {
    /// One thing or one part.
    One(ThingOrNode),
    /// As many alike elements as a number says that may be open.
    Alike { element: Placed, index: GroupIndex, size: Expr },
}

impl Builder<'_> {
    /// When a structure works.
    pub fn structure(
        &mut self,
        structure: &Structure,
        environment: EnvironmentId,
        slots: &Slots,
    ) -> Result<Placed, Reported> {
        self.deeper(structure.span)?;
        let result = self.structure_kind(structure, environment, slots);
        self.nesting -= 1;
        result
    }

    fn structure_kind(
        &mut self,
        structure: &Structure,
        environment: EnvironmentId,
        slots: &Slots,
    ) -> Result<Placed, Reported> {
        let span = structure.span;
        match &structure.kind {
            StructureKind::Truth(works) => Ok((Graph::constant(*works), 0)),
            StructureKind::Series(list) => {
                let items = self.list(list, environment, slots)?;
                Ok(self.all_of(items, span))
            }
            StructureKind::Parallel(list) => {
                let items = self.list(list, environment, slots)?;
                self.check_redundancy(&items, span);
                Ok(self.any_of(items, span))
            }
            StructureKind::KOutOfN(quantity, list) => {
                self.k_out_of_n(quantity, list, span, environment, slots)
            }
            StructureKind::Not(inner) => {
                let (node, depth) = self.structure(inner, environment, slots)?;
                self.warn(
                    Diagnostic::warning(code::NON_COHERENT, "with `not` a failure can make the system work")
                        .at(span, "not monotone")
                        .help("block diagrams seldom need it; to require that something works, leave it out"),
                );
                Ok((self.graph.not(node), depth))
            }
            StructureKind::Path(from, to) => self.path(from, to, span, environment, slots),
            StructureKind::Connected(nodes) => self.connected(nodes, span, environment, slots),
            StructureKind::Reference(reference) => self.single(reference, environment, slots),
        }
    }

    /// A reference to one thing or one part.
    pub fn single(
        &mut self,
        reference: &Reference,
        environment: EnvironmentId,
        slots: &Slots,
    ) -> Result<Placed, Reported> {
        let mut items = self.reference(reference, environment, slots)?;
        match (items.pop(), items.is_empty()) {
            (Some(Item::One(one)), true) => Ok(one.placed),
            _ => self.report(
                Diagnostic::error(
                    kofn_model::code::BARE_ARRAY,
                    "this names several things where one must stand",
                )
                .at(reference.span, "several things")
                .help("write `all of …`, `any of …` or an index"),
            ),
        }
    }

    /// What a reference names.
    pub fn reference(
        &mut self,
        reference: &Reference,
        environment: EnvironmentId,
        slots: &Slots,
    ) -> Result<Vec<Item>, Reported> {
        let mut at = environment;
        let Some((last, before)) = reference.steps.split_last() else {
            unreachable!("a reference has at least one step")
        };
        for step in before {
            let Head::Module(id) = step.head else { unreachable!("only instances have members") };
            at = self.environment_of(self.model.module(id).owner, at);
            let keys = self.keys(id, &step.indices, step.span, at, (environment, slots))?;
            let [key] = keys.as_slice() else {
                return self.report(
                    Diagnostic::error(
                        code::GROUP_ELEMENT,
                        "the members of several instances cannot be named at once",
                    )
                    .at(step.span, "several instances"),
                );
            };
            let key = key.clone();
            self.deeper(step.span)?;
            let inner = self.instance(&key, step.span);
            self.nesting -= 1;
            at = inner?;
        }
        match last.head {
            Head::Block(id) => {
                let at = self.environment_of(self.model.block(id).owner, at);
                let placed = self.block(id, at, reference.span)?;
                Ok(vec![Item::One(ThingOrNode { placed, thing: None })])
            }
            Head::Param(id) => {
                let Some(given) = self.given_things(at, id).map(<[_]>::to_vec) else {
                    let name = self.model.param(id).name.clone();
                    let declared = self.model.param(id).span;
                    return self.report(
                        Diagnostic::error(
                            code::MISSING_ARGUMENT,
                            format!("`{name}` is a thing from outside, and nothing gives it here"),
                        )
                        .at(reference.span, "used here")
                        .at(declared, "declared here"),
                    );
                };
                if last.indices.is_empty() {
                    return Ok(given.into_iter().map(Item::One).collect());
                }
                let numbers = self.index_numbers(&last.indices[0], environment, slots)?;
                let mut found = Vec::new();
                for number in numbers {
                    match usize::try_from(number - 1).ok().and_then(|at| given.get(at)) {
                        Some(one) => found.push(Item::One(one.clone())),
                        None => return self.no_element(last.span, number, given.len()),
                    }
                }
                Ok(found)
            }
            Head::Module(id) => {
                let at = self.environment_of(self.model.module(id).owner, at);
                let module = self.model.module(id);
                if !module.extents.is_empty() && last.indices.is_empty() {
                    return self.whole_array(id, at, reference.span);
                }
                let keys = self.keys(id, &last.indices, last.span, at, (environment, slots))?;
                let mut found = Vec::with_capacity(keys.len());
                for key in keys {
                    let placed = self.thing(key.clone(), reference.span)?;
                    found.push(Item::One(ThingOrNode { placed, thing: Some(key) }));
                }
                Ok(found)
            }
        }
    }

    fn no_element<T>(&mut self, span: Span, number: i64, count: usize) -> Result<T, Reported> {
        self.report(
            Diagnostic::error(code::INDEX_OUT_OF_RANGE, format!("there is no element {number}"))
                .at(span, format!("indices run from 1 to {count}")),
        )
    }

    /// All elements of an array: one by one, or as one group of alike ones.
    fn whole_array(
        &mut self,
        id: ModuleId,
        environment: EnvironmentId,
        span: Span,
    ) -> Result<Vec<Item>, Reported> {
        let sizes = self.sizes(id, environment)?;
        if let [Size::Group(size)] = sizes.as_slice() {
            return Ok(vec![self.alike(id, environment, size.clone(), span)?]);
        }
        if let [Size::Known(all)] = sizes.as_slice()
            && self.counted.contains(&(environment, id))
        {
            let size = Expr::number(all.len() as i64);
            return Ok(vec![self.alike(id, environment, size, span)?]);
        }
        let keys = self.product_keys(id, environment, &sizes);
        let mut found = Vec::with_capacity(keys.len());
        for key in keys {
            let placed = self.thing(key.clone(), span)?;
            found.push(Item::One(ThingOrNode { placed, thing: Some(key) }));
        }
        Ok(found)
    }

    /// The array's elements as one group.
    fn alike(
        &mut self,
        id: ModuleId,
        environment: EnvironmentId,
        size: Expr,
        span: Span,
    ) -> Result<Item, Reported> {
        let index = self.group_index(environment, &size);
        let key = ThingKey { environment, module: id, indices: Box::new([ThingIndex::Any(index)]) };
        let element = self.thing(key, span)?;
        Ok(Item::Alike { element, index, size })
    }

    /// Every combination of indices, the last running fastest.
    pub fn product_keys(
        &self,
        module: ModuleId,
        environment: EnvironmentId,
        sizes: &[Size],
    ) -> Vec<ThingKey> {
        let mut all: Vec<Vec<ThingIndex>> = vec![Vec::new()];
        for size in sizes {
            let Size::Known(numbers) = size else { return Vec::new() };
            all = all
                .iter()
                .flat_map(|before| {
                    numbers.iter().map(move |number| {
                        let mut indices = before.clone();
                        indices.push(ThingIndex::Number(*number));
                        indices
                    })
                })
                .collect();
        }
        all.into_iter()
            .map(|indices| ThingKey { environment, module, indices: indices.into() })
            .collect()
    }

    /// The elements that indices name; `from` is where the indices are evaluated.
    pub fn keys(
        &mut self,
        module: ModuleId,
        indices: &[Index],
        span: Span,
        environment: EnvironmentId,
        from: (EnvironmentId, &Slots),
    ) -> Result<Vec<ThingKey>, Reported> {
        let declared = self.model.module(module);
        if declared.extents.is_empty() {
            return Ok(vec![ThingKey { environment, module, indices: Box::new([]) }]);
        }
        let sizes = self.sizes(module, environment)?;
        if let ([Size::Group(size)], [index]) = (sizes.as_slice(), indices) {
            if let (NumKind::Index(slot), None) = (&index.lo.kind, &index.hi)
                && let Some((_, SlotValue::Any { group, size: counted, .. })) =
                    from.1.iter().rev().find(|(known, _)| known == slot)
                && counted == size
                && *group == self.group_index(environment, size)
            {
                let indices = Box::new([ThingIndex::Any(*group)]);
                return Ok(vec![ThingKey { environment, module, indices }]);
            }
            let name = declared.name.clone();
            let message = match size.as_number() {
                Some(number) => {
                    format!("`{name}` has {number} elements, which are counted, not told apart")
                }
                None => {
                    format!("the size of `{name}` is open, so its elements cannot be told apart")
                }
            };
            return self.report(
                Diagnostic::error(code::GROUP_ELEMENT, message)
                    .at(span, "one element, or a slice")
                    .at(declared.span, "declared here")
                    .help("give the size a value, or use the array as a whole: `any of x`, `2 of x`, or `x[i]` in a module `y[i in 1..n]` of the same size"),
            );
        }
        if self.counted.contains(&(environment, module)) {
            return self.report(
                Diagnostic::error(
                    code::GROUP_ELEMENT,
                    format!(
                        "`{}` is counted to an open number, so its elements cannot be told apart",
                        declared.name
                    ),
                )
                .at(span, "one element, or a slice")
                .at(declared.span, "declared here")
                .help("give the number a value, or use the array only as a whole"),
            );
        }
        let mut known = Vec::with_capacity(sizes.len());
        for (size, index) in sizes.iter().zip(indices) {
            let Size::Known(all) = size else {
                return self.report(
                    Diagnostic::error(
                        code::GROUP_ELEMENT,
                        format!(
                            "an array with several indices needs known sizes; one of `{}` is open",
                            declared.name
                        ),
                    )
                    .at(span, "here")
                    .help("give the size a value"),
                );
            };
            let numbers = self.index_numbers(index, from.0, from.1)?;
            for number in &numbers {
                if !all.contains(number) {
                    let shown = match (all.first(), all.last()) {
                        (Some(first), Some(last)) => format!("indices run from {first} to {last}"),
                        _ => "there are no elements".to_owned(),
                    };
                    return self.report(
                        Diagnostic::error(
                            code::INDEX_OUT_OF_RANGE,
                            format!("`{}` has no element {number}", declared.name),
                        )
                        .at(index.lo.span, shown)
                        .at(declared.span, "declared here"),
                    );
                }
            }
            known.push(Size::Known(numbers));
        }
        Ok(self.product_keys(module, environment, &known))
    }

    fn index_numbers(
        &mut self,
        index: &Index,
        environment: EnvironmentId,
        slots: &Slots,
    ) -> Result<Vec<i64>, Reported> {
        let lo = self.number(&index.lo, environment, slots, View::Value)?;
        let lo = whole(&mut self.context, &lo, index.lo.span, "an index")?;
        match &index.hi {
            None => Ok(vec![lo]),
            Some(hi) => {
                let end = self.number(hi, environment, slots, View::Value)?;
                let end = whole(&mut self.context, &end, hi.span, "an index")?;
                let count = usize::try_from(end.saturating_sub(lo)).unwrap_or(0);
                self.make(count, hi.span)?;
                Ok((lo..=end).collect())
            }
        }
    }

    /// The items of a list.
    pub fn list(
        &mut self,
        elements: &[Element],
        environment: EnvironmentId,
        slots: &Slots,
    ) -> Result<Vec<Item>, Reported> {
        let mut items = Vec::new();
        for element in elements {
            self.element(element, &element.binders, environment, slots, &mut items)?;
        }
        Ok(items)
    }

    fn element(
        &mut self,
        element: &Element,
        binders: &[Binder],
        environment: EnvironmentId,
        slots: &Slots,
        items: &mut Vec<Item>,
    ) -> Result<(), Reported> {
        let span = element.structure.span;
        let Some((binder, rest)) = binders.split_first() else {
            self.make(1, span)?;
            if let StructureKind::Reference(reference) = &element.structure.kind {
                items.extend(self.reference(reference, environment, slots)?);
                return Ok(());
            }
            let placed = self.structure(&element.structure, environment, slots)?;
            items.push(Item::One(ThingOrNode { placed, thing: None }));
            return Ok(());
        };
        let values = self.domain(&binder.domain, environment, slots)?;
        match values {
            DomainValues::Numbers(all) => {
                let many = all.len() as i64 > EXPANDED && all.first() == Some(&1);
                if many
                    && !self.one_by_one
                    && rest.is_empty()
                    && all.last() == Some(&(all.len() as i64))
                {
                    self.grouped = true;
                    let size = Expr::number(all.len() as i64);
                    return self.alike_elements(element, binder, size, environment, slots, items);
                }
                for value in all {
                    let mut inner = slots.clone();
                    inner.push((binder.slot, SlotValue::Number(value)));
                    self.element(element, rest, environment, &inner, items)?;
                }
                Ok(())
            }
            DomainValues::UpTo { lo, hi } => {
                if lo != 1 || !rest.is_empty() {
                    return self.report(
                        Diagnostic::error(
                            code::GROUP_ELEMENT,
                            "an index of open range runs from 1, and alone",
                        )
                        .at(span, "repeated so")
                        .help("give the parameter a value"),
                    );
                }
                self.alike_elements(element, binder, hi, environment, slots, items)
            }
        }
    }

    /// `lane[i].sensor for i in 1..n` with n open: alike up to the index.
    fn alike_elements(
        &mut self,
        element: &Element,
        binder: &Binder,
        size: Expr,
        environment: EnvironmentId,
        slots: &Slots,
        items: &mut Vec<Item>,
    ) -> Result<(), Reported> {
        let index = self.group_index(environment, &size);
        self.same_for_all(&size, element.structure.span)?;
        if slots
            .iter()
            .any(|(_, slot)| matches!(slot, SlotValue::Any { group, .. } if *group == index))
        {
            return self.report(
                Diagnostic::error(code::GROUP_TWO_LEVELS, "two indices of one open range, one inside the other")
                    .at(element.structure.span, "counted for each element of the same range")
                    .help("give the size a value, or use the inner array as a whole: `any of x`, `2 of x`"),
            );
        }
        let mut inner = slots.clone();
        inner.push((binder.slot, self.any_element(environment, &size, &binder.name)));
        let element = self.structure(&element.structure, environment, &inner)?;
        items.push(Item::Alike { element, index, size });
        Ok(())
    }

    /// The things that an argument gives for a `module` parameter.
    pub fn things_of(
        &mut self,
        elements: &[Element],
        environment: EnvironmentId,
        slots: &Slots,
    ) -> Result<Vec<ThingOrNode>, Reported> {
        let items = self.list(elements, environment, slots)?;
        let mut things = Vec::with_capacity(items.len());
        for item in items {
            match item {
                Item::One(one) => things.push(one),
                Item::Alike { .. } => {
                    let span = elements.first().map(|element| element.structure.span);
                    let Some(span) = span else { continue };
                    return self.report(
                        Diagnostic::error(
                            code::GROUP_ELEMENT,
                            "an array of open size cannot be given to an instance",
                        )
                        .at(span, "its elements cannot be told apart")
                        .help("give the size a value"),
                    );
                }
            }
        }
        Ok(things)
    }

    fn all_of(&mut self, items: Vec<Item>, span: Span) -> Placed {
        self.combine(items, span, |group| group.n.clone(), |graph, all| graph.and(all))
    }

    fn any_of(&mut self, items: Vec<Item>, span: Span) -> Placed {
        self.combine(items, span, |_| Expr::one(), |graph, any| graph.or(any))
    }

    fn combine(
        &mut self,
        items: Vec<Item>,
        span: Span,
        k: impl Fn(&Group) -> Expr,
        join: impl Fn(&mut Graph, Vec<crate::graph::NodeId>) -> crate::graph::NodeId,
    ) -> Placed {
        let mut nodes = Vec::with_capacity(items.len());
        let mut depth = 0;
        for item in items {
            let (node, below) = match item {
                Item::One(one) => one.placed,
                Item::Alike { element, index, size } => {
                    let mut group =
                        Group { element: element.0, index, k: Expr::one(), n: size, span };
                    group.k = k(&group);
                    (self.graph.group(group), element.1)
                }
            };
            nodes.push(node);
            depth = depth.max(below);
        }
        (join(&mut self.graph, nodes), depth)
    }

    fn k_out_of_n(
        &mut self,
        quantity: &Quantity,
        list: &[Element],
        span: Span,
        environment: EnvironmentId,
        slots: &Slots,
    ) -> Result<Placed, Reported> {
        let wanted = match quantity {
            Quantity::Number(number) => {
                Some((self.number(number, environment, slots, View::Value)?, number.span))
            }
            _ => None,
        };
        let open_k = wanted.as_ref().is_some_and(|(k, _)| k.as_number().is_none());
        let mut items = match list {
            [
                Element {
                    structure: Structure { kind: StructureKind::Reference(reference), .. },
                    binders,
                },
            ] if open_k && binders.is_empty() => {
                self.counted_array(reference, environment, slots)?
            }
            _ => self.list(list, environment, slots)?,
        };
        let operand = match (list.first(), list.last()) {
            (Some(first), Some(last)) => first.structure.span.to(last.structure.span),
            _ => span,
        };
        if let [Item::Alike { .. }] = items.as_slice()
            && let Some(Item::Alike { element, index, size }) = items.pop()
        {
            let k = match (&wanted, quantity) {
                (Some((k, at)), _) => {
                    self.check_k(k, &size, *at, operand)?;
                    self.same_for_all(k, *at)?;
                    k.clone()
                }
                (None, Quantity::All) => size.clone(),
                (None, Quantity::Majority) => majority(&size),
                (None, _) => Expr::one(),
            };
            let group = Group { element: element.0, index, k, n: size, span };
            return Ok((self.graph.group(group), element.1));
        }
        let all_or_any = matches!(quantity, Quantity::Any | Quantity::All);
        if !all_or_any && items.iter().any(|item| matches!(item, Item::Alike { .. })) {
            return self.report(
                Diagnostic::error(
                    code::GROUP_ELEMENT,
                    "an array of open size can only be counted alone",
                )
                .at(operand, "counted together with others")
                .help("give the size a value, or count it in a `block` of its own"),
            );
        }
        let n = items.len() as u64;
        let k = match (&wanted, quantity) {
            (Some((k, at)), _) => {
                let size = Expr::number(items.len() as i64);
                self.check_k(k, &size, *at, operand)?;
                let Some(k) = k.as_integer().and_then(|k| k.to_u64()) else {
                    return self.report(
                        Diagnostic::error(code::GROUP_THRESHOLDS, "how many must work is still open, and these are not alike elements of one array")
                            .at(*at, "has no value")
                            .at(operand, "these are counted")
                            .help("give it a value"),
                    );
                };
                k
            }
            (None, Quantity::All) => return Ok(self.all_of(items, span)),
            (None, Quantity::Majority) => n / 2 + 1,
            (None, _) => {
                self.check_redundancy(&items, span);
                return Ok(self.any_of(items, span));
            }
        };
        if k < n {
            self.check_redundancy(&items, span);
        }
        let mut depth = 0;
        let mut nodes = Vec::with_capacity(items.len());
        for item in items {
            if let Item::One(one) = item {
                nodes.push(one.placed.0);
                depth = depth.max(one.placed.1);
            }
        }
        Ok((self.graph.at_least(k, nodes), depth))
    }

    /// An array whose elements are counted to an open number: one group, whatever its size.
    fn counted_array(
        &mut self,
        reference: &Reference,
        environment: EnvironmentId,
        slots: &Slots,
    ) -> Result<Vec<Item>, Reported> {
        if let [step] = reference.steps.as_slice()
            && let Head::Module(id) = step.head
            && step.indices.is_empty()
            && self.model.module(id).extents.len() == 1
        {
            let at = self.environment_of(self.model.module(id).owner, environment);
            if let [Size::Known(all)] = self.sizes(id, at)?.as_slice()
                && all.first() == Some(&1)
                && all.last() == Some(&(all.len() as i64))
                && self.model.module(id).extents[0].binder.is_none()
                && self.model.module(id).hosts.is_empty()
            {
                // Told apart nowhere else: the elements exist only as this group.
                let counted = all.len() as i64;
                if !self.things.keys().any(|key| key.module == id && key.environment == at) {
                    self.counted.insert((at, id));
                    return Ok(vec![self.alike(id, at, Expr::number(counted), reference.span)?]);
                }
            }
        }
        self.reference(reference, environment, slots)
    }

    /// `k` against `n`, as far as both are known.
    fn check_k(&mut self, k: &Expr, n: &Expr, at: Span, operand: Span) -> Result<(), Reported> {
        let Some(number) = k.as_number() else { return Ok(()) };
        let shown = kofn_algebra::decimal(number, 12);
        if !number.is_integer() {
            return self.report(
                Diagnostic::error(
                    code::K_NOT_WHOLE,
                    format!("how many must work is a whole number, and {shown} is not"),
                )
                .at(at, "not whole")
                .help("write how many, such as `2 of (…)`; a share of n is `ceil(60% * n) of …`"),
            );
        }
        if *number < Rational::one() {
            return self.report(
                Diagnostic::error(code::K_NOT_POSITIVE, format!("{shown} of these needs nothing"))
                    .at(at, "less than 1")
                    .at(operand, "of these")
                    .help("write a number from 1; `true` always works"),
            );
        }
        if let Some(count) = n.as_number()
            && number > count
        {
            return self.report(
                Diagnostic::error(
                    code::K_EXCEEDS_N,
                    format!("{shown} out of {count} can never work"),
                )
                .at(at, format!("needs {shown}"))
                .at(operand, format!("but only {count} are listed"))
                .help(format!("write a number from 1 to {count}")),
            );
        }
        Ok(())
    }
}

/// `floor(n/2) + 1`
fn majority(n: &Expr) -> Expr {
    let half = Expr::quotient(n.clone(), Expr::number(2));
    Expr::sum([Expr::function(Function::Floor, [half]), Expr::one()])
}
