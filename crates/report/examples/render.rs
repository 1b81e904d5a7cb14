//! Writes the sample reports of the tests into a folder and measures them: `cargo run --example render -- out`.

#[path = "../tests/support/mod.rs"]
mod support;

use std::{error::Error, fs, path::PathBuf, time::Instant};

use domain::{Locale, Tier};
use report::{Fonts, model::GroupKind, pdf};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "reports".into()));
    fs::create_dir_all(&folder)?;
    let started = Instant::now();
    let fonts = Fonts::load(&pdf::DEFAULT_FOLDERS.map(PathBuf::from))?;
    let rss = || std::fs::read_to_string("/proc/self/status").unwrap().lines().find(|l| l.starts_with("VmRSS")).unwrap().to_owned();
    println!("fonts {:?} {}", started.elapsed(), rss());
    let sample = support::Sample::new(1, Tier::One);
    let organisation = support::group(GroupKind::Organisation, 12, 5);
    let team = support::group(GroupKind::Team, 1, 9);
    for locale in Locale::ALL {
        let tag = locale.tag();
        let started = Instant::now();
        for (name, made) in [
            ("workload", pdf::workload(&fonts, &sample.report(), locale)?),
            ("organisation", pdf::group(&fonts, &organisation, locale)?),
            ("team", pdf::group(&fonts, &team, locale)?),
        ] {
            fs::write(folder.join(format!("{name}-{tag}.pdf")), &made.bytes)?;
            println!("{name} {tag}: {} KiB, {:?}", made.bytes.len() / 1024, made.warnings);
        }
        println!("three reports {:?} {}", started.elapsed(), rss());
        let mut times = Vec::new();
        let cpu = || std::fs::read_to_string("/proc/self/stat").unwrap().split(' ').skip(13).take(2).map(|x| x.parse::<u64>().unwrap()).sum::<u64>();
        let c0 = cpu();
        for seed in 2..14 {
            let sample = support::Sample::new(seed, Tier::One);
            let report = sample.report();
            let started = Instant::now();
            pdf::workload(&fonts, &report, locale)?;
            times.push(started.elapsed());
        }
        println!("cpu ms each {}", (cpu()-c0)*10/12);
        times.sort();
        println!("{}", rss());
        println!("workload {tag}: p50 {:?}, slowest {:?}", times[times.len() / 2], times[times.len() - 1]);
    }
    Ok(())
}
