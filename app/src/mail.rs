//! Mails: what somebody is told, as plain text and as simple HTML.

use std::fmt::Write as _;

use domain::Locale;
use domain::views::notices::{Named, NoticeRow};
use services::notices::{Letter, ReportLetter};

use crate::href;
use crate::i18n::{mail, notices};
use crate::pages::notices::day;

/// Criteria that a mail names; the page that it leads to lists them all.
const NAMED: usize = 10;

/// A mail that is ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// One line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

/// Writes a mail in its reader's language; `origin` is what links start with: `https://console.example`.
pub fn write(letter: &Letter, origin: &str) -> Written {
    let locale = letter.locale;
    Written {
        subject: subject(locale, &letter.notices),
        text: text(letter, origin),
        html: html(letter, origin),
    }
}

/// Writes a mail that brings a report.
pub fn write_report(letter: &ReportLetter, origin: &str) -> Written {
    let locale = letter.locale;
    let said = mail::report_subject(locale, &letter.about);
    let lead = if letter.file.is_some() {
        mail::report_attached(locale, &letter.about)
    } else {
        mail::report_too_large(locale, &letter.about)
    };
    let (hello, foot) = (mail::hello(locale, &letter.name), mail::report_foot(locale));
    let page = "/reports/schedules";
    let text = format!(
        "{hello}\n\n{lead}\n{}\n\n--\n{foot}\n{origin}{page}\n",
        letter.file_name
    );
    let (link, lang) = (format!("{}{page}", escaped(origin)), locale.tag());
    let html = format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"></head><body><p>{}</p><p>{}</p><p>{}</p>\
         <hr><p><small>{} <a href=\"{link}\">{link}</a></small></p></body></html>",
        escaped(&hello),
        escaped(&lead),
        escaped(&letter.file_name),
        escaped(foot)
    );
    Written {
        subject: said.chars().filter(|c| !c.is_control()).collect(),
        text,
        html,
    }
}

fn subject(locale: Locale, rows: &[NoticeRow]) -> String {
    let said = match rows {
        [only] => {
            let what = notices::sentence(locale, &only.event);
            mail::subject(locale, &only.workload_name, what)
        }
        many => mail::subject_many(locale, many.len()),
    };
    said.chars().filter(|c| !c.is_control()).collect()
}

/// What people named, on one line: a name can't pass for a paragraph of ours.
fn one_line(text: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(plain).collect()
}

/// The lines below a notice's first: what was said, and what it is about.
fn lines(locale: Locale, row: &NoticeRow) -> Vec<String> {
    let comment = notices::comment(&row.event).lines().map(str::to_owned);
    let named = |named: &Named| {
        let day = day(locale, &row.event, &named.id);
        let day = day.map(|day| format!(" · {day}"));
        let text = one_line(&named.text);
        format!("{} {text}{}", named.id, day.unwrap_or_default())
    };
    let left = row.about.len().saturating_sub(NAMED);
    let more = (left > 0).then(|| notices::more(locale, left));
    comment
        .chain(row.about.iter().take(NAMED).map(named))
        .chain(more)
        .collect()
}

/// A workload with its team; the team's or the organisation's name where there is none.
fn about(row: &NoticeRow) -> String {
    one_line(&match row.workload {
        Some(_) => format!("{} · {}", row.workload_name, row.team_name),
        None => row.workload_name.clone(),
    })
}

fn text(letter: &Letter, origin: &str) -> String {
    let locale = letter.locale;
    let mut out = format!("{}\n", mail::hello(locale, &letter.name));
    for row in &letter.notices {
        let sentence = one_line(&notices::sentence(locale, &row.event));
        // Writing to a string does not fail.
        let _ = write!(out, "\n{sentence}\n{}\n", about(row));
        for line in lines(locale, row) {
            let _ = writeln!(out, "  {line}");
        }
        let _ = writeln!(out, "{origin}{}", href::notice(row.workload, &row.event));
    }
    let _ = write!(
        out,
        "\n--\n{}\n{origin}/account#notices\n",
        mail::foot(locale)
    );
    out
}

