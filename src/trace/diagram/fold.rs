//! Calls about properties that share an arrow.

use super::lane::Lane;
use super::row::Row;
use crate::trace::Method;
use crate::trace::text::short;

/// The same rows, where successful property calls between the same two parties, one after the other, are one row.
pub(super) fn fold(rows: Vec<Row>) -> Vec<Row> {
    let mut folded = Vec::with_capacity(rows.len());
    let mut run: Option<Run> = None;
    let mut rows = rows.into_iter().peekable();
    while let Some(row) = rows.next() {
        if let Row::Call { from, to, method, text } = &row
            && is_about_properties(*method)
            && rows.peek().is_some_and(is_success)
        {
            let call = Run { from: *from, to: *to, methods: vec![*method], first: text.clone() };
            rows.next();
            run = Some(call.after(run, &mut folded));
        } else {
            folded.extend(run.take().map(Run::into_row));
            folded.push(row);
        }
    }
    folded.extend(run.map(Run::into_row));
    folded
}

struct Run {
    from: Lane,
    to: Lane,
    methods: Vec<Method>,
    first: String,
}

impl Run {
    /// Joins the run before it, or ends that.
    fn after(self, before: Option<Self>, folded: &mut Vec<Row>) -> Self {
        match before {
            Some(mut before) if before.from == self.from && before.to == self.to => {
                before.methods.extend(self.methods);
                before
            }
            before => {
                folded.extend(before.map(Self::into_row));
                self
            }
        }
    }

    fn into_row(self) -> Row {
        let Self { from, to, mut methods, first } = self;
        let count = methods.len();
        methods.sort_unstable();
        methods.dedup();
        let names: Vec<&str> = methods.iter().map(|method| short(method.name())).collect();
        let text =
            if count == 1 { format!("{first} S_OK") } else { format!("{count} × {}", names.join(", ")) };
        Row::Folded { from, to, text }
    }
}

fn is_about_properties(method: Method) -> bool {
    let name = method.name();
    ["::GetProps", "::SetProps", "::DeleteProps", "::GetPropList"].iter().any(|end| name.ends_with(end))
}

/// Warnings are no success here: they stay to be seen.
fn is_success(row: &Row) -> bool {
    matches!(row, Row::Return { text, .. } if text.ends_with(" S_OK"))
}
