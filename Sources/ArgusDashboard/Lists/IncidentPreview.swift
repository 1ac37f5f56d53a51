import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// Which incidents a choice of filters is about, for those who make it.
struct IncidentPreview {
    /// How many they are, in a sentence.
    let text: String
    /// The newest of them.
    let rows: [RelatedIncidents.Row]

    /// How many incidents are listed.
    private static let most = 5

    /// What filters say of the incidents that are open now, all of which must hold.
    init(
        openOf filters: [StoredFilter], saying verb: String, _ operations: Operations,
        _ moments: MomentFormat
    ) async throws {
        let covered =
            filters.isEmpty
            ? IncidentFilter.nothing : .all([.open(true)] + filters.map(\.blob.filter))
        let count = try await operations.incidents.count(covered)
        let all = try await operations.incidents.count(.open(true))
        let newest = try await operations.incidents.list(covered, PageRequest(size: Self.most))
        let share = all == 0 ? "" : " (\(count * 100 / all)%)"
        text = "\(verb) \(count) open incident\(count == 1 ? "" : "s")\(share)."
        rows = RelatedIncidents("", newest.items, moments).rows
    }

    /// What was found elsewhere, with its sentence.
    init(_ text: String, _ incidents: [SourcedIncident], _ moments: MomentFormat) {
        self.text = text
        rows = RelatedIncidents("", Array(incidents.prefix(Self.most)), moments).rows
    }
}
