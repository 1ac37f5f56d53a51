import ArgusCore
import ArgusOperations
import ArgusVocabulary

/// Why whoever reads the page of an incident was, or was not, told of it, and who else was.
struct ToldCard {
    /// In a word or two.
    let summary: String
    let events: [Line]
    let others: [String]
    let hasOthers: Bool

    /// What was decided of an event.
    struct Line {
        let moment: MomentText
        let what: String
        let reasons: [String]
    }

    /// The most events, and the most messages to others, that are shown.
    static let (mostEvents, mostOthers) = (20, 50)

    /// nil if there is nothing to tell.
    init?(_ view: IncidentView) {
        let moments = view.moments
        events = (view.explanation?.events ?? []).suffix(Self.mostEvents).reversed().compactMap {
            explained in
            let reasons =
                explained.profiles.map { profile in
                    let name = profile.name.map { "\"\($0)\"" } ?? "\(profile.id)"
                    return "Profile \(name): \(profile.sentence)"
                } + explained.deliveries.map { $0.sentence(in: moments.zone) }
            guard !reasons.isEmpty else { return nil }
            return Line(
                moment: moments.text(explained.event.timestamp),
                what: explained.event.type.display, reasons: reasons)
        }
        let own = view.explanation?.user.id
        others = view.deliveries.filter { $0.user != own }.suffix(Self.mostOthers).reversed()
            .map { $0.sentence(in: moments.zone) }
        hasOthers = !others.isEmpty
        if events.isEmpty, others.isEmpty { return nil }
        summary = view.explanation?.isTold == true ? "you are told" : "you are not told"
    }
}
