import ArgusCore
import ArgusIntegrations
import ArgusVocabulary
import Foundation
import Testing

/// What becomes of a message that a script of the shell is to send; `check` sees its folder.
private func outcome(
    _ script: String, patience: Duration = .longest, environment: [String: String] = [:],
    _ check: (URL) throws -> Void = { _ in }
) async throws -> DeliveryOutcome {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let program = folder.appending(path: "tell")
    try "#!/bin/sh\ncd '\(folder.path)'\n\(script)\n".write(
        to: program, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: program.path)
    let channel = ExecChannel(
        ["tell": program.path], patience: patience,
        environment: environment.merging(["PATH": "/usr/bin:/bin"]) { one, _ in one })
    var outcome = await channel.send(.sample(), to: .program("tell"))
    // A program that another test has just started may still have the file open, as it was written.
    while case .failed(_, let said) = outcome, said.contains("Text file busy") {
        outcome = await channel.send(.sample(), to: .program("tell"))
    }
    try check(folder)
    return outcome
}

extension Destination {
    fileprivate static func program(_ name: String) -> Destination {
        Destination(
            id: 2, user: 1, medium: .exec, settings: ["program": name, "recipient": "ops"])
    }
}

@Suite struct `A program of the site's own` {
    @Test func `reads JSON, and nothing that is set about the server`() async throws {
        let outcome = try await outcome(
            "cat > input; env > variables", environment: ["ARGUS_SMTP_URL": "x", "LANG": "C"]
        ) { folder in
            let input = try JSONValue(
                parsing: String(contentsOf: folder.appending(path: "input"), encoding: .utf8))
            #expect(input["recipient"] == "ops")
            #expect(input["title"] == "[critical] box.example.org: Box is down")
            #expect(input["link"] == "https://argus.example.org/incidents/7/")
            #expect(input["delivery"] == "3-2-0")
            #expect(input["incident"]?["pk"] == 7)
            let variables = try String(
                contentsOf: folder.appending(path: "variables"), encoding: .utf8)
            #expect(variables.contains("LANG=C"))
            #expect(!variables.contains("ARGUS"))
        }
        #expect(outcome == .sent("the program has sent it"))
    }

    @Test(arguments: [
        ("exit 75", DeliveryOutcome.retry(.serverError, "It is to be tried again")),
        (
            "echo one >&2; echo two >&2; exit 75",
            .retry(.serverError, "It is to be tried again: two")
        ),
        (
            "printf 'no such\\ttopic\\n\\n' >&2; exit 1",
            .failed(.refused, "It ended with 1: no such topic")
        ),
        ("kill -9 $$", .retry(.serverError, "Signal 9 ended it")),
        ("exec 0<&-; exit 0", .sent("the program has sent it")),
    ])
    func `says by its exit status how it ended`(
        script: String, expected: DeliveryOutcome
    ) async throws {
        #expect(try await outcome(script) == expected)
    }

    @Test(.timeLimit(.minutes(1)))
    func `is stopped with all that it has started once its time is over`() async throws {
        let script = "flock lock sleep 1000 & wait"
        let outcome = try await outcome(script, patience: .milliseconds(100)) { folder in
            // It is free once what holds it has ended.
            let lock = open(folder.appending(path: "lock").path, O_RDWR | O_CREAT, 0o600)
            #expect(flock(lock, LOCK_EX) == 0)
            close(lock)
        }
        #expect(outcome.reason == .timeout)
    }

    @Test func `may say as much as it likes`() async throws {
        let script = "yes 0123456789 | head -c 330000 >&2; echo end >&2; exit 2"
        #expect(try await outcome(script) == .failed(.refused, "It ended with 2: end"))
    }

    @Test func `has none of the server's files and sockets`() async throws {
        let outcome = try await outcome("ls -l /proc/self/fd | grep -c socket >&2; exit 1")
        #expect(outcome == .failed(.refused, "It ended with 1: 0"))
    }

    @Test func `runs only if the configuration names it`() async {
        let channel = ExecChannel(["tell": "/nowhere/tell"])

        #expect(await channel.send(.sample(), to: .program("/bin/sh")).reason == .address)
        #expect(
            await channel.send(.sample(), to: .program("tell"))
                == .retry(
                    .notConfigured, "/nowhere/tell cannot be started: No such file or directory"))
    }
}
