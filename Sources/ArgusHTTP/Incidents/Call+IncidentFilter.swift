import ArgusCore
import ArgusOperations
import ArgusVocabulary
import ArgusWire

extension Call {
    /// What the query asks of incidents, and the filter that it describes; refused is all that is
    /// wrong with it.
    ///
    /// What it names by primary key is nothing, if it is not the asker's to use.
    package func incidentQuery(
        _ version: APIVersion, ofOwn: Bool = false
    ) async throws -> (query: IncidentListQuery, filter: IncidentFilter) {
        var reader = QueryReader(self)
        let query = try IncidentListQuery(self, version, ofOwn: ofOwn, &reader)
        let stored = try await storedFilters(query)
        try await checkSourceTypes(query, &reader)
        try reader.check()
        let asked = query.parts.merged
        if let excess = IncidentFilter.all(asked).excess {
            throw Refusal.invalid(.text(excess))
        }
        let parts = stored + asked
        return (query, parts.isEmpty ? .everything : .all(parts))
    }

    private func storedFilters(_ query: IncidentListQuery) async throws -> [IncidentFilter] {
        let requester = try requester
        var filters: [IncidentFilter] = []
        if let id = query.storedFilter {
            filters.append(try await operations.filters.incidents(of: id, for: requester))
        }
        if let id = query.profile {
            let profiles = operations.notificationProfiles
            filters.append(try await profiles.incidents(of: id, for: requester) ?? .nothing)
        }
        return filters
    }

    /// Refuses types of source systems that do not exist.
    private func checkSourceTypes(
        _ query: IncidentListQuery, _ reader: inout QueryReader
    ) async throws {
        guard !query.sourceTypes.isEmpty else { return }
        let types = Set(try await operations.sources.types().map { ExactText($0) })
        guard !types.isSuperset(of: query.sourceTypes.map { ExactText($0) }) else { return }
        reader.refuse("source__type__in", .noChoice)
    }
}
