import ArgusCore
import ArgusStorage

/// What can be done with holidays; everybody has only the own ones.
package struct HolidayOperations: Sendable {
    let database: Database

    /// The asker's holidays.
    package func find(of requester: Requester) async throws -> OwnHolidays {
        try await database.read { try $0.holidays.find(of: requester.user.id) }
    }

    /// Changes the asker's holidays, or refuses.
    package func change(
        _ change: HolidaysChange, by requester: Requester
    ) async throws -> OwnHolidays {
        try await database.write(.act, by: requester) { transaction in
            let (store, user) = (transaction.stores.holidays, try requester.user.id)
            var holidays = try store.find(of: user)
            holidays.dates = change.dates ?? holidays.dates
            holidays.events = change.events ?? holidays.events
            try holidays.check()
            try store.set(holidays, of: user)
            return holidays
        }
    }
}
