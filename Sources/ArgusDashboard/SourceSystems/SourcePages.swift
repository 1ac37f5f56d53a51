import ArgusCore
import ArgusHTTP
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary

/// `/sources/`: the monitoring systems that post incidents; for the staff.
enum SourcePages {
    static let pages = [
        list, types, create, createType, deleteType, update, token, delete,
    ]

    private static let path = "/sources/"
    private static let parent = MenuItem("Sources", path)

    private static func tabs(atTypes: Bool) -> [MenuItem] {
        [
            MenuItem("Sources", path, isCurrent: !atTypes),
            MenuItem("Types", "\(path)types/", isCurrent: atTypes),
        ]
    }

    private static let list = WebPage("/sources/", access: .own) { call in
        let sources = try await call.operations.sources.overview(by: call.requester)
        let moments = try await call.moments
        let page = ListPage(
            "Sources", "The monitoring systems that post incidents.", tabs: tabs(atTypes: false),
            buttons: [MenuItem("Add a source", "\(path)create/")],
            columns: [
                "Name", "Type", "Base URL", "Last seen", "Heartbeat", "Token", "Open", "Incidents",
                "",
            ],
            rows: sources.map { SourceRow($0, moments).cells }, empty: "There are none.")
        return try await call.page("list-page", page, in: .sources)
    }

    private static let types = WebPage("/sources/types/", access: .own) { call in
        try call.requester.check(.administerSources)
        let sources = try await call.operations.sources.list()
        let page = ListPage(
            "Types of sources", "What kinds of monitoring systems there are.",
            tabs: tabs(atTypes: true),
            buttons: [MenuItem("Add a type", "\(path)types/create/")],
            columns: ["Name", "Sources", ""],
            rows: try await call.operations.sources.types().map { type in
                let count = sources.count { $0.type.isIdentical(to: type) }
                let delete = MenuItem("Delete", "\(path)types/\(type.percentEncoded)/delete/")
                return [
                    .text(type), .text("\(count)", style: "num"),
                    .actions(count == 0 ? [delete] : []),
                ]
            }, empty: "There are none.")
        return try await call.page("list-page", page, in: .sources)
    }

    private static let create = WebPage(
        "/sources/create/", access: .changing(.staff), form: .newSource,
        show: { call, entry in
            try call.requester.check(.administerSources)
            let types = try await call.operations.sources.types()
            let form = SourceForm(entry, nil, types).pageForm(to: "\(path)create/")
            let page = FormPage(
                title: "Add a source", text: "It is given an account, and next a token.",
                parent: parent, form: form)
            return try await call.page("form-page", page, in: .sources)
        }
    ) { call, new in
        try await call.making(
            leadingTo: { "\(path)\($0.id)/token/" }, saying: "It was added. It needs a token now."
        ) { once in
            try await call.operations.sources.create(new, once: once, by: call.requester)
        }
    }

    private static let createType = WebPage(
        "/sources/types/create/", access: .changing(.staff), form: .newSourceType,
        show: { call, entry in
            try call.requester.check(.administerSources)
            let name = PageField.line(
                entry.field("name"), "Name", in: "type", isRequired: true, hint: "In lower case.")
            let form = PageForm(
                entry, to: "\(path)types/create/", "Add it", [name], back: "\(path)types/")
            let page = FormPage(
                title: "Add a type", text: "A kind of monitoring systems, such as nav or zabbix.",
                parent: MenuItem("Types", "\(path)types/"), form: form)
            return try await call.page("form-page", page, in: .sources)
        }
    ) { call, name in
        try await call.making(
            leadingTo: { _ in "\(path)types/" }, saying: "The type was added."
        ) { once in
            try await call.operations.sources.createType(name, once: once, by: call.requester)
        }
    }

    private static let typeName = PathPart("name", .someText, "Its name.")

    private static let deleteType = ConfirmPage.page(
        "/sources/types/\(typeName)/delete/", access: .changing(.staff), in: .sources,
        parent: MenuItem("Types", "\(path)types/"),
        describe: { call in
            try call.requester.check(.administerSources)
            let name = call.text(of: typeName)
            let types = try await call.operations.sources.types()
            guard types.contains(where: { $0.isIdentical(to: name) }) else {
                throw Refusal.noSuch(.sourceSystemType)
            }
            return ("Delete the type \(name)?", "A type that has sources stays.")
        }, "Delete it", saying: "The type was deleted."
    ) { call in
        try await call.operations.sources.deleteType(call.text(of: typeName), by: call.requester)
    }

    private static let update = WebPage(
        "/sources/:pk/update/", access: .changing(.staff), form: .sourceChange,
        show: { call, entry in
            try call.requester.check(.administerSources)
            let source = try await call.operations.sources.find(call.id())
            let types = try await call.operations.sources.types()
            let form = SourceForm(entry, source, types)
                .pageForm(to: "\(path)\(source.id)/update/")
            let page = FormPage(
                title: "Change \(source.name)", text: "Its account and its tokens stay.",
                parent: parent, form: form)
            return try await call.page("form-page", page, in: .sources)
        }
    ) { call, change in
        _ = try await call.operations.sources.change(call.id(), change, by: call.requester)
        return call.leading(to: path, saying: "The source was changed.")
    }

