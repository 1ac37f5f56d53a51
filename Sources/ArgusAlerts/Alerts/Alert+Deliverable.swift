import ArgusVocabulary

extension Alert {
    /// An alert that a server takes, and what had to be altered for that.
    package struct Deliverable: Hashable, Sendable {
        package let alert: Alert
        package let alterations: Set<Alteration>

        package init(alert: Alert, alterations: Set<Alteration>) {
            (self.alert, self.alterations) = (alert, alterations)
        }
    }

    /// The alert as a server takes it over a version of the API, or why none can take it.
    ///
    /// What describes a problem is altered: cut, replaced, put into lower case, left out. What
    /// names it is not, except that blanks around a key are dropped and that a key which cannot be
    /// asked for becomes its ``Fingerprint``: the same for the opening and for the closing. What
    /// was altered once is not altered again. `receipt` stands for a time that cannot be stored.
    package func deliverable(
        for version: APIVersion, receipt: Timestamp
    ) throws(AlertProblem) -> Deliverable {
        var tailor = AlertTailor(version: version)
        var alert = self
        if !Self.storableTimes.contains(time) {
            tailor.note(.timeReplaced)
            alert.time = receipt
            if kind == .open || kind == .stateless {
                alert.tags = Tags([Tags.Element("time_source", "receipt")] + Array(tags ?? [:]))
            }
        }
        alert = Alert(
            kind, tailor.key(key), alert.time, tailor.text(description),
            level: level.map { tailor.level($0) },
            tags: alert.tags.map { tailor.tags($0) },
            detailsURL: detailsURL.flatMap { tailor.url($0) },
            metadata: metadata.map { tailor.metadata($0) })
        (alert.isOnce, alert.isLive) = (isOnce, isLive)
        alert.isAcknowledgement = isAcknowledgement
        tailor.fit(&alert)
        let faults = alert.faults
        guard faults.isEmpty else { throw AlertProblem(faults) }
        return Deliverable(alert: alert, alterations: tailor.alterations)
    }

    /// Every zone shows these moments within the years 1 to 9999, which is all that databases and
    /// clients agree on.
    private static let storableTimes =
        Timestamp(unixSeconds: -62_104_060_800)...Timestamp(unixSeconds: 253_370_764_799)

    /// What keeps the alert from being sent, whoever wrote it.
    var faults: [AlertProblem.Fault] {
        var faults: [AlertProblem.Fault] = []
        if key.trimmingBlanks().isEmpty, kind != .stateless {
            faults.append(.init("key", "is missing"))
        }
        if key.unicodeScalars.contains("\u{fffd}") {
            // Two keys that differ in what was lost would be taken for one problem.
            faults.append(.init("key", "is not written in UTF-8"))
        }
        if kind == .event || kind == .stateless, description.trimmingBlanks().isEmpty {
            faults.append(.init("description", "is missing"))
        }
        return faults
    }
}

