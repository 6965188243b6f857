//! The window that a call carries: where the scripted user sees dialogs, and where forbidden ones are noticed.

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
        self.shared.with(|state| {
            let title = state.recorder.text(dialog.title.clone());
            let fact = match &answer {
                DialogAnswer::Unavailable => Fact::DialogRefused(title),
                DialogAnswer::Completed(_) | DialogAnswer::Cancelled => Fact::DialogShown(title),
            };
            state.recorder.fact(self.context, fact);
            let reply = match &answer {
                DialogAnswer::Unavailable => return,
                DialogAnswer::Completed(_) => "fills it in",
                DialogAnswer::Cancelled => "cancels",
            };
            let reply = state.recorder.text(reply.to_owned());
            state.recorder.fact(self.context, Fact::DialogAnswered(reply));
        });
        answer
    }
}