    private static let token = WebPage(
        "/sources/:pk/token/", access: .changing(.staff),
        form: Form(Field<Bool?>.bool("revoke").map { $0 ?? false }),
        show: { call, entry in
            try call.requester.check(.administerSources)
            let source = try await call.operations.sources.find(call.id())
            let revoke = PageField.tick(
                entry.choices("revoke"), "Those that it has", "stop working at once",
                in: "token", hint: "Otherwise both work, until the old ones are taken back.")
            let form = PageForm(
                entry, to: "\(path)\(source.id)/token/", "Make a token", [revoke], back: path)
            let page = FormPage(
                title: "A token for \(source.name)",
                text: "With it the source posts incidents. It is shown once.", parent: parent,
                form: form)
            return try await call.page("form-page", page, in: .sources)
        }
    ) { call, isRevoking in
        let source = try await call.operations.sources.find(call.id())
        let issued = try await call.operations.sources.rotateToken(
            of: source.id, revokingOthers: isRevoking, by: call.requester)
        let page = SecretPage(
            title: "The token of \(source.name)", secret: issued.secret.value, parent: parent)
        return try await call.page("secret", page, in: .sources)
    }

    private static let delete = ConfirmPage.page(
        "/sources/:pk/delete/", access: .changing(.staff), in: .sources, parent: parent,
        describe: { call in
            try call.requester.check(.administerSources)
            let source = try await call.operations.sources.find(call.id())
            return (
                "Delete the source \(source.name)?",
                "Its account and tokens go too. A source that has incidents stays."
            )
        }, "Delete it", saying: "The source was deleted."
    ) { call in
        try await call.operations.sources.delete(call.id(), by: call.requester)
    }
}

/// A source system in the list of them.
private struct SourceRow {
    let cells: [ListCell]

    init(_ overview: SourceOverview, _ moments: MomentFormat) {
        let source = overview.source
        let one = "/sources/\(source.id)/"
        let watch = source.heartbeatFrequency.map { "every \($0.brief)" } ?? "not watched"
        let heartbeat = [watch, source.queue?.brief(at: moments.now)].compactMap { $0 }
            .joined(separator: "; ")
        let isLate = source.isLate(at: moments.now)
        let seen = source.lastSeen.map { moments.text($0).distance } ?? "never"
        cells = [
            .link(source.name, to: "\(one)update/"), .text(source.type), .text(source.baseURL),
            .text(isLate ? "\(seen), late" : seen, style: isLate ? "problem" : "num"),
            .text(heartbeat), Self.token(overview),
            Self.count(overview.openIncidents, of: source, "open=true&"),
            Self.count(overview.incidents, of: source, ""),
            .actions(source.isBuiltIn ? [] : Self.actions(overview)),
        ]
    }

    /// How many incidents there are, which leads to them.
    private static func count(
        _ count: Int, of source: SourceSystem, _ condition: String
    ) -> ListCell {
        var cell = ListCell.link(
            count.short, to: "\(ListAddress.path)?\(condition)source__id__in=\(source.id)")
        cell.style = "num"
        return cell
    }

    private static func actions(_ overview: SourceOverview) -> [MenuItem] {
        let one = "/sources/\(overview.source.id)/"
        let delete = MenuItem("Delete", "\(one)delete/")
        return [MenuItem("Change", "\(one)update/"), MenuItem("Token", "\(one)token/")]
            + (overview.incidents == 0 ? [delete] : [])
    }

    private static func token(_ overview: SourceOverview) -> ListCell {
        let valid = overview.validTokens
        if overview.tokens == 0 { return .text("missing", style: "problem") }
        return valid > 0
            ? .text(valid == 1 ? "valid" : "\(valid) valid", style: "good")
            : .text("expired", style: "problem")
    }
}

extension SourceQueue {
    /// How many alerts wait before this server, and for how long; nil if none does.
    fileprivate func brief(at now: Timestamp) -> String? {
        guard depth > 0 else { return nil }
        let age = oldest.map { " for \(max(.zero, now.since($0)).brief)" } ?? ""
        return "\(depth) waiting\(age)"
    }
}

extension SourceSystem {
    /// Whether it has been silent for longer than it says it would be.
    fileprivate func isLate(at now: Timestamp) -> Bool {
        guard let heartbeatFrequency else { return false }
        return lastSeen.map { now.since($0) > heartbeatFrequency } ?? true
    }
}

/// The form for a source system.
private struct SourceForm {
    private let entry: FormEntry
    private let fields: [PageField]

    init(_ entry: FormEntry, _ source: SourceSystem?, _ types: [String]) {
        self.entry = entry
        let seconds = source?.heartbeatFrequency.map { "\($0.components.seconds)" }
        let expiry = source?.alertExpiry.map { "\($0.components.seconds)" }
        let username: [PageField] =
            source == nil
            ? [
                .line(
                    entry.field("username"), "Name of its account", in: "source",
                    hint: "Empty: that of the source.")
            ] : []
        fields =
            [
                .line(
                    entry.field("name", value: source?.name ?? ""), "Name", in: "source",
                    isRequired: true),
                .select(
                    entry.field("type", value: source?.type ?? types.first ?? ""), "Type",
                    in: "source", types.map { ($0, $0) }),
            ] + username + [
                .line(
                    entry.field("base_url", value: source?.baseURL ?? ""), "Base URL",
                    in: "source", type: "url",
                    hint: "With it relative addresses of details are joined."),
                .line(
                    entry.field("heartbeat_frequency", value: seconds ?? ""), "Heartbeat",
                    in: "source",
                    hint: "How many seconds it is silent at most, from 60 to 86400. "
                        + "Empty: that is not watched."),
                .line(
                    entry.field("alert_expiry", value: expiry ?? ""), "Alerts end after",
                    in: "source",
                    hint: "How many seconds an alert lasts that its source posts again and again, "
                        + "once it does no more. 0: for ever. Empty: as long as the alert says."),
            ]
    }

    func pageForm(to action: String) -> PageForm {
        PageForm(entry, to: action, "Keep it", fields, back: "/sources/")
    }
}
