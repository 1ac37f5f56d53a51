import ArgusCore
import ArgusStorage
import ArgusVocabulary

/// A planned maintenance task together with its filters: what an answer shows.
package struct DetailedMaintenance: Hashable, Sendable {
    package let task: PlannedMaintenance
    package let filters: [StoredFilter]

    /// Puts together what an answer shows.
    package init(task: PlannedMaintenance, filters: [StoredFilter]) {
        (self.task, self.filters) = (task, filters)
    }

    /// Which incidents it covers: those that all filters describe, and none if it has lost its filters.
    package var filter: IncidentFilter {
        filters.isEmpty ? .nothing : .all(filters.map(\.blob.filter))
    }
}

/// What can be done with planned maintenance: everybody may look, the staff may plan.
package struct PlannedMaintenanceOperations: Sendable {
    let database: Database

    /// Plans maintenance; without a start it begins now.
    package func create(
        startTime: Timestamp?, endTime: Timestamp, description: String,
        filters: [StoredFilter.ID], recurrence: MaintenanceRecurrence? = nil,
        notices: MaintenanceNotices = MaintenanceNotices(), by requester: Requester,
        once: Once<DetailedMaintenance>? = nil
    ) async throws -> Outcome<DetailedMaintenance> {
        try await database.write(.planMaintenance, by: requester) { transaction in
            try transaction.perform(once, by: requester) {
                let new = try NewPlannedMaintenance(
                    startTime: startTime ?? transaction.now, endTime: endTime,
                    description: description, filters: filters, recurrence: recurrence,
                    notices: notices)
                let stores = transaction.stores
                try stores.checkExist(new.filters)
                let id = try stores.plannedMaintenance.insert(
                    new, by: requester.user.id, created: transaction.now)
                return try stores.detailedMaintenance(id)
            }
        }
    }

    /// Lists all tasks, the latest start first.
    package func list() async throws -> [DetailedMaintenance] {
        try await database.read { try $0.detailed($0.plannedMaintenance.list()) }
    }

    /// Finds a task, or refuses.
    package func find(_ id: PlannedMaintenance.ID) async throws -> DetailedMaintenance {
        try await database.read { try $0.detailedMaintenance(id) }
    }

    /// Changes a task, or refuses; the change is read once the task is found.
    package func change(
        _ id: PlannedMaintenance.ID,
        _ change: @escaping @autoclosure @Sendable () throws -> PlannedMaintenanceChange,
        by requester: Requester
    ) async throws -> DetailedMaintenance {
        try await database.write(.planMaintenance, by: requester) { transaction in
            let stores = transaction.stores
            let old = try stores.detailedMaintenance(id).task
            var change = try change()
            change.filters = change.filters?.withoutRepetitions()
            let changed = try old.changed(change, at: transaction.now)
            if let filters = change.filters { try stores.checkExist(filters) }
            try stores.plannedMaintenance.update(changed)
            return try stores.detailedMaintenance(id)
        }
    }

    /// Ends a task now, for good, or refuses.
    package func stop(_ id: PlannedMaintenance.ID, by requester: Requester) async throws {
        try await database.write(.planMaintenance, by: requester) { transaction in
            let stores = transaction.stores
            let task = try stores.detailedMaintenance(id).task
            try stores.plannedMaintenance.update(task.ended(at: transaction.now))
        }
    }

    /// Removes a task that has not begun, or refuses.
    package func delete(_ id: PlannedMaintenance.ID, by requester: Requester) async throws {
        try await database.write(.planMaintenance, by: requester) { transaction in
            let stores = transaction.stores
            try stores.detailedMaintenance(id).task.checkDeletable(at: transaction.now)
            try stores.plannedMaintenance.delete(id)
        }
    }
}

extension Stores {
    fileprivate func checkExist(_ ids: [StoredFilter.ID]) throws {
        try ids.checkAllExist(in: filters.find(Set(ids)).map(\.id), "filters")
    }

    /// A task with its filters, or a refusal.
    func detailedMaintenance(
        _ id: PlannedMaintenance.ID
    ) throws -> DetailedMaintenance {
        guard let task = try plannedMaintenance.find(id) else {
            throw Refusal.noSuch(.maintenance)
        }
        return try detailed([task])[0]
    }

    /// Joins tasks with their filters, in one statement whatever their number.
    func detailed(_ tasks: [PlannedMaintenance]) throws -> [DetailedMaintenance] {
        let filters = Dictionary(
            try self.filters.find(Set(tasks.flatMap(\.filters))).map { ($0.id, $0) }
        ) { $1 }
        return tasks.map { task in
            DetailedMaintenance(task: task, filters: task.filters.compactMap { filters[$0] })
        }
    }
}
