import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// What a profile would have sent in the last days, ready to print.
struct MessagePreview {
    /// How many messages, in a sentence.
    let text: String
    /// What is to be known beside that; nil if nothing is.
    let note: String?
    /// The last of them.
    let rows: [Row]
    /// What kept everything else from being sent.
    let others: [Other]
    let hasOthers: Bool

    /// A message.
    struct Row {
        let level: LevelMark
        let moment: MomentText
        let path: String
        let description: String
        /// What happened, and where it would have been told.
        let what: String
    }

    /// A reason, and how often it was one.
    struct Other {
        let count: Int
        let sentence: String
    }

    /// How many messages, and how many reasons, are listed.
    private static let (most, mostReasons) = (20, 20)

    init(_ preview: PreviewedProfile, _ moments: MomentFormat) {
        let messages = "\(preview.count) message\(preview.count == 1 ? "" : "s")"
        text = "In the last week it would have sent \(messages)."
        var notes: [String] = []
        if preview.pending > 0 { notes.append("\(preview.pending) more would wait still.") }
        if !preview.isComplete {
            notes.append("Only the last \(preview.events) events were looked at.")
        }
        if preview.count > Self.most { notes.append("These are the last \(Self.most):") }
        note = notes.isEmpty ? nil : notes.joined(separator: " ")
        rows = preview.messages.prefix(Self.most).map { message in
            let incident = message.incident
            let again = message.occasion > 0 ? ", again" : ""
            let others = message.others > 0 ? ", with \(message.others) more" : ""
            return Row(
                level: LevelMark(incident.level), moment: moments.text(message.moment),
                path: "/incidents/\(incident.id)/",
                description: incident.description.isEmpty
                    ? "Incident \(incident.id)" : incident.description,
                what:
                    "\(message.event.type.display)\(again)\(others), to \(message.destination.address)"
            )
        }
        others = preview.others.prefix(Self.mostReasons).map {
            Other(count: $0.count, sentence: $0.sentence)
        }
        hasOthers = !others.isEmpty
    }

    /// What the profile would have sent that a form describes; nil if the form was not sent to be looked
    /// at, or describes none.
    init?(_ entry: FormEntry, of profile: NotificationProfile?, _ call: Call) async throws {
        guard let said = entry.said(in: ProfileForm.form, call) else { return nil }
        let moments = try await call.moments
        do {
            let change = try said.change(moments, of: profile?.rules)
            self.init(
                try await call.operations.notifications.preview(
                    profile?.id, change, by: call.requester), moments)
        } catch Refusal.invalid {
            return nil
        }
    }
}