/// Makes the parts of an alert such as a server takes them, and notes what it alters.
package struct AlertTailor {
    let version: APIVersion
    private(set) var alterations: Set<Alteration> = []

    package init(version: APIVersion) {
        self.version = version
    }

    /// Characters that a text may have (guide to the API, "Bodies").
    private static let textLimit = 65_536
    /// Bytes that a key may have: it is asked for in a query, where each may become three.
    private static let keyLimit = 1000
    /// Bytes that a tag's value may have, of which some count twice: longer ones fit no index of
    /// PostgreSQL (guide to the API, "Limits of texts").
    private static let valueLimit = 2000
    private static let tagKeyLimit = 200
    /// Tags that are taken at once (guide to the API, "Bodies").
    package static let tagLimit = 1000
    private static let urlLimit = 2048
    /// A body is nested 128 deep at most, of which an incident takes some.
    private static let depthLimit = 100
    /// A body has a mebibyte at most, of which names and brackets take some.
    private static let sizeLimit = 900_000

    /// Bytes that metadata may have as JSON (guide to the API, "Limits of metadata").
    private static let metadataLimit = 65_536

    mutating func note(_ alteration: Alteration) {
        alterations.insert(alteration)
    }

    /// A key that can be asked for.
    mutating func key(_ key: String) -> String {
        let key = String(key.trimmingBlanks())
        guard key.utf8.count > Self.keyLimit || key.utf8.contains(0) else { return key }
        note(.keyHashed)
        return Fingerprint(["key": key]).text
    }

    /// A text for people, without blanks around it.
    package mutating func text(_ text: String) -> String {
        let text = withoutNUL(String(text.trimmingBlanks()))
        guard text.utf8.count > Self.textLimit, text.unicodeScalars.count > Self.textLimit else {
            return text
        }
        note(.textCut)
        return String(text.unicodeScalars.prefix(Self.textLimit - 1)) + "…"
    }

    private mutating func withoutNUL(_ text: String) -> String {
        guard text.utf8.contains(0) else { return text }
        note(.charactersReplaced)
        let scalars = text.unicodeScalars.map { $0 == "\0" ? "\u{fffd}" : $0 }
        return String(String.UnicodeScalarView(scalars))
    }

    /// A level that there is.
    mutating func level(_ level: Level) -> Level {
        guard !Level.allCases.contains(level) else { return level }
        note(.levelReplaced)
        return .information
    }

    /// Tags with keys and values that the version takes, each once.
    mutating func tags(_ tags: Tags) -> Tags {
        var seen: Set<Tags.Element> = []
        var kept: [Tags.Element] = []
        for tag in tags {
            let tag = Tags.Element(tagKey(tag.key), tagValue(tag.value))
            guard seen.insert(tag).inserted else { continue }
            guard kept.count < Self.tagLimit else {
                note(.tagsLeftOut)
                break
            }
            kept.append(tag)
        }
        return kept.elementsEqual(tags) ? tags : Tags(kept)
    }

    private mutating func tagKey(_ key: String) -> String {
        let trimmed = key.trimmingBlanks()
        var changed = String(trimmed.unicodeScalars.prefix(Self.tagKeyLimit).map(tagCharacter))
        if changed.isEmpty { changed = "_" }
        if !changed.utf8.elementsEqual(trimmed.utf8) { note(.tagKeyChanged) }
        return changed
    }

    private func tagCharacter(_ scalar: Unicode.Scalar) -> Character {
        switch scalar {
        case "a"..."z", "0"..."9", "_": Character(scalar)
        case "A"..."Z" where version == .v1: Character(scalar)
        case "A"..."Z": Character(Unicode.Scalar(UInt8(scalar.value) | 0x20))
        default: "_"
        }
    }

    private mutating func tagValue(_ value: String) -> String {
        let value = withoutNUL(String(value.trimmingBlanks()))
        if value.isEmpty, version == .v3 {
            note(.tagValueFilled)
            return "-"
        }
        let fits =
            value.utf8.count * 2 <= Self.valueLimit
            || value.unicodeScalars.reduce(0) { $0 + Self.size($1) } <= Self.valueLimit
        if fits { return value }
        note(.textCut)
        var cut = String.UnicodeScalarView()
        var size = "…".utf8.count
        for scalar in value.unicodeScalars {
            size += Self.size(scalar)
            guard size <= Self.valueLimit else { break }
            cut.append(scalar)
        }
        return String(cut) + "…"
    }

    /// Bytes that a character takes in an index, where some are escaped.
    private static func size(_ scalar: Unicode.Scalar) -> Int {
        scalar == "\\" || scalar == "\n" ? 2 : UTF8.width(scalar)
    }

    /// A URL without blanks; nil for one that is too long or would run code in a browser.
    package mutating func url(_ url: String) -> String? {
        let visible = url.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7f }
        let plain = String(String.UnicodeScalarView(visible)).trimmingBlanks().unicodeScalars
            .split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            .joined(separator: "%20")
        let scheme = plain.prefix { $0 != ":" }.lowercased()
        let isCode =
            plain.count > scheme.count && ["javascript", "data", "vbscript"].contains(scheme)
        guard plain.utf8.count <= Self.urlLimit, !isCode else {
            note(.detailsURLLeftOut)
            return nil
        }
        return plain
    }

    /// Metadata that can be written as JSON and stored.
    package mutating func metadata(_ value: JSONValue, depth: Int = 1) -> JSONValue {
        switch value {
        case .null, .bool, .integer: return value
        case .string(let text): return .string(withoutNUL(text))
        case .number(let text):
            switch try? JSONValue(parsing: text) {
            case .integer?, .number?: return value
            default:
                note(.metadataCut)
                return .string(withoutNUL(text))
            }
        case .array, .object:
            guard depth <= Self.depthLimit else {
                note(.metadataCut)
                return "…"
            }
            if let items = value.array {
                return .array(items.map { metadata($0, depth: depth + 1) })
            }
            var object = JSONObject()
            for member in value.object?.members ?? [] {
                object.set(withoutNUL(member.name), to: metadata(member.value, depth: depth + 1))
            }
            return .object(object)
        }
    }

    /// Leaves out what makes an alert larger than a body may be: the metadata, then the last tags.
    ///
    /// Of metadata that is too large by itself the long texts are cut first.
    package mutating func fit(_ alert: inout Alert) {
        if let metadata = alert.metadata, metadata.isLarger(than: Self.metadataLimit) {
            note(.metadataCut)
            let cut = metadata.cuttingTexts(to: 1000)
            alert.metadata = cut.isLarger(than: Self.metadataLimit) ? nil : cut
        }
        guard alert.sizeBound > Self.sizeLimit, alert.json.text.utf8.count > Self.sizeLimit else {
            return
        }
        if alert.metadata != nil {
            note(.metadataCut)
            alert.metadata = nil
        }
        var tags = Array(alert.tags ?? [:])
        while alert.json.text.utf8.count > Self.sizeLimit, !tags.isEmpty {
            note(.tagsLeftOut)
            tags.removeLast((tags.count + 1) / 2)
            alert.tags = Tags(tags)
        }
    }
}

