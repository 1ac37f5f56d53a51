import ArgusAlerts
import ArgusCore
import ArgusVocabulary

/// The labels by which readers of Alertmanager's API know an incident that has no tags of these names.
enum AlertmanagerLabel {
    /// The description, where there is no tag `alertname`.
    static let name = "alertname"
    /// The word of the level, where there is no tag `severity`.
    static let severity = "severity"
    /// The name of the source system.
    static let source = "argus_source"
    /// In a matcher: a filter as people type it, for what matchers cannot say.
    static let filter = "argus_filter"
}

extension IncidentFilter {
    /// The incidents that matchers describe, all of them; refuses what cannot be read.
    init(_ matchers: [AlertmanagerMatcher]) throws {
        self = .all(try matchers.map { try $0.filter })
    }

    /// The filter as matchers; what they cannot say is one of ``AlertmanagerLabel/filter``.
    var matchers: [AlertmanagerMatcher] {
        conditions.map { $0.matcher ?? AlertmanagerMatcher(AlertmanagerLabel.filter, $0.written) }
    }

    private var matcher: AlertmanagerMatcher? {
        switch self {
        case .tag(let tag): AlertmanagerMatcher(tag.key, tag.value)
        case .not(.tag(let tag)): AlertmanagerMatcher(tag.key, tag.value, isEqual: false)
        case .tagged(let key, .anything): AlertmanagerMatcher(key, "", isEqual: false)
        case .not(.tagged(let key, .anything)): AlertmanagerMatcher(key, "")
        case .tagged(let key, .pattern(let pattern)):
            pattern.whole.map { AlertmanagerMatcher(key, $0, isRegex: true) }
        case .not(.tagged(let key, .pattern(let pattern))):
            pattern.whole.map { AlertmanagerMatcher(key, $0, isRegex: true, isEqual: false) }
        case .sourceNames(let names) where names.count == 1:
            AlertmanagerMatcher(AlertmanagerLabel.source, names[0])
        case .any(let parts): matcher(ofEither: parts)
        default: nil
        }
    }

    /// What a matcher becomes that an incident without such a tag may pass, too.
    private func matcher(ofEither parts: [IncidentFilter]) -> AlertmanagerMatcher? {
        guard parts.count == 2 else { return nil }
        let isUntagged = if case .not(.tagged(_, .anything)) = parts[0] { true } else { false }
        let matcher = parts[isUntagged ? 1 : 0].matcher
        // Somebody may have typed an alternative that only begins alike.
        guard let matcher, (try? matcher.filter) == self else { return nil }
        return matcher
    }
}

extension AlertmanagerMatcher {
    /// A key as tags have it: Alertmanager's labels may have capitals.
    var key: String { name.lowercased() }

    /// The incidents that it describes, as a filter that can be stored.
    var filter: IncidentFilter {
        get throws {
            if name == AlertmanagerLabel.filter {
                return isEqual ? try written : .not(try written)
            }
            let positive = try equal
            return isEqual ? positive : .not(positive)
        }
    }

    private var written: IncidentFilter {
        get throws {
            do throws(WrittenFilterProblem) {
                return try WrittenFilter(value).filter
            } catch {
                throw Refusal.invalid("matchers", .text(error.message))
            }
        }
    }

    /// The incidents that have such a label.
    private var equal: IncidentFilter {
        get throws {
            guard !key.isEmpty, key.utf8.allSatisfy(Tag.KeyRule.lowerCase.allows) else {
                throw Refusal.invalid(
                    "matchers", .text("“\(name.inOneLine)” is no name of a label."))
            }
            if isRegex {
                let pattern = try wholePattern
                let tagged = IncidentFilter.tagged(key, .pattern(pattern))
                return pattern.matches("") ? .any([.not(.tagged(key, .anything)), tagged]) : tagged
            }
            if value.isEmpty { return .not(.tagged(key, .anything)) }
            let tag = IncidentFilter.tag(Tag(key: key, value: value))
            switch key {
            case AlertmanagerLabel.source: return .sourceNames([value])
            case AlertmanagerLabel.name:
                return .any([
                    tag, .all([.not(.tagged(key, .anything)), .text(.description, value)]),
                ])
            case AlertmanagerLabel.severity:
                guard let level = Level(named: value) else { return tag }
                let isLevel = IncidentFilter.all([
                    .levelAtMost(Int64(level.rawValue)),
                    .not(.levelAtMost(Int64(level.rawValue - 1))),
                ])
                return .any([tag, .all([.not(.tagged(key, .anything)), isLevel])])
            default: return tag
            }
        }
    }

    /// The regular expression, which must match a whole value.
    var wholePattern: Pattern {
        get throws {
            do throws(PatternProblem) {
                return try Pattern("^(\(value))$")
            } catch {
                throw Refusal.invalid(
                    "matchers",
                    .text("“\(value.inOneLine)” is no regular expression: \(error.message)."))
            }
        }
    }
}

extension Pattern {
    /// What must match a whole value; nil for one that is not held at both ends.
    fileprivate var whole: String? {
        guard text.hasPrefix("^("), text.hasSuffix(")$") else { return nil }
        return String(text.dropFirst(2).dropLast(2))
    }
}

/// Matchers that are ready to be compared with many alerts.
struct PreparedMatchers: Sendable {
    private let tests: [(matcher: AlertmanagerMatcher, pattern: Pattern?)]

    /// Refuses a regular expression that cannot be read.
    init(_ matchers: [AlertmanagerMatcher]) throws {
        tests = try matchers.map { ($0, $0.isRegex ? try $0.wholePattern : nil) }
    }

    /// Whether an alert with these labels passes all.
    func match(_ labels: [String: String]) -> Bool {
        tests.allSatisfy { matcher, pattern in
            let value = labels[matcher.name] ?? ""
            let isEqual = pattern?.matches(value) ?? (value == matcher.value)
            return isEqual == matcher.isEqual
        }
    }
}
