//! A table and a progress bar, in color on a terminal.

use std::io::{IsTerminal as _, Write as _};

const BAR: u64 = 30;

fn is_colored() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Text in a color of the terminal; as it is where there are none.
fn colored(text: &str, color: &str) -> String {
    if is_colored() { format!("\x1b[{color}m{text}\x1b[0m") } else { text.to_owned() }
}

/// Draws the bar over the one before. Where there is no terminal, it says each tenth of the rows.
pub(crate) fn bar(done: u64, total: Option<u64>, note: &str) {
    let whole = total.unwrap_or(done).max(1);
    if !std::io::stderr().is_terminal() {
        let tenth = (whole / 10).max(1);
        if done.is_multiple_of(tenth) {
            eprintln!("{done} of {whole}, {note}");
        }
        return;
    }
    let filled = (done * BAR / whole).min(BAR);
    let (full, empty) =
        ("█".repeat(usize::try_from(filled).unwrap_or(0)), "░".repeat(usize::try_from(BAR - filled).unwrap_or(0)));
    eprint!("\r\x1b[36m{full}\x1b[0m{empty} {done} of {whole}, {note}\x1b[K");
    let _ = std::io::stderr().flush();
}

/// Leaves the line of the bar.
pub(crate) fn end_bar() {
    if std::io::stderr().is_terminal() {
        eprint!("\r\x1b[K");
    }
}

/// Prints rows under a header. The third column is a status, whose color tells it.
pub(crate) fn print<const N: usize>(header: [&str; N], rows: &[[String; N]]) {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.chain([header[column].len()]).max().unwrap_or(0)
    };
    let widths: [usize; N] = std::array::from_fn(width);
    let line: Vec<String> = header.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
    println!("  {}", colored(line.join("  ").trim_end(), "1"));
    for row in rows {
        let cells = row.iter().zip(widths).enumerate().map(|(column, (cell, width))| {
            let padded = format!("{cell:<width$}");
            if column == 2 { colored(&padded, color_of(cell)) } else { padded }
        });
        println!("  {}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
}

fn color_of(status: &str) -> &'static str {
    match status.to_lowercase().as_str() {
        "new" => "33",
        "closed" | "resolved" => "32",
        status if status.contains("progress") => "36",
        _ => "35",
    }
}
