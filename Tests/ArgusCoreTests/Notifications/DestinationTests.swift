import ArgusCore
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `A destination` {
    private let mail = Destination(
        id: 1, user: 1, medium: .email, label: "mine", settings: ["email_address": "a@b.no"],
        managed: true)

    @Test func `suggests a label from where it leads`() {
        #expect(mail.suggestedLabel == "Email: a@b.no")
        let phone = Destination(
            id: 2, user: 1, medium: .sms, settings: ["phone_number": "+4792233445"])
        #expect(phone.suggestedLabel == "SMS: +4792233445")
    }

    @Test func `no longer follows the account when it leads elsewhere`() throws {
        let elsewhere = DestinationChange(settings: ["email_address": " c@d.no "])
        let same = DestinationChange(label: .some(nil), settings: ["email_address": "a@b.no"])

        #expect(try mail.changed(elsewhere).managed == false)
        #expect(try mail.changed(elsewhere).address == "c@d.no")
        #expect(try mail.changed(same).managed == true)
        #expect(try mail.changed(same).label == nil)
    }

    @Test func `drops settings that are not known`() throws {
        let new = try NewDestination(
            medium: .sms, settings: ["phone_number": "+47 92 23 34 45", "synced": "True"])

        #expect(new.settings == ["phone_number": "+4792233445"])
    }

    @Test(arguments: [
        (Medium.email, [:], "email_address", [Problem.missing, "required"]),
        (.email, ["email_address": "x"], "email_address", [.malformed(.emailAddress), "invalid"]),
        (.sms, ["phone_number": " "], "phone_number", [.missing, "required"]),
        (.sms, ["phone_number": "1"], "phone_number", [.malformed(.phoneNumber), "invalid"]),
    ])
    func `is refused with wrong settings`(
        medium: Medium, settings: [String: String], field: String, messages: [Problem]
    ) {
        let problems = Problems.fields([Problems.Field(field, .messages(messages))])
        #expect(throws: Refusal.invalid(problems)) {
            try NewDestination(medium: medium, settings: settings)
        }
    }

    @Test(arguments: [
        (
            Medium.webhook,
            ["url": "http://a:1/x", "secret": " 0123456789abcdef  fedcba9876543210 "]
        ),
        (.slack, ["url": "https://hooks.slack.com/services/A"]),
        (.ntfy, ["url": "https://ntfy.sh/t", "token": ""]),
        (.gotify, ["url": "https://g.example.org", "token": "A.b"]),
        (.slack, ["channel": "C01", "token": "xoxb-1"]),
        (.telegram, ["chat": "@my_channel", "token": "1:a"]),
        (.telegram, ["chat": "-1001", "token": "1:a"]),
        (.matrix, ["room": "!a:b.org", "url": "https://b.org", "token": "syt"]),
        (.pushover, ["user_key": "u", "token": "a"]), (.pagerduty, ["routing_key": "R"]),
        (.exec, ["program": "tell"]), (.exec, ["program": "tell", "recipient": "Nils Ås"]),
    ])
    func `of a service takes its settings`(medium: Medium, settings: [String: String]) throws {
        let new = try NewDestination(medium: medium, settings: settings)
        #expect(new.settings["url"] == settings["url"])
        #expect(new.settings["secret"].map { $0 == "0123456789abcdef fedcba9876543210" } ?? true)
    }

    @Test(arguments: [
        (Medium.slack, ["url": "ftp://a.example.org"]), (.slack, ["url": "https://a:b@c.org/"]),
        (.slack, ["url": "https://a.org/\u{d}\u{a}X: y"]), (.slack, ["url": "***"]),
        (.webhook, ["url": "https://a.org", "secret": "short"]),
        (.webhook, ["url": "https://a.org"]),
        (.gotify, ["url": "https://a.org", "token": "a\u{d}\u{a}X: y"]),
        (.slack, [:]), (.slack, ["channel": "C01"]), (.slack, ["token": "xoxb-1"]),
        (.telegram, ["chat": "me", "token": "1:a"]), (.telegram, ["chat": "-", "token": "1:a"]),
        (.matrix, ["room": "#a:b.org", "url": "https://b.org", "token": "syt"]),
        (.exec, ["program": "tell", "recipient": "--help"]),
        (.exec, ["program": "tell", "recipient": "a\u{a}b"]),
    ])
    func `of a service is refused with wrong settings`(
        medium: Medium, settings: [String: String]
    ) {
        #expect(throws: Refusal.self) { try NewDestination(medium: medium, settings: settings) }
    }

    @Test func `shows no secret, and keeps it where it comes back as it was shown`() throws {
        let slack = Destination(
            id: 1, user: 1, medium: .slack, settings: ["url": "https://hooks.slack.com/A/B"])
        let webhook = Destination(
            id: 2, user: 1, medium: .webhook,
            settings: ["url": "https://a.org/x", "secret": "0123456789abcdef"])

        #expect(slack.suggestedLabel == "Slack: hooks.slack.com/…")
        #expect(slack.shownSettings == ["url": "***"])
        #expect(webhook.shownSettings == ["url": "https://a.org/x", "secret": "***"])
        let change = DestinationChange(settings: ["url": "https://b.org/", "secret": "***"])
        #expect(
            try webhook.changed(change).settings
                == ["url": "https://b.org/", "secret": "0123456789abcdef"])
    }

    @Test func `conceals its secrets in what others say`() throws {
        let teams = Destination(
            id: 1, user: 1, medium: .teams, settings: ["url": "https://a.org/hook/x?sig=abcdef"])
        let webhook = Destination(
            id: 2, user: 1, medium: .webhook,
            settings: ["url": "https://a.org/x", "secret": "0123456789abcdef fedcba9876543210"])

        #expect(teams.concealingSecrets(in: "no /hook/x?sig=abcdef here") == "no *** here")
        #expect(teams.concealingSecrets(in: "POST /hook/x: 404") == "POST ***: 404")
        #expect(webhook.concealingSecrets(in: "fedcba9876543210 at /x") == "*** at /x")
        #expect(
            DeliveryOutcome.failed(.refused, "0123456789abcdef").shown(of: webhook)
                == .failed(.refused, "***"))
    }

    @Test func `conceals a secret also where a long answer is cut`() {
        let webhook = Destination(
            id: 2, user: 1, medium: .webhook,
            settings: ["url": "https://a.org/x", "secret": "0123456789abcdef"])
        let said = String(repeating: "-", count: 290) + "0123456789abcdef"

        let shown = DeliveryOutcome.failed(.refused, said + said).shown(of: webhook)
        let start = String(repeating: "-", count: 290) + "***------…"
        #expect(shown == .failed(.refused, start))
    }

    @Test func `keeps its medium`() {
        #expect(throws: Refusal.invalid("media", .otherMedium)) {
            try mail.changed(DestinationChange(medium: .sms))
        }
        #expect(throws: Never.self) { try mail.changed(DestinationChange(medium: .email)) }
    }

    @Test func `of a medium that is unknown keeps what it says, and can be named`() throws {
        let pigeon = Destination(
            id: 1, user: 1, medium: Medium(stored: "pigeon"), settings: ["loft": "7"])

        #expect(try pigeon.changed(DestinationChange(label: "x")).settings == ["loft": "7"])
        #expect(
            throws: Refusal.invalid("settings", "This server does not know the medium \"pigeon\".")
        ) {
            try pigeon.changed(DestinationChange(settings: ["loft": "8"]))
        }
    }
}
