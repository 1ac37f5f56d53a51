import ServiceLifecycle

/// Several intakes as one service, which tells the courier when none of them brings any more.
struct Intakes: Service {
    let intakes: [any Service]
    let courier: Courier

    func run() async throws {
        try await withThrowingTaskGroup { group in
            for intake in intakes { group.addTask { try await intake.run() } }
            try await group.waitForAll()
        }
        // Whoever ends it all tells the courier next, which must not end before that by itself.
        if !Task.isShuttingDownGracefully { courier.finishWhenEmpty() }
    }
}
