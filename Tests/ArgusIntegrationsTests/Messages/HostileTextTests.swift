import ArgusCore
import ArgusIntegrations
import ArgusTesting
import ArgusVocabulary
import Testing

@Suite struct `Texts of incidents` {
    private func title(_ description: String, by medium: Medium) -> String {
        MessageTemplates.builtIn.write(.sample(description: description), by: medium).title
    }

    /// A mark before a sign, or behind it, makes one character of both.
    @Test(arguments: [
        (Medium.slack, "\u{600}<!channel>\u{301}", "<"),
        (.slack, "\u{600}<https://evil.example|https://bank.example>\u{301}", "<"),
    ])
    func `mention nobody and hide no link, whatever marks stand beside a sign`(
        medium: Medium, text: String, sign: Unicode.Scalar
    ) {
        #expect(!title(text, by: medium).unicodeScalars.contains(sign))
    }

    @Test func `mention nobody in Telegram, whatever marks stand beside a sign`() {
        let scalars = Array(title("\u{600}@somebody", by: .telegram).unicodeScalars)
        let sign = scalars.firstIndex(of: "@") ?? 0
        #expect(scalars[sign + 1] == "\u{200b}")
    }

    @Test func `hide no link in Teams`() {
        let text = title("[log in](https://evil.example)", by: .teams)
        #expect(text.firstRange(of: "](") == nil)
        #expect(text.contains("log in"))
    }

    @Test func `leave links as they are where they stand for themselves`() async throws {
        let (_, body, _) = try await asked(
            .sample(url: "https://argus.example.org/@a/incidents/7/"), .telegram,
            ["token": "1:x", "chat": "@noc"], by: { TelegramChannel($0, root: $1) })
        #expect(
            body["text"]?.string?.hasSuffix("https://argus.example.org/@a/incidents/7/") == true)
    }

    @Test func `leave room for what stands before a message by SMS`() {
        let long = String(repeating: "x", count: 600)
        let written = MessageTemplates.builtIn.write(
            .sample(description: long), by: .sms, leaving: 20)
        #expect(written.text?.count == 439)
    }

    @Test func `of a storm that does not fit leave whole lines, and say how many more there are`()
        throws
    {
        let items = (1...41).map { number in
            let incident = Incident.sample(
                id: Incident.ID(Int64(number)),
                description: String(repeating: "d", count: 300), level: .critical,
                tags: ["host=box.example.org"])
            let event = Event(
                id: 3, incident: incident.id, actor: 1, actorName: "nav", timestamp: .sample,
                received: .sample, type: .start, description: "")
            return GatheredNotice.Item(
                NotifiableEvent(
                    event, of: incident, source: .sample(), searchText: SearchText("")),
                current: incident, url: "https://argus.example.org/incidents/\(number)/")
        }
        let notice = Notice.sample(gathered: GatheredNotice(.digest(.sample), of: items))
        let text = MessageTemplates.builtIn.write(notice, by: .pushover).text ?? ""
        let lines = text.split(separator: "\n")

        #expect(lines.last == "And \(41 - (lines.count - 1)) more: see the list")
        #expect(lines.count > 2)
        for line in lines.dropLast() {
            #expect(line.hasSuffix("/") && line.contains("box.example.org"))
        }
    }
}
