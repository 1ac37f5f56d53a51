import ArgusClient
import ArgusVocabulary

/// A notification as Nagios, its kin and Checkmk tell it to a command (Nagios' manual, "Standard
/// Macros in Nagios"; Checkmk's, "Notifications: writing your own scripts").
///
/// It is about a host or about a service of a host, which have one problem at a time.
struct CoreNotification {
    private let variables: HookVariables
    /// What the system is called.
    private let name: String
    private let isOfService: Bool

    init(_ variables: HookVariables, name: String) {
        (self.variables, self.name) = (variables, name)
        // Checkmk says which of the two it is.
        isOfService = variables["WHAT"].map { $0 == "SERVICE" } ?? (variables["SERVICEDESC"] != nil)
    }

    func readings(_ receipt: Timestamp) -> [Reading] {
        guard let kind = variables["NOTIFICATIONTYPE"]?.uppercased() else {
            return [.refused("NOTIFICATIONTYPE is missing: the command is not given its macros")]
        }
        guard let host = variables["HOSTNAME"] else { return [.refused("HOSTNAME is missing")] }
        if isOfService, variables["SERVICEDESC"] == nil {
            return [.refused("SERVICEDESC is missing in a notification about a service")]
        }
        let time = time ?? receipt
        let key = variables["SERVICEDESC"].flatMap { isOfService ? "\(host)!\($0)" : nil } ?? host
        switch kind {
        case "PROBLEM": return [.alert(opening(key, time))]
        case "RECOVERY":
            var alert = Alert.close(key, at: time)
            alert.isLive = true
            return [.alert(alert)]
        case "ACKNOWLEDGEMENT": return event(key, "acknowledged it in \(name)", time)
        case "CUSTOM" where isProblem: return event(key, "sent a notification", time)
        case "CUSTOM", "FLAPPINGSTART":
            let what = kind == "CUSTOM" ? said ?? "a notification" : "begins to flap"
            return [
                .alert(
                    .stateless(
                        description: "\(subject) \(what)", at: time, level: .low, tags: tags,
                        detailsURL: link, metadata: metadata))
            ]
        default: return [.ignored("a notification of the kind \(kind.inOneLine)")]
        }
    }

    private func opening(_ key: String, _ time: Timestamp) -> Alert {
        var alert = Alert.open(
            key,
            description: "\(subject) is \(state ?? "in trouble")\(output.map { ": \($0)" } ?? "")",
            at: time, level: level, tags: tags, detailsURL: link, metadata: metadata)
        alert.isLive = true
        return alert
    }

    /// What a person did; it may be the first that is heard of the problem.
    private func event(_ key: String, _ what: String, _ time: Timestamp) -> [Reading] {
        let who = variables["NOTIFICATIONAUTHOR"] ?? "Somebody"
        let text = "\(who) \(what)\(said.map { ": \($0)" } ?? "")"
        return [.alert(opening(key, time)), .alert(.event(key, description: text, at: time))]
    }

    private var said: String? { variables["NOTIFICATIONCOMMENT"] }

    private var subject: String {
        let host = variables["HOSTNAME"] ?? "?"
        return isOfService ? "\(variables["SERVICEDESC"] ?? "?") on \(host)" : host
    }

    private func own(_ name: String) -> String? {
        variables[isOfService ? "SERVICE\(name)" : "HOST\(name)"]
    }

    private var state: String? { own("STATE") }

    private var output: String? { own("OUTPUT") }

    private var isProblem: Bool { !["OK", "UP", nil].contains(state) }

    /// A host that is down is worse than a service that is.
    private var level: Incident.Level {
        switch state?.uppercased() {
        case "DOWN": .critical
        case "CRITICAL", "UNREACHABLE", "UNREACH": .high
        default: .moderate
        }
    }

    /// Seconds since 1970, or in Checkmk microseconds.
    private var time: Timestamp? {
        if let micros = variables["MICROTIME"].flatMap({ Int64($0) }), micros > 86_400_000_000 {
            return Timestamp(microseconds: micros)
        }
        let seconds = variables["TIMET"].flatMap { Int64($0) }
        return seconds.flatMap { $0 > 86_400 ? Timestamp(unixSeconds: $0) : nil }
    }

    private var tags: Tags {
        var tags = Tags()
        func add(_ key: String, _ value: String?) {
            if let value { tags.append(key, value) }
        }
        add("host", variables["HOSTNAME"])
        if isOfService { add("service", variables["SERVICEDESC"]) }
        add("address", variables["HOSTADDRESS"])
        add("site", variables["OMD_SITE"])
        for (key, names) in [
            ("host_group", "HOSTGROUPNAMES"), ("service_group", "SERVICEGROUPNAMES"),
        ] {
            for group in (variables[names] ?? "").split(separator: ",") {
                add(key, String(group.trimmingBlanks()))
            }
        }
        return tags
    }

    /// The page of the system itself, relative in Checkmk; else what the notes say.
    private var link: String? { page ?? own("URL") ?? own("NOTESURL") }

    /// Nagios says in words where it was not told the address of its pages.
    private var page: String? {
        own("INFOURL").flatMap { $0.hasPrefix("website_url not set") ? nil : $0 }
    }

    private var metadata: JSONValue {
        var kept = JSONObject()
        func keep(_ name: String, _ value: String?) {
            if let value { kept.set(name, to: .string(value)) }
        }
        keep("output", long)
        keep("performance", own("PERFDATA"))
        keep("attempt", own("ATTEMPT"))
        keep("number", variables["NOTIFICATIONNUMBER"])
        for (name, value) in variables.beginning(with: isOfService ? "_SERVICE" : "_HOST") {
            keep(name, value)
        }
        return [name: .object(kept)]
    }

    /// The other lines of the output, whose ends are written `\n`.
    private var long: String? {
        variables[isOfService ? "LONGSERVICEOUTPUT" : "LONGHOSTOUTPUT"]?
            .replacing(#"\n"#, with: "\n")
    }
}
