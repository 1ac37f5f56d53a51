import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// The part of a profile's form with its rules.
struct RuleFields {
    /// What the form says of rules; times are as its reader's clocks show them.
    struct Said: Sendable {
        fileprivate var rules = ProfileRules()
        fileprivate var pausedUntil = ""
    }

    /// The most levels of an escalation that a form has.
    private static let mostLevels = ProfileRules.levels.upperBound
    /// How many levels a form has at least.
    private static let fewestLevels = 3

    /// Reads the rules; what a form does not mention is as usual.
    static let said = Field<Said>([:]) { input throws(Refusal) in
        var said = Said()
        let kinds =
            input.optional("kinds").flatMap {
                input.choices("kinds", $0, NotificationKind.init(rawValue:))
            } ?? []
        said.rules.kinds = kinds.isEmpty ? nil : Set(kinds)
        said.rules.followsUp = input.has("follows_up")
        said.rules.teams = (input.keys("teams") ?? []).withoutRepetitions()
        let waits = ProfileRules.waits
        said.rules.wait = input.minutes("wait", in: waits)
        said.rules.repeatAfter = input.minutes("repeat_after", in: waits)
        said.rules.repeatAtMost = input.number("repeat_at_most", in: ProfileRules.repetitions) ?? 1
        said.rules.hourlyLimit = input.number("hourly_limit", in: ProfileRules.hourlyLimits)
        said.rules.digest = digest(&input)
        said.rules.storm = storm(&input)
        for number in 1...mostLevels {
            if let level = level(number, &input) { said.rules.escalation.append(level) }
        }
        said.pausedUntil = input.text("paused_until") ?? ""
        return said
    }

    private static func digest(_ input: inout Input) -> DigestSchedule? {
        switch input.text("digest") ?? "" {
        case "times":
            let texts = (input.text("digest_times") ?? "").split { ", ;".contains($0) }
            let times = texts.compactMap { TimeOfDay(String($0)) }
            if times.count < texts.count || !DigestSchedule.times.contains(times.count) {
                input.refuse("digest_times", "Write times such as 08:00, 16:00; 24 at most.")
                return nil
            }
            return .times(Set(times).sorted())
        case "every":
            if let every = input.minutes("digest_every", in: DigestSchedule.intervals) {
                return .every(every)
            }
            input.refuse("digest_every", "Say every how many minutes.")
            return nil
        case "timeslot": return .timeslotStart
        default: return nil
        }
    }

    private static func storm(_ input: inout Input) -> StormRule? {
        guard let tag = input.text("storm"), !tag.isEmpty else { return nil }
        guard let count = input.number("storm_count", in: StormRule.counts) else {
            input.refuse("storm_count", "Say how many incidents are told one by one.")
            return nil
        }
        guard let within = input.minutes("storm_within", in: StormRule.times) else {
            input.refuse("storm_within", "Say within how many minutes.")
            return nil
        }
        return StormRule(tag: tag, count: count, within: within)
    }

    private static func level(_ number: Int, _ input: inout Input) -> EscalationLevel? {
        let name = "level_\(number)"
        let destinations: [Destination.ID] = input.keys("\(name)_destinations") ?? []
        let teams: [Team.ID] = input.keys("\(name)_teams") ?? []
        let isTyped = !(input.text("\(name)_after") ?? "").isEmpty
        if destinations.isEmpty, teams.isEmpty {
            if isTyped { input.refuse("\(name)_destinations", "Choose who is told then.") }
            return nil
        }
        guard isTyped else {
            input.refuse("\(name)_after", "Say after how many minutes.")
            return nil
        }
        return input.minutes("\(name)_after", in: ProfileRules.waits).map {
            EscalationLevel(after: $0, destinations: destinations, teams: teams)
        }
    }

    private let entry: FormEntry
    private let rules: ProfileRules
    private let destinations: [(String, String)]
    private let teams: [(String, String)]
    private let moments: MomentFormat

