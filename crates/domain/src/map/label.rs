//! Names in boxes: how wide they are and where they break. No font is at hand, so widths are those of wide faces.

/// The width of a text in hundredths of its size.
fn width(text: &str) -> i32 {
    text.chars().map(advance).sum()
}

const fn advance(c: char) -> i32 {
    match c {
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!'
        | '(' | ')' | '[' | ']' | ' ' | '-' | '/' => 38,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '&' => 92,
        'A'..='Z' => 72,
        '0'..='9' | 'a'..='z' | '_' | '#' | '+' | '=' | '*' => 60,
        c if (c as u32) < 0x2e80 => 70,
        _ => 102,
    }
}

/// Breaks a name into at most two lines of a width in pixels; what does not fit ends in `…`.
pub fn lines(name: &str, size: i32, room: i32) -> Vec<String> {
    let room = room * 100 / size;
    let name: Vec<&str> = name.split_whitespace().collect();
    let name = name.join(" ");
    if width(&name) <= room {
        return vec![name];
    }
    let (first, rest) = broken(&name, room);
    let rest = rest.trim_start();
    let second = if width(rest) <= room {
        rest.to_owned()
    } else {
        cut(rest, room)
    };
    vec![first.trim_end().to_owned(), second]
}

/// The longest beginning that fits and ends where a name may break, and the rest.
fn broken(name: &str, room: i32) -> (&str, &str) {
    let (mut used, mut fits, mut best) = (0, 0, 0);
    let mut chars = name.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(name.len(), |(next, _)| *next);
        used += advance(c);
        // A space at the end needs no room.
        if used > room && c != ' ' {
            break;
        }
        fits = next;
        let after_next = chars.peek().map(|(_, c)| *c);
        let may = matches!(c, ' ' | '-' | '_' | '/' | '.' | ':') || is_wide(c);
        if at > 0 && may && after_next.is_none_or(|n| !closes(n)) {
            best = next;
        }
    }
    // A line that breaks in its first quarter looks worse than a word that is cut.
    let at = if best * 4 >= fits { best } else { fits };
    name.split_at_checked(at.max(1)).unwrap_or((name, ""))
}

const fn is_wide(c: char) -> bool {
    c as u32 >= 0x2e80
}

/// What does not begin a line.
const fn closes(c: char) -> bool {
    matches!(
        c,
        '）' | '，'
            | '。'
            | '、'
            | '：'
            | '；'
            | '！'
            | '？'
            | '」'
            | '”'
            | ')'
            | ','
            | '.'
            | ':'
    )
}

fn cut(text: &str, room: i32) -> String {
    let mut kept = String::new();
    let mut used = advance('…');
    for c in text.chars() {
        used += advance(c);
        if used > room {
            break;
        }
        kept.push(c);
    }
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_break_where_they_may() {
        assert_eq!(lines("模型网关", 13, 120), ["模型网关"]);
        assert_eq!(
            lines("Customer service assistant", 13, 130),
            ["Customer service", "assistant"]
        );
        assert_eq!(
            lines("qwen3-235b-a22b-instruct-2507-fp8", 13, 130),
            ["qwen3-235b-a22b-", "instruct-2507-fp8"]
        );
        let long = lines(&"很长的名字".repeat(10), 13, 120);
        assert_eq!(long.len(), 2);
        assert!(long[1].ends_with('…'));
    }

    #[test]
    fn no_line_is_wider_than_its_room() {
        for name in [
            "W".repeat(80),
            "名".repeat(80),
            "a b ".repeat(20),
            "x".to_owned(),
        ] {
            for line in lines(&name, 13, 118) {
                assert!(width(&line) * 13 / 100 <= 118, "{line}");
            }
        }
    }
}
