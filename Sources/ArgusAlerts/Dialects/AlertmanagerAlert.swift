import ArgusVocabulary

/// One alert as Alertmanager, Prometheus and Grafana write it: labels, annotations, and two times.
package struct AlertmanagerAlert {
    private let value: JSONValue
    /// The notification that it came in.
    private let group: JSONValue
    private let zone: Zone
    /// Without those whose value is empty, which are the same as none.
    package let labels: [(key: String, value: String)]
    /// What identifies the alert: the hash of all its labels.
    package let fingerprint: String

    /// Reads an alert; nil if nothing identifies it.
    package init?(_ value: JSONValue, of group: JSONValue, in zone: Zone) {
        (self.value, self.group, self.zone) = (value, group, zone)
        labels = (value["labels"]?.texts ?? []).filter { !$0.value.isEmpty }
        let given = value.filled("fingerprint")
        guard given != nil || !labels.isEmpty else { return nil }
        fingerprint = given ?? LabelHash(of: labels).text
    }

    /// What it says: an opening or a closing, told live.
    package func said(
        at receipt: Timestamp, named name: String, links: [String] = ["generatorURL"]
    ) -> Alert {
        let end = Timestamp(said: value.filled("endsAt"), in: zone)
        var alert: Alert
        if isOver(end, at: receipt) {
            alert = .close(fingerprint, at: end.map { min($0, receipt) } ?? receipt)
        } else {
            let start = Timestamp(said: value.filled("startsAt"), in: zone)
            alert = .open(
                fingerprint, description: description, at: start ?? receipt, level: level,
                tags: tags(hasStart: start != nil), detailsURL: link(links),
                metadata: [name: .object(metadata)])
        }
        alert.isLive = true
        return alert
    }

    /// Whether it is resolved: as it says, or else if its end is past.
    ///
    /// Prometheus gives an alert that fires an end in the future.
    private func isOver(_ end: Timestamp?, at receipt: Timestamp) -> Bool {
        switch value.filled("status")?.lowercased() {
        case "resolved": true
        case "firing": false
        default: end.map { $0 <= receipt } ?? false
        }
    }

    /// When it is over unless it is told of again, by Alertmanager's rule: at the end that it names, or
    /// so long after it was told.
    package func expiry(at receipt: Timestamp) -> Timestamp {
        let end = Timestamp(said: value.filled("endsAt"), in: zone)
        return end.flatMap { $0 > receipt ? $0 : nil } ?? receipt.advanced(by: Self.usualExpiry)
    }

    /// Alertmanager's `resolve_timeout`, if it is not set.
    private static let usualExpiry = Duration.seconds(300)

    /// The value of a label; nil if there is none.
    package func label(_ name: String) -> String? { labels.first { $0.key == name }?.value }

    private func annotation(_ name: String) -> String? { value["annotations"]?.filled(name) }

    private var description: String {
        let said = ["summary", "message", "title", "description"].compactMap(annotation).first
        let place = label("instance").map { " on \($0)" } ?? ""
        return said ?? "\(label("alertname") ?? "An alert")\(place)"
    }

    /// By the label `severity`, whose words are a matter of taste: an unknown one is in the middle.
    private var level: Level {
        switch label("severity")?.lowercased() {
        case "page"?: .critical
        case "none"?: .information
        case let word?: Level(named: word) ?? .moderate
        case nil: .moderate
        }
    }

    /// All labels but those that are Grafana's own business.
    private func tags(hasStart: Bool) -> Tags {
        var tags = Tags()
        for label in labels where !label.key.hasPrefix("__") { tags.append(label.key, label.value) }
        if !hasStart { tags.append("time_source", "receipt") }
        return tags
    }

    private func link(_ names: [String]) -> String? {
        names.compactMap { value.filled($0) }.first ?? group.filled("externalURL")
    }

    private var metadata: JSONObject {
        var kept = JSONObject()
        kept.set("fingerprint", to: .string(fingerprint))
        // Tags have no capitals: who reads alerts by this API again wants the labels as they were.
        if labels.contains(where: { $0.key.contains(where: \.isUppercase) }) {
            var original = JSONObject()
            for label in labels { original.set(label.key, to: .string(label.value)) }
            kept.set("labels", to: .object(original))
        }
        if let annotations = value["annotations"], annotations.object != nil {
            kept.set("annotations", to: annotations)
        }
        for name in ["valueString", "silenceURL", "generatorURL"] {
            if let text = value.filled(name) { kept.set(name, to: .string(text)) }
        }
        for name in ["receiver", "groupKey", "externalURL", "notification_reason"] {
            if let text = group.filled(name) { kept.set(name, to: .string(text)) }
        }
        return kept
    }
}

/// The hash by which Prometheus and Alertmanager name an alert: FNV-1a of 64 bits over the labels in
/// the order of their names, each name and each value followed by a byte 255.
package struct LabelHash: Hashable {
    /// 16 hexadecimal digits.
    package let text: String

    package init(of labels: [(key: String, value: String)]) {
        var hash: UInt64 = 14_695_981_039_346_656_037
        let sorted = labels.map { [Array($0.key.utf8), Array($0.value.utf8)] }
            .sorted { $0[0].lexicographicallyPrecedes($1[0]) }
        for text in sorted.joined() {
            for byte in text + [0xff] { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        }
        let digits = String(hash, radix: 16)
        text = String(repeating: "0", count: 16 - digits.count) + digits
    }
}
