import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// The part of a profile's form with its rules.
struct ProfileRuleFields {
    /// How many levels of an escalation a form has at least.
    private static let fewestLevels = 3

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
                "\(name)_after", (level?.after).minutes,
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

extension Duration? {
    /// How a form shows it, in minutes; empty for none.
    var minutes: String {
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
        case .every(let interval): ("every", "", Duration?.some(interval).minutes)
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
