//! Properties of the picture over generated maps: nothing lies on a box, everything is inside, the same every time.

#[cfg(test)]
mod pictures {
    use std::time::Instant;

    use domain::map::{Call, CallKind, Direction, Part, PartKind, Picture, Pin, draw};
    use domain::{CallId, Layer, PartId};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn part(number: usize, kind: usize, name: &str, pin: Option<Pin>) -> Part {
        let kind = PartKind::ALL[kind % PartKind::ALL.len()];
        Part {
            id: PartId(Uuid::from_u128(number as u128 + 1)),
            kind,
            layer: kind.layer(),
            name: name.parse().unwrap(),
            pin,
        }
    }

    fn call(number: usize, from: usize, to: usize) -> Call {
        let id = |n: usize| PartId(Uuid::from_u128(n as u128 + 1));
        Call {
            id: CallId(Uuid::from_u128(number as u128 + 1)),
            from: id(from),
            to: id(to),
            kind: CallKind::ALL[number % CallKind::ALL.len()],
        }
    }

    fn pin() -> impl Strategy<Value = Option<Pin>> {
        prop_oneof![
            4 => Just(None),
            1 => (0_u8..Pin::COLUMNS, 0_u8..30).prop_map(|(column, row)| Pin::new(column, row)),
        ]
    }

    fn map(most: usize) -> impl Strategy<Value = (Vec<Part>, Vec<Call>)> {
        let parts =
            prop::collection::vec((0_usize..40, "[a-z模型 -]{1,40}[a-z网]", pin()), 0..most);
        (
            parts,
            prop::collection::vec((0_usize..most, 0_usize..most), 0..most * 2),
        )
            .prop_map(|(parts, calls)| {
                let parts: Vec<_> = parts
                    .into_iter()
                    .enumerate()
                    .map(|(number, (kind, name, pin))| part(number, kind, &name, pin))
                    .collect();
                let calls = calls.into_iter().enumerate();
                (
                    parts,
                    calls
                        .map(|(number, (from, to))| call(number, from, to))
                        .collect(),
                )
            })
    }

    /// A piece of a line strictly inside a box.
    fn enters(line: &[(i32, i32)], (x, y, width, height): (i32, i32, i32, i32)) -> bool {
        line.windows(2).any(|ends| {
            let (left, right) = (ends[0].0.min(ends[1].0), ends[0].0.max(ends[1].0));
            let (top, bottom) = (ends[0].1.min(ends[1].1), ends[0].1.max(ends[1].1));
            right > x && left < x + width && bottom > y && top < y + height
        })
    }