extension Alert {
    /// Bytes that the alert takes as JSON, or a few more: each may be written as six.
    fileprivate var sizeBound: Int {
        let tags = (tags ?? [:]).reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count + 16 }
        let texts = key.utf8.count + description.utf8.count + (detailsURL?.utf8.count ?? 0)
        return 256 + 6 * (tags + texts) + (metadata?.sizeBound ?? 0)
    }
}

extension JSONValue {
    fileprivate func isLarger(than limit: Int) -> Bool {
        sizeBound > limit && text.utf8.count > limit
    }

    /// The same with each text in it no longer than so many characters.
    fileprivate func cuttingTexts(to limit: Int) -> JSONValue {
        switch self {
        case .null, .bool, .integer, .number: return self
        case .string(let text):
            guard text.unicodeScalars.count > limit else { return self }
            return .string(String(text.unicodeScalars.prefix(limit - 1)) + "…")
        case .array(let items): return .array(items.map { $0.cuttingTexts(to: limit) })
        case .object(let object):
            var cut = JSONObject()
            for member in object.members {
                cut.set(member.name, to: member.value.cuttingTexts(to: limit))
            }
            return .object(cut)
        }
    }

    fileprivate var sizeBound: Int {
        switch self {
        case .null, .bool, .integer: 24
        case .number(let text): text.utf8.count + 4
        case .string(let text): 6 * text.utf8.count + 4
        case .array(let items): items.reduce(4) { $0 + $1.sizeBound }
        case .object(let object):
            object.members.reduce(4) { $0 + 6 * $1.name.utf8.count + 4 + $1.value.sizeBound }
        }
    }
}

extension StringProtocol {
    /// The text without white space, and without byte order marks, at either end.
    package func trimmingBlanks() -> SubSequence {
        if let first = unicodeScalars.first, let last = unicodeScalars.last,
            ("!"..."~").contains(first), ("!"..."~").contains(last)
        {
            return self[startIndex...]
        }
        func isBlank(_ character: Character) -> Bool {
            character.isWhitespace || character.unicodeScalars.first == "\u{feff}"
        }
        var (start, end) = (startIndex, endIndex)
        while start < end, isBlank(self[start]) { start = index(after: start) }
        while start < end, isBlank(self[index(before: end)]) { end = index(before: end) }
        return self[start..<end]
    }
}
