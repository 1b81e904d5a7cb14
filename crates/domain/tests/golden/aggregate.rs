//! Means of workloads weighted by tier.

use domain::{Exact, Headline, Layer, MeanScores, Tier, aggregate::mean, evaluate};

use super::build::{assert_exact, house, household};
use crate::common::id;

fn headline(index: Option<Exact>, layer_index: Option<i64>) -> Headline {
    Headline {
        index,
        layer_index: layer_index.map(Exact::whole),
        ..Headline::default()
    }
}

#[test]
fn tiers_weigh_three_two_one_and_missing_pillars_stay_out() {
    let mut a = headline(Some(Exact::whole(60)), Some(50));
    a.pillars = [
        (id("security"), Exact::whole(40)),
        (id("cost"), Exact::whole(90)),
    ]
    .into();
    a.layers = [(Layer::Resource, Exact::whole(80))].into();
    let mut b = headline(Some(Exact::whole(30)), None);
    b.pillars = [(id("security"), Exact::whole(70))].into();
    b.layers = [(Layer::Architecture, Exact::whole(33))].into();
    let mut c = headline(Some(Exact::ratio(100, 3)), Some(10));
    c.pillars = [(id("cost"), Exact::whole(20))].into();
    c.layers = [(Layer::Resource, Exact::whole(20))].into();
    let means = mean([(Tier::One, &a), (Tier::Two, &b), (Tier::Three, &c)]);
    // (3·60 + 2·30 + 1·100/3) / 6 = 820/3 / 6
    assert_exact(&means.index.expect("an index"), 410, 9, "45.555556");
    assert_exact(
        &means.layer_index.expect("a layer index"),
        40,
        1,
        "40.000000",
    ); // (3·50 + 1·10) / 4
    assert_exact(&means.pillars["security"], 52, 1, "52.000000"); // (3·40 + 2·70) / 5
    assert_exact(&means.pillars["cost"], 145, 2, "72.500000"); // (3·90 + 1·20) / 4
    assert_eq!(means.pillars.len(), 2);
    assert_exact(&means.layers[&Layer::Resource], 65, 1, "65.000000"); // (3·80 + 1·20) / 4
    assert_exact(&means.layers[&Layer::Architecture], 33, 1, "33.000000"); // b alone
    assert!(!means.layers.contains_key(&Layer::Application));
}

#[test]
fn the_mean_of_nothing_is_no_number_rather_than_zero() {
    assert_eq!(mean([]), MeanScores::default());
    let blank = headline(None, None);
    let full = headline(Some(Exact::whole(80)), None);
    assert_eq!(mean([(Tier::One, &blank)]).index, None);
    assert_eq!(
        mean([(Tier::One, &blank), (Tier::Three, &full)]).index,
        Some(Exact::whole(80))
    );
}

#[test]
fn a_workload_enters_with_the_numbers_it_was_scored_with() {
    let scores = evaluate(&house(), &household()).scores;
    let (claimed, assured) = (
        Headline::from(&scores.claimed),
        Headline::from(&scores.assured),
    );
    let means = mean([(Tier::One, &claimed), (Tier::Two, &assured)]);
    // (3·6625/144 + 2·4375/144) / 5 = (19875 + 8750)/144 / 5
    assert_exact(&means.index.expect("an index"), 5725, 144, "39.756944");
    // (3·475/16 + 2·125/16) / 5 = 1675/16 / 5
    assert_exact(&means.pillars["security"], 335, 16, "20.937500");
}
