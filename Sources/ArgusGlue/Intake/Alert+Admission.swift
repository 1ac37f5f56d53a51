import ArgusClient
import ArgusVocabulary

extension Alert {
    /// What becomes of an alert on its way in.
    package enum Admission: Hashable, Sendable {
        case taken(Deliverable)
        /// It is left out by the conventions of its source, and why.
        case leftOut(String)
    }

    /// The alert by the conventions of its source and such as a server takes it, or why it is left
    /// out; refuses what no server would take.
    package func admitted(
        by conventions: Conventions, for version: APIVersion, receipt: Timestamp
    ) throws(AlertProblem) -> Admission {
        let own = try deliverable(for: version, receipt: receipt)
        // What has its final keys by now is what the conventions speak of.
        switch conventions.applied(to: own.alert) {
        case .dropped(let reason): return .leftOut(reason)
        case .kept(own.alert): return .taken(own)
        case .kept(let changed):
            let whole = try changed.deliverable(for: version, receipt: receipt)
            return .taken(
                Deliverable(
                    alert: whole.alert, alterations: own.alterations.union(whole.alterations)))
        }
    }
}
