import ArgusClient
import ArgusVocabulary

/// Reads whatever JSON a mapping says how to read.
struct MappingDecoder: AlertDecoder {
    let mapping: Mapping
    /// The zone of times without an offset, unless the mapping has one.
    let zone: Zone

    func decode(_ body: JSONValue, receipt: Timestamp) -> [Reading] {
        let body = unwrapped(body)
        guard let place = mapping.items else {
            return [reading(of: JSONPath.Scope(item: body, body: body), receipt)]
        }
        let whole = JSONPath.Scope(item: body, body: body)
        guard let items = place.value(in: whole)?.array else {
            return [.refused("it has no array where the mapping has `items`")]
        }
        return items.enumerated().map { index, item in
            let reading = reading(of: JSONPath.Scope(item: item, body: body), receipt)
            guard case .refused(let reason) = reading else { return reading }
            return .refused("item \(index + 1): \(reason)")
        }
    }

    /// What a text within the body holds, if it is an object of JSON; else the body.
    private func unwrapped(_ body: JSONValue) -> JSONValue {
        let scope = JSONPath.Scope(item: body, body: body)
        let inner = mapping.unwrap?.value(in: scope)?.string.flatMap { text in
            try? WebhookMessage(Array(text.utf8)).value().value
        }
        return inner?.object == nil ? body : inner ?? body
    }

    private func reading(of scope: JSONPath.Scope, _ receipt: Timestamp) -> Reading {
        for (place, words) in mapping.ignored {
            if let word = place.text(in: scope), words.contains(word.lowercased()) {
                return .ignored("the mapping leaves out \(word.inOneLine)")
            }
        }
        let alert = MappedAlert(mapping: mapping, scope: scope, zone: mapping.zone ?? zone)
        switch alert.meaning {
        case .found(.ignore): return .ignored("the mapping leaves out its state")
        case .found(let meaning): return alert.said(meaning, receipt)
        case .unknown(let word):
            return .refused(
                word.map { "its state \($0.inOneLine) is none of the mapping's" }
                    ?? "it has no state where the mapping has `state.from`")
        }
    }
}

extension MappingDecoder {
    /// The parts of a key with a colon between them, so that no other parts make the same key: in all
    /// but the last a colon has a backslash before it, and so has a backslash.
    ///
    /// Of parts without these it is the key that it ever was.
    static func key(of parts: [String]) -> String {
        let escaped = parts.dropLast().map {
            $0.replacing("\\", with: "\\\\").replacing(":", with: "\\:")
        }
        return (escaped + parts.suffix(1)).joined(separator: ":")
    }
}

/// One item, and what its parts are by a mapping.
private struct MappedAlert {
    let mapping: Mapping
    let scope: JSONPath.Scope
    let zone: Zone

    enum Finding {
        case found(Mapping.Meaning)
        case unknown(String?)
    }

    var meaning: Finding {
        switch mapping.state {
        case .always(let meaning): return .found(meaning)
        case .byEnd: return .found(moment(mapping.end) == nil ? .open : .close)
        case .words(let text, let meanings, let otherwise):
            let word = text.text(in: scope)
            let meaning = word.flatMap { meanings[$0.lowercased()] } ?? otherwise
            return meaning.map { .found($0) } ?? .unknown(word)
        }
    }

    func said(_ meaning: Mapping.Meaning, _ receipt: Timestamp) -> Reading {
        let key = key
        guard key != nil || meaning == .stateless else {
            return .refused("it has nothing where the mapping has `key`")
        }
        let time = moment(mapping.time)
        let description = mapping.description?.text(in: scope)
        let start = moment(mapping.start) ?? time
        var alert: Alert
        switch meaning {
        case .open:
            alert = .open(
                key ?? "", description: description ?? "An alert without a description",
                at: start ?? receipt, level: level, tags: tags(hasTime: start != nil),
                detailsURL: mapping.detailsURL?.text(in: scope), metadata: metadata)
        case .close: alert = .close(key ?? "", at: moment(mapping.end) ?? time ?? receipt)
        case .event:
            alert = .event(
                key ?? "", description: description ?? "An event without a description",
                at: time ?? receipt)
        case .change:
            alert = .change(
                key ?? "", description: description ?? "", at: time ?? receipt, level: level,
                tags: tags(hasTime: true))
        case .stateless, .ignore:
            alert = .stateless(
                key ?? "", description: description ?? "An alert without a description",
                at: start ?? receipt, level: level, tags: tags(hasTime: start != nil),
                detailsURL: mapping.detailsURL?.text(in: scope), metadata: metadata)
        }
        alert.isLive = [.open, .close, .change].contains(meaning)
        return .alert(alert)
    }

    private var key: String? {
        if !mapping.identity.isEmpty {
            let pairs = mapping.identity.compactMap { part in
                part.text.text(in: scope).map { (key: part.name, value: $0) }
            }
            return pairs.count == mapping.identity.count ? Fingerprint(pairs).text : nil
        }
        let parts = mapping.key.compactMap { $0.text(in: scope, needingAll: true) }
        return parts.isEmpty || parts.count < mapping.key.count
            ? nil : MappingDecoder.key(of: parts)
    }

    private var level: Incident.Level? {
        guard let rule = mapping.level else { return nil }
        guard let word = rule.text?.text(in: scope) else { return rule.otherwise }
        return rule.words[word.lowercased()] ?? Incident.Level(named: word) ?? rule.otherwise
            ?? .moderate
    }

    private func tags(hasTime: Bool) -> Tags {
        var tags = Tags()
        for (key, rule) in mapping.tags {
            switch rule {
            case .text(let text):
                if let value = text.text(in: scope) { tags.append(key, value) }
            case .each(let place):
                for item in place.value(in: scope)?.array ?? [] {
                    if let value = item.filledText { tags.append(key, value) }
                }
            }
        }
        for place in mapping.tagObjects {
            for (key, value) in place.value(in: scope)?.texts ?? [] where !value.isEmpty {
                tags.append(key, value)
            }
        }
        let isTimed = mapping.time ?? mapping.start ?? mapping.end != nil
        if !hasTime, isTimed { tags.append("time_source", "receipt") }
        return tags
    }

    private var metadata: JSONValue? {
        guard !mapping.metadata.isEmpty else { return nil }
        let kept = mapping.metadata.compactMap { part in
            part.place.value(in: scope).map { (part.name, $0) }
        }
        return kept.isEmpty ? nil : .object(JSONObject(kept))
    }

    /// The time that stands somewhere: seconds since 1970, or so many thousandths, millionths or
    /// billionths of them, or ISO 8601.
    private func moment(_ text: MappingText?) -> Timestamp? {
        guard let text = text?.text(in: scope) else { return nil }
        guard let number = Double(text), number.isFinite else {
            return Timestamp(said: text, in: zone)
        }
        guard number > 86_400, number < 1e20 else { return nil }
        var seconds = number
        while seconds > 1e11 { seconds /= 1000 }
        return Timestamp(microseconds: Int64(seconds * 1_000_000))
    }
}
