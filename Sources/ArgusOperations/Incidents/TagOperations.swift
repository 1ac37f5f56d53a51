import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// What can be done with the tags of an incident, one by one.
package struct TagOperations: Sendable {
    let database: Database

    /// Lists the tags of an incident in the order in which they came.
    package func list(of id: Incident.ID) async throws -> [Tag] {
        try await database.read { try $0.incidents.tagged(id).tags.map(\.tag) }
    }

    /// Finds a tag of an incident, or refuses.
    package func find(_ tag: Tag, of id: Incident.ID) async throws {
        try await database.read { stores in
            guard try stores.incidents.tagged(id).tags.contains(where: { $0.tag == tag }) else {
                throw Refusal.noSuch(.tag)
            }
        }
    }

    /// Adds tags to an incident; those that it has stay as they are.
    package func add(
        _ tags: [Tag], to id: Incident.ID, by requester: Requester, once: Once<[Tag]>? = nil
    ) async throws -> Outcome<[Tag]> {
        try await database.write(.act, by: requester, changing: [id]) { transaction in
            try transaction.perform(once, by: requester) {
                let incidents = transaction.stores.incidents
                let old = try incidents.tagged(id)
                try requester.checkMayChange(old)
                let user = try requester.user.id
                var incident = old
                let present = Set(old.tags.map(\.tag))
                for tag in tags.withoutRepetitions() where !present.contains(tag) {
                    incident.tags.append(
                        Incident.TagRelation(tag: tag, addedBy: user, addedTime: transaction.now))
                }
                if incident.tags != old.tags {
                    try incidents.updateTags(of: incident, from: old)
                    transaction.recordUnlogged(.tags, of: id)
                }
                return tags
            }
        }
    }

    /// Takes a tag from an incident, or refuses if it does not have it; the tag is read once the
    /// incident is found.
    package func remove(
        _ tag: @escaping @autoclosure @Sendable () throws -> Tag, from id: Incident.ID,
        by requester: Requester
    ) async throws {
        try await database.write(.act, by: requester, changing: [id]) { transaction in
            let incidents = transaction.stores.incidents
            let old = try incidents.tagged(id)
            let tag = try tag()
            try requester.checkMayChange(old)
            var incident = old
            incident.tags.removeAll { $0.tag == tag }
            guard incident.tags != old.tags else { throw Refusal.noSuch(.tag) }
            try incidents.updateTags(of: incident, from: old)
            transaction.recordUnlogged(.tags, of: id)
        }
    }
}

extension IncidentStore {
    /// Finds an incident for its tags, or refuses in the way in which these endpoints always did.
    fileprivate func tagged(_ id: Incident.ID) throws -> Incident {
        guard let incident = try find(id) else {
            throw Refusal.because(.noTaggedIncident(id))
        }
        return incident
    }
}
