fn main(){ slow();
  use kofn_benches::blocks::*; use kofn_decide::*; use kofn_algebra::*;
  use std::time::Instant;
  let params: Parameters=[("p",Range::probability()),("q",Range::probability())].into_iter().map(|(n,r)|(Symbol::new(n),r)).collect();
  for (name,pairs) in [("unrelated",unrelated_pairs(4000)),("weakened",weakened_pairs(4000))] {
    let conds: Vec<Condition>=pairs.iter().map(|(a,b)|Condition::Compare(Comparison{left:a.expr(),relation:Relation::AtLeast,right:b.expr()})).collect();
    for _ in 0..2 {
    let start=Instant::now();
    let (mut p,mut r,mut u)=(0,0,0);
    let mut slow=Vec::new();
    let mut tp=0u128; let mut tr=0u128;
    for (i,c) in conds.iter().enumerate(){ let s=Instant::now(); let v=kofn_decide::assert(c,&[],&params); let t=s.elapsed(); slow.push((t,i)); match v{Verdict::Proven{..}=>{p+=1;tp+=t.as_nanos()},Verdict::Refuted(_)=>{r+=1;tr+=t.as_nanos()},Verdict::Undecided(w)=>{u+=1;println!("{w:?} {:?}",pairs[i])}} }
    let t=start.elapsed();
    slow.sort();
    println!("{name} {t:?} {:.0}/s proven {p} refuted {r} undecided {u}; median {:?} 99% {:?} max {:?} avg proven {} refuted {}",conds.len() as f64/t.as_secs_f64(), slow[slow.len()/2].0, slow[slow.len()*99/100].0, slow[slow.len()-1],tp/(p.max(1)),tr/(r.max(1)));
    }
    let start=Instant::now();
    for c in &conds { let Condition::Compare(c)=c else {continue}; let mut v=Variables::default(); for e in [&c.left,&c.right]{ std::hint::black_box(Fraction::of(e,&mut v)).ok(); } }
    println!("  fractions alone {:?}",start.elapsed());
  }
  let p=Symbol::new("p");
  let c=Condition::Compare(Comparison{left:Expr::at_least(500.into(),1000.into(),Expr::symbol(p.clone())),relation:Relation::AtLeast,right:Expr::number(Rational::new(99.into(),100.into()).unwrap())});
  for _ in 0..5 { let s=Instant::now(); let Solution::Reals{set,..}=solve(&c,&p,&params,&[]) else {panic!()}; let t=s.elapsed(); let d=set.pieces()[0].lo.number().unwrap().decimal(30); println!("{d} {t:?} {:?}",s.elapsed()); }
  let mut sum=Vec::new();
  for j in 0..10i64 { let e=Expr::at_least((50+100*j).into(),1000.into(),Expr::symbol(p.clone())); sum.push(if j%2==0 {e} else {e.negate()}); }
  let c=Condition::Compare(Comparison{left:Expr::sum(sum),relation:Relation::AtLeast,right:Expr::number(Rational::new(1.into(),2.into()).unwrap())});
  for _ in 0..3 { let s=Instant::now(); let Solution::Reals{set,..}=solve(&c,&p,&params,&[]) else {panic!()}; let t=s.elapsed(); let d:Vec<_>=set.pieces().iter().flat_map(|p|[p.lo.clone(),p.hi.clone()]).map(|b|b.number().unwrap().decimal(30)).collect(); println!("{d:?} {t:?} {:?}",s.elapsed()); }
}
#[allow(dead_code)]
pub fn slow(){
  use kofn_benches::blocks::*; use kofn_decide::*; use kofn_algebra::*; use kofn_decide::inequality as iq;
  use std::time::Instant;
  let pairs=unrelated_pairs(4000); let mut v=Variables::default();
  let bounds=[("p"),("q")].map(|n|(v.of(&Symbol::new(n)),(Rational::zero(),Rational::one()))).into_iter().collect();
  let mut all=Vec::new();
  for (a,b) in &pairs { let s=Instant::now(); let d=Fraction::of(&a.expr(),&mut v).unwrap().minus(&Fraction::of(&b.expr(),&mut v).unwrap()).unwrap().numerator;
    let t0=s.elapsed();
    let s=Instant::now();
    let verdict=iq::decide(&iq::Claim{polynomial:&d,relation:Relation::AtLeast,given:&[],bounds:&bounds},&iq::Limits::default());
    let t1=s.elapsed();
    let s=Instant::now(); let form=BernsteinForm::new(&d,&bounds,1<<20).unwrap(); let t2=s.elapsed();
    let s=Instant::now(); let _=(form.slope(0),form.variables().len()>1&&form.slope(1).is_some()); let t3=s.elapsed();
    let kind=match &verdict {iq::Verdict::Proven(p)=>format!("proven {}",p.method()),iq::Verdict::Refuted(c)=>{let corner=c.point.values().all(|c|matches!(c,iq::Coordinate::Rational(r) if r.is_zero()||r.is_one()||*r==Rational::new(1.into(),2.into()).unwrap()));let edge=c.point.values().any(|c|matches!(c,iq::Coordinate::Rational(r) if r.is_zero()||r.is_one())); format!("refuted corner {corner} edge {edge}")},_=>"undecided".into()};
    all.push((t1,t0,t2,t3,kind,format!("{:?}",match verdict{iq::Verdict::Refuted(c)=>format!("{:?}",c.point),_=>String::new()})));
  }
  let mut by=std::collections::BTreeMap::<String,(usize,u128,u128,u128,u128)>::new();
  for (t1,t0,t2,t3,k,_) in &all { let e=by.entry(k.clone()).or_default(); e.0+=1;e.1+=t1.as_micros();e.2+=t0.as_nanos();e.3+=t2.as_nanos();e.4+=t3.as_nanos(); }
  for (k,(n,t1,t0,t2,t3)) in by { println!("{k}: {n}, decide {t1} us total, fractions {} us, form {} us slopes {} us",t0/1000,t2/1000,t3/1000); }
  all.sort(); for (t,_,_,_,k,p) in all.iter().rev().take(40).step_by(4) { println!("{t:?} {k} {p}"); }
}
