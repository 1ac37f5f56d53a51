import ArgusCore
import ArgusStorage

/// What can be done with preferences: JSON objects that programs keep for their users, each in a
/// namespace of its own.
package struct PreferenceOperations: Sendable {
    let database: Database

    /// Lists the asker's namespaces by name, each with its preferences as JSON.
    package func list(
        by requester: Requester
    ) async throws -> [(namespace: String, json: String)] {
        try await database.read { try $0.preferences.list(of: requester.user.id) }
    }

    /// Finds the asker's preferences in a namespace, as JSON; nil if there are none.
    package func find(_ namespace: String, by requester: Requester) async throws -> String? {
        try Preferences.check(namespace: namespace)
        return try await database.read {
            try $0.preferences.find(namespace, of: requester.user.id)
        }
    }

    /// Keeps what a function makes of the asker's preferences in a namespace, and gives it back.
    @discardableResult
    package func change(
        _ namespace: String, by requester: Requester,
        _ change: @escaping @Sendable (_ json: String?) throws -> String
    ) async throws -> String {
        try await database.write(.changeOwn, by: requester) { transaction in
            try Preferences.check(namespace: namespace)
            let (store, user) = (transaction.stores.preferences, try requester.user.id)
            let old = try store.find(namespace, of: user)
            if old == nil, try store.count(of: user) >= Preferences.mostNamespaces {
                throw Refusal.invalid(
                    "An account has at most \(Preferences.mostNamespaces) namespaces.")
            }
            let json = try change(old)
            try Preferences.check(json: json)
            if namespace == Preferences.dashboard { try Preferences.checkZone(json) }
            try store.set(json, namespace, of: user)
            return json
        }
    }

    /// Forgets the asker's preferences in a namespace.
    package func delete(_ namespace: String, by requester: Requester) async throws {
        try await database.write(.changeOwn, by: requester) {
            try Preferences.check(namespace: namespace)
            try $0.stores.preferences.delete(namespace, of: requester.user.id)
        }
    }
}