fn html(letter: &Letter, origin: &str) -> String {
    let locale = letter.locale;
    let origin = escaped(origin);
    let mut out = format!(
        "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\"></head><body><p>{}</p>",
        locale.tag(),
        escaped(&mail::hello(locale, &letter.name))
    );
    for row in &letter.notices {
        let sentence = escaped(&notices::sentence(locale, &row.event));
        let place = escaped(&href::notice(row.workload, &row.event));
        let about = escaped(&about(row));
        let _ = write!(
            out,
            "<h2><a href=\"{origin}{place}\">{sentence}</a></h2><p>{about}</p>"
        );
        let lines = lines(locale, row);
        if !lines.is_empty() {
            out.push_str("<ul>");
            for line in lines {
                let _ = write!(out, "<li>{}</li>", escaped(&line));
            }
            out.push_str("</ul>");
        }
    }
    let foot = escaped(mail::foot(locale));
    let _ = write!(
        out,
        "<hr><p><small>{foot} <a href=\"{origin}/account#notices\">{origin}/account</a></small></p></body></html>"
    );
    out
}

/// A text inside an element or a quoted attribute.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use domain::notice::{Ending, Event, Step};
    use domain::{EventId, WorkloadId};
    use time::macros::date;
    use uuid::Uuid;

    use super::*;

    fn row(event: Event, about: Vec<Named>) -> NoticeRow {
        NoticeRow {
            id: EventId(Uuid::nil()),
            event,
            workload: Some(WorkloadId(Uuid::nil())),
            workload_name: "<b>客服</b>".to_owned(),
            team_name: "智能客服".to_owned(),
            about,
            at: "2026-11-22T08:00:00Z".to_owned(),
            unread: true,
        }
    }

    fn letter(locale: Locale, notices: Vec<NoticeRow>) -> Letter {
        Letter {
            to: "a@example.test".to_owned(),
            name: "林".to_owned(),
            locale,
            notices,
        }
    }

    fn sent_back() -> NoticeRow {
        let event = Event::SentBack {
            by: "Chen".to_owned(),
            comment: "<script>x</script>\nline".to_owned(),
        };
        row(event, Vec::new())
    }

    fn ending() -> NoticeRow {
        let event = Event::ProofEnding {
            step: Step::Week,
            criteria: vec![Ending {
                criterion: "S02.3b".parse().unwrap(),
                until: date!(2026 - 11 - 29),
            }],
        };
        let about = vec![Named {
            id: "S02.3b".to_owned(),
            check: Some("S02".parse().unwrap()),
            text: "Keys rotate".to_owned(),
        }];
        row(event, about)
    }

    #[test]
    fn what_people_wrote_is_text_and_never_markup() {
        let mail = write(&letter(Locale::En, vec![sent_back()]), "https://c.example");
        assert!(mail.html.contains("&lt;script&gt;x&lt;/script&gt;"));
        assert!(!mail.html.contains("<script>") && !mail.html.contains("<b>"));
        assert!(
            mail.text.contains("  <script>x</script>\n  line\n"),
            "{}",
            mail.text
        );
        assert_eq!(mail.subject, "<b>客服</b>: Chen sent the assessment back");
    }

    #[test]
    fn a_name_of_several_lines_stays_on_its_own() {
        let mut row = ending();
        row.workload_name = "a\nhttps://b.example".to_owned();
        row.about[0].text = "b\r\n\nhttps://b.example".to_owned();
        let mail = write(&letter(Locale::En, vec![row]), "https://c.example");
        let starts = |line: &str| line.trim_start().starts_with("https://b.example");
        assert!(
            mail.text.contains("https://b.example") && !mail.text.lines().any(starts),
            "{}",
            mail.text
        );
    }

    #[test]
    fn several_are_one_mail_with_a_link_each() {
        let mail = write(
            &letter(Locale::Zh, vec![sent_back(), ending()]),
            "https://c.example",
        );
        assert_eq!(mail.subject, "Hexastyle：2条通知");
        let page = format!("https://c.example/workloads/{}", Uuid::nil());
        for part in ["/review", "/evidence#ending"] {
            assert!(
                mail.text.contains(&format!("{page}{part}\n")),
                "{}",
                mail.text
            );
            assert!(
                mail.html.contains(&format!("\"{page}{part}\"")),
                "{}",
                mail.html
            );
        }
        assert!(mail.text.contains("S02.3b Keys rotate · 有效至2026-11-29"));
        assert!(mail.text.contains("https://c.example/account#notices"));
    }
}
