import ArgusVocabulary

/// A moment, ready to print: as a machine reads it, as the reader's clock shows it, and how long ago.
struct MomentText {
    let iso: String
    let full: String
    /// The time of day; with the date unless it is today's.
    let short: String
    /// How long ago, or in how long.
    let distance: String
}

/// How moments are written for one reader: in which zone and format, seen from now.
struct MomentFormat: Hashable, Sendable {
    let zone: Zone
    let now: Timestamp
    let format: DashboardPreferences.DateFormat

    init(_ format: DashboardPreferences.DateFormat, in zone: Zone, now: Timestamp) {
        (self.format, self.zone, self.now) = (format, zone, now)
    }

    func text(_ moment: Timestamp) -> MomentText {
        MomentText(
            iso: moment.text(in: zone), full: full(moment), short: short(moment),
            distance: moment > now
                ? "in \(moment.since(now).brief)" : "\(now.since(moment).brief) ago")
    }

    /// The moment that somebody typed as the clocks here show it; nil if it is none.
    func moment(_ text: String) -> Timestamp? {
        try? TimestampText(text.replacing(" ", with: "T")).moments(in: zone, receivedAt: now).first
    }

    /// How a field for a date and a time takes a moment: `2026-11-25T14:19`.
    func typed(_ moment: Timestamp) -> String {
        let time = zone.civilTime(at: moment)
        return "\(Self.date(time))T\(Self.clock(time).prefix(5))"
    }

    /// The next day's moment of an hour.
    func tomorrow(at hour: Int) -> Timestamp {
        // Noon exists once on every day, and a day later is the next day for sure.
        var noon = zone.civilTime(at: now)
        (noon.hour, noon.minute, noon.second, noon.microsecond) = (12, 0, 0, 0)
        var next = zone.civilTime(at: zone.moment(of: noon) + .seconds(86_400))
        (next.hour, next.minute) = (hour, 0)
        return zone.moment(of: next)
    }

    private func full(_ moment: Timestamp) -> String {
        guard moment != .infinity else { return "never" }
        let time = zone.civilTime(at: moment)
        return switch format {
        case .plain: "\(Self.date(time)) \(Self.clock(time))"
        case .iso: moment.wholeSeconds.text(in: zone)
        case .epoch: "\(moment.microseconds / 1_000_000)"
        case .rfc5322:
            "\(Self.weekdays[time.weekday - 1]), \(time.day) \(Self.months[time.month - 1]) "
                + "\(Self.four(time.year)) \(Self.clock(time)) \(offset(at: moment))"
        }
    }

    private func short(_ moment: Timestamp) -> String {
        let time = zone.civilTime(at: moment)
        let today = zone.civilTime(at: now)
        let clock = Self.clock(time).prefix(5)
        let isToday =
            (time.year, time.month, time.day) == (today.year, today.month, today.day)
        return isToday ? String(clock) : "\(Self.date(time).dropFirst(5)) \(clock)"
    }

    private func offset(at moment: Timestamp) -> String {
        let offset = zone.offset(at: moment)
        let minutes = abs(offset) / 60
        return "\(offset < 0 ? "-" : "+")\(Self.two(minutes / 60))\(Self.two(minutes % 60))"
    }

    private static func date(_ time: CivilTime) -> String {
        "\(four(time.year))-\(two(time.month))-\(two(time.day))"
    }

    private static func clock(_ time: CivilTime) -> String {
        "\(two(time.hour)):\(two(time.minute)):\(two(time.second))"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func four(_ number: Int) -> String {
        String(repeating: "0", count: max(0, 4 - "\(number)".count)) + "\(number)"
    }

    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

extension Timestamp {
    /// The moment without what is below a second.
    fileprivate var wholeSeconds: Timestamp {
        Timestamp(microseconds: microseconds - (microseconds % 1_000_000 + 1_000_000) % 1_000_000)
    }
}

extension Duration {
    /// The duration in its two largest units: `4 min 12 s`, `1 h 12 min`, `3 d 4 h`.
    var brief: String {
        let seconds = max(0, components.seconds)
        let parts =
            switch seconds {
            case ..<60: [(seconds, "s")]
            case ..<3600: [(seconds / 60, "min"), (seconds % 60, "s")]
            case ..<86_400: [(seconds / 3600, "h"), (seconds / 60 % 60, "min")]
            default: [(seconds / 86_400, "d"), (seconds / 3600 % 24, "h")]
            }
        return parts.enumerated().filter { $0.offset == 0 || $0.element.0 > 0 }
            .map { "\($0.element.0) \($0.element.1)" }.joined(separator: " ")
    }
}