    fn check(picture: &Picture, parts: &[Part]) {
        assert_eq!(picture.boxes.len(), parts.len());
        for (number, one) in picture.boxes.iter().enumerate() {
            assert!(one.x >= 0 && one.x + one.width <= picture.width);
            assert!(one.y >= 0 && one.y + one.height <= picture.height);
            assert!(one.name.len() <= 2 && !one.name.is_empty());
            let band = picture
                .bands
                .iter()
                .find(|band| band.layer == one.layer)
                .unwrap();
            assert!(one.y >= band.top && one.y + one.height <= band.top + band.height);
            for other in &picture.boxes[number + 1..] {
                let apart = one.x + one.width <= other.x
                    || other.x + other.width <= one.x
                    || one.y + one.height <= other.y
                    || other.y + other.height <= one.y;
                assert!(apart, "{one:?} {other:?}");
            }
        }
        for line in &picture.lines {
            for (x, y) in &line.points {
                assert!((0..=picture.width).contains(x) && (0..=picture.height).contains(y));
            }
            for ends in line.points.windows(2) {
                assert!(
                    ends[0].0 == ends[1].0 || ends[0].1 == ends[1].1,
                    "{:?}",
                    line.points
                );
            }
            for one in &picture.boxes {
                let inside = enters(&line.points, (one.x, one.y, one.width, one.height));
                assert!(!inside, "{line:?} lies on {one:?}");
            }
        }
        let layers: Vec<_> = picture.bands.iter().map(|band| band.layer).collect();
        assert_eq!(
            layers,
            [Layer::Application, Layer::Architecture, Layer::Resource]
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn nothing_lies_on_anything((parts, calls) in map(60)) {
            check(&draw(&parts, &calls), &parts);
        }

        #[test]
        fn the_order_of_what_comes_in_does_not_matter((parts, calls) in map(40)) {
            let picture = draw(&parts, &calls);
            let (mut other, mut others) = (parts.clone(), calls.clone());
            other.reverse();
            others.reverse();
            prop_assert_eq!(draw(&other, &others), picture);
        }

        #[test]
        fn a_box_is_found_at_its_own_middle((parts, calls) in map(40)) {
            let picture = draw(&parts, &calls);
            for one in &picture.boxes {
                let middle = (one.x + one.width / 2, one.y + one.height / 2);
                let (layer, pin) = picture.cell_at(middle.0, middle.1).unwrap();
                prop_assert_eq!((layer, pin.column, pin.row), (one.layer, one.column, one.row));
            }
        }

        #[test]
        fn arrows_reach_every_part((parts, calls) in map(40)) {
            let picture = draw(&parts, &calls);
            let Some(first) = picture.boxes.first() else { return Ok(()) };
            let mut reached = vec![first.part];
            let mut next = 0;
            while let Some(from) = reached.get(next).copied() {
                next += 1;
                for direction in [Direction::Left, Direction::Right, Direction::Up, Direction::Down] {
                    reached.extend(picture.next(from, direction).filter(|to| !reached.contains(to)).into_iter().collect::<Vec<_>>());
                }
            }
            prop_assert_eq!(reached.len(), parts.len());
        }
    }

    /// Services that call one another as they do in the field: most go down, some are much used.
    pub fn field(count: usize) -> (Vec<Part>, Vec<Call>) {
        let mut parts = Vec::new();
        for number in 0..count {
            parts.push(part(
                number,
                number * 7 + number / 31,
                &format!("组件 component {number}"),
                None,
            ));
        }
        let mut calls = Vec::new();
        for from in 0..count {
            for step in 1..=2 {
                let to = (from * 13 + step * 29 + 5) % count;
                if to != from {
                    calls.push(call(calls.len(), from, to));
                }
            }
        }
        (parts, calls)
    }

    #[test]
    fn five_parts_are_a_small_picture() {
        let (parts, calls) = field(5);
        let picture = draw(&parts, &calls);
        check(&picture, &parts);
        assert!(
            picture.width < 900 && picture.height < 700,
            "{} × {}",
            picture.width,
            picture.height
        );
    }

    #[test]
    fn a_hundred_and_fifty_parts_are_readable_and_quick() {
        let (parts, calls) = field(150);
        let start = Instant::now();
        let picture = draw(&parts, &calls);
        let took = start.elapsed();
        check(&picture, &parts);
        assert!(picture.width <= 1_500, "{}", picture.width);
        assert!(picture.height <= 6_000, "{}", picture.height);
        // Unoptimised, on a busy machine; optimised it takes some milliseconds.
        assert!(took.as_secs() < 5, "{took:?}");
    }

    #[test]
    fn the_largest_map_is_laid_out_too() {
        let (parts, mut calls) = field(domain::map::MOST_PARTS);
        let more = domain::map::MOST_CALLS - calls.len();
        for number in 0..more {
            let from = number % parts.len();
            calls.push(call(
                calls.len(),
                from,
                (from * 17 + number + 1) % parts.len(),
            ));
        }
        let start = Instant::now();
        let picture = draw(&parts, &calls);
        let took = start.elapsed();
        check(&picture, &parts);
        assert!(took.as_secs() < 20, "{took:?}");
    }

    #[test]
    fn nothing_at_all_is_three_empty_layers() {
        let picture = draw(&[], &[]);
        check(&picture, &[]);
        assert_eq!(picture.bands.len(), 3);
        assert!(picture.height > 100);
    }
}