    /// The fields with what was typed, or else with what rules say.
    init(
        _ entry: FormEntry, _ rules: ProfileRules, destinations: [Destination], teams: [Team],
        _ moments: MomentFormat
    ) {
        (self.entry, self.rules, self.moments) = (entry, rules, moments)
        self.destinations = destinations.map { ("\($0.id)", $0.label ?? $0.suggestedLabel) }
        self.teams = teams.map { ("\($0.id)", $0.name) }
    }

    /// All of them, in parts.
    var fields: [PageField] { what + when + escalation + limits }

    /// The teams that are told, which stands beside the destinations.
    var team: PageField {
        checks(
            "teams", rules.teams.map { "\($0)" }, "Whoever is on call in", teams,
            hint: teams.isEmpty ? "There are no teams yet." : nil)
    }

    private var what: [PageField] {
        [
            checks(
                "kinds", (rules.kinds ?? []).sorted().map(\.rawValue), "Only these",
                NotificationKind.allCases.map { ($0.rawValue, $0.label) },
                hint: "None ticked: all but what the server notes of itself."
            ).beginning("What is told"),
            .tick(
                entry.choices("follows_up", values: rules.followsUp ? ["on"] : []), "Ends",
                "Tell of an end, a reopening or an acknowledgement where the opening was told, and only there",
                in: "profile"),
        ]
    }

    private var when: [PageField] {
        let (digest, times, every) = rules.digest.parts
        return [
            line(
                "wait", rules.wait.minutes, "Wait so many minutes with an opening",
                hint: "What is over or acknowledged by then is not told. Empty: at once."
            ).beginning("When it is told"),
            .select(
                entry.field("digest", value: digest), "Together or one by one", in: "profile",
                [
                    ("", "One by one, at once"), ("times", "Together, at the times below"),
                    ("every", "Together, every so many minutes"),
                    ("timeslot", "What happens outside the timeslot together when it begins"),
                ], hint: "Together: the worst first, and only what is still so."),
            line("digest_times", times, "At these times", hint: "Such as 08:00, 16:00."),
            line("digest_every", every, "Every so many minutes"),
            .line(
                entry.field(
                    "paused_until", value: rules.pausedUntil.map { moments.typed($0) } ?? ""),
                "Nothing until", in: "profile", type: "datetime-local",
                hint: "In \(moments.zone.name). Empty: not paused."),
        ]
    }

    private var escalation: [PageField] {
        let count = min(max(rules.escalation.count + 1, Self.fewestLevels), Self.mostLevels)
        let again = [
            line(
                "repeat_after", rules.repeatAfter.minutes, "Tell it again after so many minutes",
                hint: "Empty: it is told once."
            ).beginning("If nobody acknowledges"),
            line("repeat_at_most", "\(rules.repeatAtMost)", "So many times at most"),
        ]
        return again + (1...count).flatMap(level)
    }

    private func level(_ number: Int) -> [PageField] {
        let level = number <= rules.escalation.count ? rules.escalation[number - 1] : nil
        let name = "level_\(number)"
        return [
            line(
                "\(name)_after", level?.after.minutes ?? "",
                "Level \(number): after so many minutes more",
                hint: number == 1 ? "Levels without anybody are left out." : nil),
            checks(
                "\(name)_destinations", level?.destinations.map { "\($0)" } ?? [],
                "Level \(number): tell", destinations),
            checks(
                "\(name)_teams", level?.teams.map { "\($0)" } ?? [],
                "Level \(number): tell whoever is on call in", teams,
                hint: teams.isEmpty ? "There are no teams yet." : nil),
        ]
    }

