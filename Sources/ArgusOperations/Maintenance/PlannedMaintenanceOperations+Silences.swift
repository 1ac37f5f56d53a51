import ArgusCore
import ArgusStorage
import ArgusVocabulary

extension PlannedMaintenanceOperations {
    /// Plans maintenance of what a filter describes, which is stored with it, or changes such a task
    /// that is not over; in one transaction.
    ///
    /// A description that is too long is cut: whoever silences is not to be turned down for it.
    package func silence(
        _ filter: IncidentFilter, startTime: Timestamp, endTime: Timestamp, description: String,
        changing id: PlannedMaintenance.ID? = nil, by requester: Requester
    ) async throws -> DetailedMaintenance {
        let description = description.cut(to: TextLimit.maintenanceDescription.count)
        let written = filter.written
        do throws(WrittenFilterProblem) {
            _ = try WrittenFilter(written)
        } catch {
            throw Refusal.invalid("matchers", .text(error.message))
        }
        return try await database.write(.planMaintenance, by: requester) { transaction in
            let filter = try transaction.filter(written, of: requester.user)
            guard let id, let old = try transaction.stores.plannedMaintenance.find(id),
                old.recurrence == nil, old.endTime > transaction.now
            else {
                let new = try NewPlannedMaintenance(
                    startTime: max(startTime, transaction.now), endTime: endTime,
                    description: description, filters: [filter])
                let id = try transaction.stores.plannedMaintenance.insert(
                    new, by: requester.user.id, created: transaction.now)
                return try transaction.stores.detailedMaintenance(id)
            }
            var change = PlannedMaintenanceChange()
            if old.startTime > transaction.now { change.startTime = startTime }
            (change.endTime, change.description, change.filters) = (endTime, description, [filter])
            try transaction.stores.plannedMaintenance.update(
                old.changed(change, at: transaction.now))
            return try transaction.stores.detailedMaintenance(id)
        }
    }

    /// Ends a task now: one that has not begun is removed, one that is over stays as it is.
    package func end(_ id: PlannedMaintenance.ID, by requester: Requester) async throws {
        try await database.write(.planMaintenance, by: requester) { transaction in
            let store = transaction.stores.plannedMaintenance
            guard let task = try store.find(id) else { throw Refusal.noSuch(.maintenance) }
            let now = transaction.now
            if task.startTime >= now { return try store.delete(id) }
            guard task.windows.end > now else { return }
            try store.update(task.ended(at: now))
        }
    }
}

extension Transaction {
    /// A public filter of somebody's that describes what is written: one that is there, or a new one.
    fileprivate func filter(_ written: String, of user: User) throws -> StoredFilter.ID {
        var blob = FilterBlob()
        blob.written = written
        let known = try stores.filters.list(visibleTo: user.id).first {
            $0.user == user.id && $0.isPublic && $0.blob == blob
        }
        if let known { return known.id }
        // With the seconds since 1970, as names are unique.
        let when = " \(now.microseconds / 1_000_000)"
        let name = "Silence \(written)".cut(to: TextLimit.filterName.count - when.count) + when
        return try stores.filters.insert(
            NewFilter(name: name, blob: blob, isPublic: true), of: user)
    }
}
