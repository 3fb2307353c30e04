//! Lines and columns of a table whose cells are separated by tabs.

use crate::vendor::note::Notes;

/// A line of a table, with the cells of the wanted columns.
pub(super) struct Row<'t, const N: usize> {
    file: &'static str,
    /// From 1.
    pub(super) line: usize,
    pub(super) cells: [&'t str; N],
}

impl<const N: usize> Row<'_, N> {
    /// Reads a cell; what cannot be read is noted.
    pub(super) fn read<T>(&self, cell: &str, read: fn(&str) -> Option<T>, notes: &mut Notes) -> Option<T> {
        let value = read(cell);
        if value.is_none() {
            let what = format!("unknown value `{cell}`; it counts as not recorded");
            notes.add("evidence-unknown-value", what, &format_args!("{}:{}", self.file, self.line));
        }
        value
    }
}

/// The lines of a table below its header, which names the columns in any order.
///
/// A line without a path is noted and left out, a missing column is noted and empty.
pub(super) fn rows<'t, const N: usize>(
    text: &'t str,
    file: &'static str,
    columns: &[&str; N],
    notes: &mut Notes,
) -> Vec<Row<'t, N>> {
    let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    let Some((_, header)) = lines.by_ref().find(|(_, line)| !line.trim().is_empty()) else { return Vec::new() };
    let header: Vec<&str> = header.split('\t').map(str::trim).collect();
    let at = columns.map(|column| header.iter().position(|title| title.eq_ignore_ascii_case(column)));
    for (column, _) in columns.iter().zip(&at).filter(|(_, at)| at.is_none()) {
        notes.add("evidence-missing-column", format!("there is no column `{column}`"), &file);
    }
    let mut rows = Vec::new();
    for (index, text) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let all: Vec<&str> = text.split('\t').map(str::trim).collect();
        let row =
            Row { file, line: index + 1, cells: at.map(|at| at.and_then(|at| all.get(at)).copied().unwrap_or("")) };
        if row.cells.first().is_some_and(|path| path.starts_with('/')) {
            rows.push(row);
        } else {
            let what = "a line that does not begin with a path is skipped";
            notes.add("evidence-no-path", what, &format_args!("{file}:{}", row.line));
        }
    }
    rows
}
