import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusWire
import HTTPTypes

/// `notificationprofiles/timeslots/`: when somebody wants to be notified.
struct TimeslotRoutes {
    let version: APIVersion

    private var root: String { "\(version.path)notificationprofiles/timeslots/" }

    /// The asker's timeslots, and storing one.
    var list: Endpoint {
        Endpoint(
            root,
            get: { call in
                let timeslots = try await call.operations.timeslots.list(of: call.requester)
                return Reply(.array(timeslots.map { TimeslotJSON($0).json }))
            },
            post: create)
    }

    /// One timeslot.
    var one: Endpoint {
        Endpoint(
            "\(root):pk/",
            get: { call in
                let timeslot = try await call.operations.timeslots.find(
                    call.id(), of: call.requester)
                return Reply(TimeslotJSON(timeslot).json)
            },
            put: { try await change($0, isWhole: true) },
            patch: { try await change($0, isWhole: false) },
            delete: { call in
                try await call.operations.timeslots.delete(call.id(), by: call.requester)
                return Reply(status: .noContent)
            })
    }

    @Sendable
    private func create(_ call: Call) async throws -> Reply {
        let requester = try call.requester
        let body = try await call.body()
        var input = try call.input(body)
        let name = input.requiredText("name", .characters(40))
        let recurrences = input.timeRecurrences("time_recurrences", isRequired: true) ?? []
        try input.check()
        let new = NewTimeslot(name: name, recurrences: recurrences)
        return try await call.creating(
            body, writing: { $0.value(TimeslotJSON($1).json) }
        ) { once in
            try await call.operations.timeslots.create(new, by: requester, once: once)
        }
    }

    private func change(_ call: Call, isWhole: Bool) async throws -> Reply {
        let body = await call.lateBody()
        let timeslot = try await call.operations.timeslots.change(
            call.id(), try body.read { try $0.timeslotChange(isWhole: isWhole) },
            by: call.requester)
        return Reply(TimeslotJSON(timeslot).json)
    }
}

extension Input {
    /// What is to become different about a timeslot.
    fileprivate mutating func timeslotChange(isWhole: Bool) throws(Refusal) -> TimeslotChange {
        var change = TimeslotChange()
        if isWhole || has("name") { change.name = requiredText("name", .characters(40)) }
        change.recurrences = timeRecurrences("time_recurrences", isRequired: isWhole)
        try check()
        return change
    }
}
