import ArgusCore
import ArgusOperations
import ArgusTesting
import ArgusVocabulary

extension TestSite {
    /// Has somebody store a filter for tags.
    func filter(
        _ name: String, tags: [String], of member: Cast.Member
    ) async throws -> StoredFilter.ID {
        var blob = FilterBlob()
        blob.tags = tags
        let made = try await operations.filters.create(
            NewFilter(name: name, blob: blob), by: member.requester)
        guard case .performed(let filter) = made else { return 0 }
        return filter.id
    }
}
