import Testing

@testable import ArgusAlerts

@Suite struct `A fingerprint` {
    @Test func `hashes the canonical form that is documented`() {
        let form = Fingerprint.canonicalForm(of: [
            (key: "host", value: "a"), (key: "check", value: "ping"),
        ])

        #expect(String(decoding: form, as: UTF8.self) == "5:check4:ping\n4:host1:a\n")
    }

    @Test(arguments: [
        ([("host", "a"), ("check", "ping")], "a16a34c76094bffb634ee856060f9027"),
        ([("host", "mail2"), ("service", "SMTP queue")], "4071992915594e3e75f0dbd391571827"),
        ([("host", "blåbær")], "688953a88fbfba9bbfa2654cde1975b4"),
        ([("host", "")], "2abf8242a7df5d78de4a6792400545fe"),
    ])
    func `is the same everywhere`(attributes: [(String, String)], text: String) {
        #expect(Fingerprint(attributes.map { (key: $0.0, value: $0.1) }).text == text)
    }

    @Test func `does not depend on the order or on repetition`() {
        let one: Fingerprint = ["host": "a", "check": "ping"]
        let other: Fingerprint = ["check": "ping", "host": "a", "check": "ping"]

        #expect(one == other)
    }

    @Test func `cannot be confused by where one value ends and the next name begins`() {
        let one: Fingerprint = ["a": "b1:c"]
        let other: Fingerprint = ["a": "b", "c": ""]

        #expect(one != other)
    }
}
