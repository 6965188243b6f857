//! The window that a call carries: where the scripted user sees dialogs, and where forbidden ones are noticed.

use crate::methods::{Named, ShowDetail, Value};
use crate::sim::checks::finding::Finding;
use crate::sim::kernel::shared::Shared;
use crate::spi::{Dialog, DialogAnswer, DialogHost, ParentWindow};
use crate::trace::{Context, Fact, OpenNo};

/// The window of one call.
pub(crate) struct DialogGate<'a> {
    pub(crate) shared: &'a Shared,
    pub(crate) context: Context,
    pub(crate) open: Option<OpenNo>,
    /// The client's window; where it has nobody who answers, the subsystem's user sees the dialog.
    pub(crate) window: ParentWindow<'a>,
    /// The rule that a dialog would break in this call.
    pub(crate) forbidden: Option<&'static Finding>,
}

impl DialogHost for DialogGate<'_> {
    fn show(&self, dialog: &Dialog) -> DialogAnswer {
        if let Some(finding) = self.forbidden {
            self.shared.with(|state| {
                let got = format!("the dialog {:?}", dialog.title);
                let step = self.open.and_then(|open| state.opens.latest_step(open));
                finding.record_deviation(&mut state.recorder, self.context, step, got);
            });
            return self.answered(dialog, DialogAnswer::Unavailable);
        }
        let answer =
            if self.window.has_host() { self.window.show(dialog) } else { self.shared.user.answer(dialog) };
        self.answered(dialog, answer)
    }
}

impl DialogGate<'_> {
    /// The window that the provider gets: the client's, or none if the client has none.
    pub(crate) const fn window(&self) -> ParentWindow<'_> {
        ParentWindow::new(self).with_handle(self.window.handle())
    }

    fn answered(&self, dialog: &Dialog, answer: DialogAnswer) -> DialogAnswer {
        self.shared.record_dialog(self.context, dialog, &answer);
        answer
    }
}

impl Shared {
    /// A dialog, and what the user did with it.
    pub(crate) fn record_dialog(&self, context: Context, dialog: &Dialog, answer: &DialogAnswer) {
        let detail = self.options.show_detail();
        self.with(|state| {
            let recorder = &mut state.recorder;
            let title = recorder.text(dialog.title.clone());
            let (reply, fields) = match answer {
                DialogAnswer::Unavailable => {
                    return recorder.fact(context, Fact::DialogRefused(title));
                }
                DialogAnswer::Completed(fields) => (FILLS_IN, fields.as_slice()),
                DialogAnswer::Cancelled => (CANCELS, &[][..]),
            };
            recorder.fact(context, Fact::DialogShown(title));
            let reply = recorder.text(reply.to_owned());
            let whole = detail != ShowDetail::Short && !fields.is_empty();
            let fields = whole.then(|| recorder.values(told(dialog, fields, detail)));
            recorder.fact(context, Fact::DialogAnswered(reply, fields));
        });
    }
}

/// What the user does who confirms a dialog.
pub(crate) const FILLS_IN: &str = "fills it in";

const CANCELS: &str = "cancels";

/// The fields of a dialog by name, each with what stood in it. Secrets are kept where secure properties are.
fn told(dialog: &Dialog, fields: &[(String, String)], detail: ShowDetail) -> Vec<Named> {
    let is_secret = |name: &str| dialog.fields.iter().any(|field| field.name == name && field.secret);
    let pair = |(name, value): &(String, String)| {
        let hidden = is_secret(name) && detail != ShowDetail::WithSecure;
        let value = if hidden { Value::Hidden } else { Value::Text(value.clone()) };
        [Named { name: "field", value: Value::Text(name.clone()) }, Named { name: "value", value }]
    };
    fields.iter().flat_map(pair).collect()
}