    private var limits: [PageField] {
        [
            line(
                "hourly_limit", rules.hourlyLimit.map { "\($0)" } ?? "",
                "So many messages an hour at most", hint: "One more says how many there were."
            ).beginning("Not too much"),
            line(
                "storm", rules.storm?.tag ?? "", "Incidents with the same tag",
                hint: "The key of the tag, such as host. Empty: each by itself."),
            line(
                "storm_count", rules.storm.map { "\($0.count)" } ?? "",
                "More than so many become one message"),
            line("storm_within", (rules.storm?.within).minutes, "Within so many minutes"),
        ]
    }

    private func line(
        _ name: String, _ value: String, _ label: String, hint: String? = nil
    ) -> PageField {
        .line(entry.field(name, value: value), label, in: "profile", hint: hint)
    }

    private func checks(
        _ name: String, _ values: [String], _ label: String, _ choices: [(String, String)],
        hint: String? = nil
    ) -> PageField {
        .checks(
            entry.choices(name, values: values), label, in: "profile",
            choices.map { (value: $0.0, label: $0.1) }, hint: hint)
    }
}

extension RuleFields.Said {
    /// The rules; a field for a time knows no seconds, so one that was left alone stays as it is.
    func rules(_ moments: MomentFormat, of old: ProfileRules? = nil) throws(Refusal)
        -> ProfileRules
    {
        var rules = rules
        if pausedUntil.isEmpty { return rules }
        if let old = old?.pausedUntil, moments.typed(old) == pausedUntil {
            rules.pausedUntil = old
        } else if let moment = moments.moment(pausedUntil) {
            rules.pausedUntil = moment
        } else {
            throw .invalid("paused_until", "It is no date and time, such as 2026-11-25 08:00.")
        }
        return rules
    }
}

extension Input {
    /// A number of minutes, which may have a fraction; nil if nothing is typed.
    fileprivate mutating func minutes(
        _ name: String, in range: ClosedRange<Duration>
    ) -> Duration? {
        guard let text = text(name), !text.isEmpty else { return nil }
        if let minutes = Double(text.replacing(",", with: ".")), abs(minutes) < 1_000_000 {
            let duration = Duration.seconds(Int64((minutes * 60).rounded()))
            if range.contains(duration) { return duration }
        }
        let (least, most) = (Optional(range.lowerBound), Optional(range.upperBound))
        refuse(name, .text("Write a number of minutes from \(least.minutes) to \(most.minutes)."))
        return nil
    }

    /// A whole number; nil if nothing is typed.
    fileprivate mutating func number(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(name), !text.isEmpty else { return nil }
        if let number = Int(text), range.contains(number) { return number }
        refuse(
            name, .text("Write a number from \(range.lowerBound) to \(range.upperBound)."))
        return nil
    }
}

extension Duration? {
    /// How a form shows it, in minutes; empty for none.
    fileprivate var minutes: String {
        guard let seconds = self?.components.seconds else { return "" }
        if seconds % 60 == 0 { return "\(seconds / 60)" }
        let hundredths = (seconds * 100 + 30) / 60
        let fraction = "\(hundredths % 100)"
        return "\(hundredths / 100).\(fraction.count == 1 ? "0" : "")\(fraction)"
    }
}

extension DigestSchedule? {
    /// What a form shows: which way, at which times, every how many minutes.
    fileprivate var parts: (way: String, times: String, every: String) {
        switch self {
        case nil: ("", "", "")
        case .times(let times):
            ("times", times.map { String($0.text.prefix(5)) }.joined(separator: ", "), "")
        case .every(let interval): ("every", "", Optional(interval).minutes)
        case .timeslotStart: ("timeslot", "", "")
        }
    }
}

extension NotificationKind {
    /// What people call it.
    fileprivate var label: String {
        switch self {
        case .opened: "It began"
        case .closed: "It is over"
        case .reopened: "It is open again"
        case .acknowledged: "It was acknowledged"
        case .raised: "It got worse"
        case .comment: "Somebody commented"
        case .ticket: "A ticket was linked"
        case .changed: "Anything else changed"
        }
    }
}
