//! Things: modules, elements of arrays, instances of systems, and what they stand on.

use crate::build::{Builder, EXPANDED, MOST_THINGS, Open, Placed, ThingOrNode, no_measures};
use crate::code;
use crate::design::out_of_range;
use crate::graph::{Graph, GroupIndex, Leaf, Node, NodeId};
use crate::numbers::{Arguments, DomainValues, Reported, SlotValue, Slots, View, check};
use kofn_algebra::{Expr, Symbol};
use kofn_diagnostics::{Diagnostic, Span};
use kofn_model::{Binding, ModuleId, Owner, ParamId, ParamKind, Spec, SystemId};
use std::collections::BTreeMap;

/// The things of one instance of a system, or those of file level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct EnvironmentId(u32);

impl EnvironmentId {
    /// Where the things of file level are.
    pub const FILE: EnvironmentId = EnvironmentId(0);

    pub fn new(index: usize) -> Self {
        EnvironmentId(u32::try_from(index).unwrap_or(u32::MAX))
    }

    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What the things of one instance have in common.
#[derive(Clone, Debug)]
pub(crate) struct Environment {
    /// The system; `None` at file level.
    pub system: Option<SystemId>,
    /// `rack[2].`, before the names of its things.
    pub prefix: String,
    /// Arguments of the instance.
    pub arguments: Arguments,
    /// Things that arguments gave.
    pub things: BTreeMap<ParamId, Vec<ThingOrNode>>,
    /// What everything in it stands on.
    pub hosts: Placed,
    /// Groups whose element this instance is part of, outermost first.
    pub groups: Vec<GroupIndex>,
}

impl Environment {
    pub fn file() -> Self {
        Environment {
            system: None,
            prefix: String::new(),
            arguments: Arguments::new(),
            things: BTreeMap::new(),
            hosts: (Graph::TRUE, 0),
            groups: Vec::new(),
        }
    }

    pub fn root(system: SystemId) -> Self {
        Environment { system: Some(system), ..Self::file() }
    }
}

/// One thing of an environment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ThingKey {
    pub environment: EnvironmentId,
    pub module: ModuleId,
    pub indices: Box<[ThingIndex]>,
}

/// One index of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ThingIndex {
    /// This element.
    Number(i64),
    /// Any element of a group.
    Any(GroupIndex),
}

/// A thing that has been built.
#[derive(Clone, Debug)]
pub(crate) struct Thing {
    /// When it and all it stands on work.
    pub placed: Placed,
}

/// How many elements an array has along one index.
#[derive(Clone, Debug)]
pub(crate) enum Size {
    /// These.
    Known(Vec<i64>),
    /// `1..n`, as one group of alike elements.
    Group(Expr),
}

