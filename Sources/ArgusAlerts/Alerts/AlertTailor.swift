import ArgusVocabulary

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