impl Builder<'_> {
    /// The environment in which `owner`'s things are found from `environment`.
    pub fn environment_of(&self, owner: Owner, environment: EnvironmentId) -> EnvironmentId {
        match owner {
            Owner::File(_) => EnvironmentId::FILE,
            Owner::System(_) => environment,
        }
    }

    /// What the names of an owner's things begin with.
    fn prefix(&self, owner: Owner, environment: EnvironmentId) -> &str {
        match owner {
            Owner::File(file) => self.model.prefixes.get(file as usize).map_or("", String::as_str),
            Owner::System(_) => &self.environments[environment.index()].prefix,
        }
    }

    pub fn thing_name(&self, key: &ThingKey) -> String {
        let declared = self.model.module(key.module);
        let prefix = match self.model.imported.contains(&key.module) {
            true => "",
            false => self.prefix(declared.owner, key.environment),
        };
        let name = &declared.name;
        if key.indices.is_empty() {
            return format!("{prefix}{name}");
        }
        let indices: Vec<String> = key
            .indices
            .iter()
            .map(|index| match index {
                ThingIndex::Number(number) => number.to_string(),
                ThingIndex::Any(_) => "i".to_owned(),
            })
            .collect();
        format!("{prefix}{name}[{}]", indices.join(","))
    }

    /// How many elements an array has: one by one where that is few, as groups where it is many
    /// or open.
    pub fn sizes(
        &mut self,
        module: ModuleId,
        environment: EnvironmentId,
    ) -> Result<Vec<Size>, Reported> {
        let model = self.model;
        let declared = model.module(module);
        let mut sizes = Vec::with_capacity(declared.extents.len());
        for extent in &declared.extents {
            let (mut lo_known, hi) = (true, extent_end(&extent.domain));
            if let kofn_model::Domain::Range { lo, step, .. } = &extent.domain {
                let lo = self.number(lo, environment, &Slots::new(), View::Value)?;
                lo_known = lo.is_one() && step.is_none();
            }
            if let Some(hi) = hi
                && lo_known
            {
                let end = self.number(hi, environment, &Slots::new(), View::Value)?;
                let number = end.as_number().cloned();
                if let Some(number) = &number
                    && number.to_integer().is_some()
                    && *number < kofn_algebra::Rational::one()
                {
                    let shown = number.to_string();
                    return self.report(
                        Diagnostic::error(
                            code::SIZE_NOT_POSITIVE,
                            format!(
                                "`{}` has {shown} elements, and an array has at least one",
                                declared.name
                            ),
                        )
                        .at(extent.span, format!("{shown} elements"))
                        .help("write a size from 1; a computed size can be `max(1, …)`"),
                    );
                }
                let many = match &number {
                    None => true,
                    Some(number) => *number > kofn_algebra::Rational::from(EXPANDED),
                };
                if many && declared.extents.len() == 1 && (number.is_none() || !self.one_by_one) {
                    if let Some(number) = &number
                        && !number.is_integer()
                    {
                        let shown = kofn_algebra::decimal(number, 12);
                        return self.report(
                            Diagnostic::error(
                                code::NOT_WHOLE,
                                format!("a size must be whole, and this is {shown}"),
                            )
                            .at(extent.span, "not whole")
                            .help("`floor` and `ceil` round"),
                        );
                    }
                    self.grouped |= number.is_some();
                    self.same_for_all(&end, extent.span)?;
                    sizes.push(Size::Group(end));
                    continue;
                }
                if let Some(number) = &number
                    && *number > kofn_algebra::Rational::from(MOST_THINGS as i64)
                {
                    return self.report(
                        Diagnostic::error(code::TOO_LARGE, format!("`{}` has {number} elements, and at most {MOST_THINGS} can be handled one by one", declared.name))
                            .at(extent.span, "too many")
                            .help("alike elements that are only counted (`any of x`, `2 of x`) may be any number"),
                    );
                }
            }
            match self.domain(&extent.domain, environment, &Slots::new())? {
                DomainValues::Numbers(all) => sizes.push(Size::Known(all)),
                DomainValues::UpTo { .. } => {
                    return self.report(
                        Diagnostic::error(
                            code::GROUP_ELEMENT,
                            format!("the size of `{}` is still open", declared.name),
                        )
                        .at(extent.span, "has no value")
                        .help("an array of open size has one index, from 1; give the size a value"),
                    );
                }
            }
        }
        Ok(sizes)
    }

    /// When a thing works: its own part, and all it stands on.
    pub fn thing(&mut self, key: ThingKey, span: Span) -> Result<Placed, Reported> {
        if let Some(thing) = self.things.get(&key) {
            return Ok(thing.placed);
        }
        let opened = Open::Thing(key.clone());
        self.enter(opened, span)?;
        let built = self.build_thing(&key, span);
        self.leave();
        let placed = built?;
        self.things.insert(key, Thing { placed });
        Ok(placed)
    }

    /// Goes into what is being built; a circle is shown along its whole path.
    pub fn enter(&mut self, what: Open, span: Span) -> Result<(), Reported> {
        self.deeper(span)?;
        let name = match &what {
            Open::Thing(key) => self.thing_name(key),
            Open::Block(environment, block) => {
                let block = self.model.block(*block);
                format!("{}{}", self.prefix(block.owner, *environment), block.name)
            }
        };
        let Some(from) = self.open.iter().position(|(open, ..)| *open == what) else {
            self.open.push((what, name, span));
            return Ok(());
        };
        self.nesting -= 1;
        let circle = &self.open[from..];
        let route: Vec<&str> = circle.iter().map(|(_, name, _)| name.as_str()).collect();
        let route = format!("{} → {name}", route.join(" → "));
        let blocks = circle.iter().all(|(open, ..)| matches!(open, Open::Block(..)));
        let (code, message) = if blocks {
            (code::CYCLIC_BLOCK, format!("`{name}` contains itself: {route}"))
        } else {
            (code::CYCLIC_HOSTS, format!("`{name}` stands on itself: {route}"))
        };
        let help = if blocks {
            "a block is a part of the structure: leave out the name that leads back"
        } else {
            "each would wait for the other: leave out one `on`, or put both on a common host"
        };
        let mut finding =
            Diagnostic::error(code, message).at(span, format!("leads back to `{name}`")).help(help);
        for ((_, _, place), (_, next, _)) in circle.iter().skip(1).map(|step| (step, step)) {
            finding = finding.at(*place, format!("needs `{next}`"));
        }
        self.report(finding)
    }

    pub fn leave(&mut self) {
        self.open.pop();
        self.nesting -= 1;
    }

    fn build_thing(&mut self, key: &ThingKey, span: Span) -> Result<Placed, Reported> {
        self.make(1, span)?;
        let model = self.model;
        let declared = model.module(key.module);
        let slots = self.slots_of(key)?;
        let (hosts, depth) = self.hosts_of(key, &slots)?;
        match &declared.spec {
            Spec::Chance { value, symbol } => {
                let depth = depth.map_or(0, |depth| depth + 1);
                let symbol = symbol.clone();
                let what = format!("module `{}`", declared.name);
                let name = self.thing_name(key);
                let own = self.leaf(value, symbol, key.environment, &slots, name, &what, depth)?;
                if let Node::Leaf(leaf) = self.graph.node(own) {
                    self.own.insert(key.clone(), *leaf);
                }
                Ok((self.graph.and(vec![hosts, own]), depth))
            }
            Spec::Instance { .. } => {
                let inner = self.instance(key, span)?;
                let (node, inner_depth) = self.works_when(inner, span)?;
                Ok((self.graph.and(vec![hosts, node]), inner_depth.max(depth.unwrap_or(0))))
            }
        }
    }

    /// A thing's own part.
    #[expect(clippy::too_many_arguments, reason = "where a part stands and what it is called")]
    pub fn leaf(
        &mut self,
        value: &kofn_model::Num,
        symbol: Option<Symbol>,
        environment: EnvironmentId,
        slots: &Slots,
        name: String,
        what: &str,
        depth: u32,
    ) -> Result<NodeId, Reported> {
        let computed = self.number(value, environment, slots, View::Value)?;
        if let Some(number) = computed.as_number()
            && !number.is_probability()
        {
            let finding = out_of_range(what, number, value.span);
            return self.report(finding);
        }
        let shown = match (symbol, computed.as_number()) {
            (Some(symbol), Some(number)) => {
                self.context.given.insert(symbol.clone(), number.clone());
                Expr::symbol(symbol)
            }
            _ => self.number(value, environment, slots, View::Shown)?,
        };
        let mut groups = self.environments[environment.index()].groups.clone();
        for (_, slot) in slots {
            if let SlotValue::Any { group, .. } = slot
                && !groups.contains(group)
            {
                groups.push(*group);
            }
        }
        let unlike = groups
            .iter()
            .filter_map(|group| Some((*group, self.index_symbols.get(group)?.clone())))
            .filter(|(_, symbol)| mentions(&computed, symbol) || mentions(&shown, symbol))
            .collect();
        Ok(self.graph.add_leaf(Leaf { name, shown, value: computed, depth, groups, unlike }))
    }

    /// The indices of an element, for its own part and its hosts.
    pub fn slots_of(&mut self, key: &ThingKey) -> Result<Slots, Reported> {
        let model = self.model;
        let declared = model.module(key.module);
        let mut slots = Slots::new();
        for (extent, index) in declared.extents.iter().zip(&key.indices) {
            let value = match index {
                ThingIndex::Number(number) => SlotValue::Number(*number),
                ThingIndex::Any(_) => {
                    let hi = extent_end(&extent.domain);
                    let size = match hi {
                        Some(hi) => self.number(hi, key.environment, &Slots::new(), View::Value)?,
                        None => Expr::one(),
                    };
                    match &extent.binder {
                        Some((_, name)) => self.any_element(key.environment, &size, name),
                        // Nothing can mention this index, so it needs no name of its own.
                        None => SlotValue::Any {
                            symbol: Symbol::new("i"),
                            group: self.group_index(key.environment, &size),
                            size,
                        },
                    }
                }
            };
            let slot = extent.binder.as_ref().map_or(kofn_model::Slot(u32::MAX), |(slot, _)| *slot);
            slots.push((slot, value));
        }
        Ok(slots)
    }

    /// What a thing stands on: its instance's hosts and its own. The depth is `None` without any.
    fn hosts_of(
        &mut self,
        key: &ThingKey,
        slots: &Slots,
    ) -> Result<(NodeId, Option<u32>), Reported> {
        let model = self.model;
        let declared = model.module(key.module);
        let (around, around_depth) = self.environments[key.environment.index()].hosts;
        let mut all = vec![around];
        let mut depth = (around != Graph::TRUE).then_some(around_depth);
        for host in &declared.hosts {
            let (node, below) = self.structure(host, key.environment, slots)?;
            all.push(node);
            depth = Some(depth.unwrap_or(0).max(below));
        }
        Ok((self.graph.and(all), depth))
    }

    /// The environment of an instance.
    pub fn instance(&mut self, key: &ThingKey, span: Span) -> Result<EnvironmentId, Reported> {
        if let Some(environment) = self.instances.get(key) {
            return Ok(*environment);
        }
        let model = self.model;
        let Spec::Instance { system, arguments } = &model.module(key.module).spec else {
            unreachable!("the resolver lets members be named only of instances")
        };
        let slots = self.slots_of(key)?;
        let (base, calls) = model.design(*system);
        let mut set = Arguments::new();
        let mut things = BTreeMap::new();
        for call in calls {
            for (id, values) in &call.arguments {
                if !model.system(base).params.contains(id) {
                    return self.report(
                        Diagnostic::error(code::MISSING_ARGUMENT, "this design variant sets a parameter of the file, which one instance cannot")
                            .at(span, "an instance of it")
                            .at(call.span, "sets it here"),
                    );
                }
                let pair = self.argument(*id, values, key.environment, &slots)?;
                set.insert(*id, pair);
            }
        }
        for (id, binding) in arguments {
            match binding {
                Binding::Numbers(values) => {
                    let pair = self.argument(*id, values, key.environment, &slots)?;
                    set.insert(*id, pair);
                }
                Binding::Things(elements) => {
                    let given = self.things_of(elements, key.environment, &slots)?;
                    things.insert(*id, given);
                }
            }
        }
        let hosts = self.hosts_of(key, &slots)?;
        let mut groups = self.environments[key.environment.index()].groups.clone();
        for index in &key.indices {
            if let ThingIndex::Any(group) = index {
                groups.push(*group);
            }
        }
        let id = EnvironmentId::new(self.environments.len());
        self.environments.push(Environment {
            system: Some(base),
            prefix: format!("{}.", self.thing_name(key)),
            arguments: set,
            things,
            hosts: (hosts.0, hosts.1.unwrap_or(0)),
            groups,
        });
        self.instances.insert(key.clone(), id);
        self.check_module_params(id, self.model.module(key.module).span)?;
        Ok(id)
    }

    fn argument(
        &mut self,
        id: ParamId,
        values: &[kofn_model::Num],
        environment: EnvironmentId,
        slots: &Slots,
    ) -> Result<(Vec<Expr>, Vec<Expr>), Reported> {
        let mut shown = Vec::with_capacity(values.len());
        let mut computed = Vec::with_capacity(values.len());
        for value in values {
            shown.push(self.number(value, environment, slots, View::Shown)?);
            let number = self.number(value, environment, slots, View::Value)?;
            let arguments = &self.environments[environment.index()].arguments;
            let span = value.span;
            check(&mut self.context, id, &number, span, arguments, &mut no_measures)?;
            computed.push(number);
        }
        Ok((shown, computed))
    }

    /// A `module` parameter is a thing from outside: every instance must be given one.
    fn check_module_params(
        &mut self,
        environment: EnvironmentId,
        span: Span,
    ) -> Result<(), Reported> {
        let model = self.model;
        let Some(system) = self.environments[environment.index()].system else { return Ok(()) };
        for id in &model.system(system).params {
            let param = model.param(*id);
            if param.kind != ParamKind::Module {
                continue;
            }
            let Some(given) = self.environments[environment.index()].things.get(id) else {
                return self.report(
                    Diagnostic::error(
                        code::MISSING_ARGUMENT,
                        format!(
                            "`{}` of `{}` is a thing from outside and is not given",
                            param.name,
                            model.system(system).name
                        ),
                    )
                    .at(span, "an instance that is given nothing")
                    .at(param.span, "declared here")
                    .help(format!(
                        "write `{}({} = …)`",
                        model.system(system).name,
                        param.name
                    )),
                );
            };
            let count = given.len();
            let wanted = match param.extents.first() {
                None => Some(1),
                Some(extent) => match self.domain(&extent.domain, environment, &Slots::new())? {
                    DomainValues::Numbers(all) => Some(all.len()),
                    DomainValues::UpTo { .. } => None,
                },
            };
            if wanted.is_some_and(|wanted| wanted != count) {
                return self.report(
                    Diagnostic::error(
                        code::MISSING_ARGUMENT,
                        format!(
                            "`{}` of `{}` is given {count} things and takes {}",
                            param.name,
                            model.system(system).name,
                            wanted.unwrap_or(1)
                        ),
                    )
                    .at(span, "here")
                    .at(param.span, "declared here"),
                );
            }
        }
        Ok(())
    }

    /// When the system of an environment works.
    pub fn works_when(
        &mut self,
        environment: EnvironmentId,
        span: Span,
    ) -> Result<Placed, Reported> {
        let model = self.model;
        let Some(system) = self.environments[environment.index()].system else {
            unreachable!("only systems say when they work")
        };
        match &model.system(system).works_when {
            Some(structure) => self.structure(structure, environment, &Slots::new()),
            None => {
                let name = model.system(system).name.clone();
                let declared = model.system(system).span;
                self.report(
                    Diagnostic::error(
                        code::NO_WORKS_WHEN,
                        format!("system `{name}` does not say when it works"),
                    )
                    .at(span, "needs it to work")
                    .at(declared, "only holds things")
                    .help("add `works when …` to it, or name the things inside it"),
                )
            }
        }
    }
}

/// The upper end of a range from which a size is read.
pub(crate) fn extent_end(domain: &kofn_model::Domain) -> Option<&kofn_model::Num> {
    match domain {
        kofn_model::Domain::Range { hi, .. } => Some(hi),
        kofn_model::Domain::Values(_) => None,
    }
}

fn mentions(expr: &Expr, symbol: &Symbol) -> bool {
    !matches!(expr.view(), kofn_algebra::View::Number(_)) && expr.symbols().contains(symbol)
}
