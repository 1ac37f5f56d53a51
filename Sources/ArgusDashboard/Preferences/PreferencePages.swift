import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// `/user/`: how somebody likes the pages to be.
enum PreferencePages {
    static let pages = [edit]

    private static let edit = WebPage(
        "/user/", access: .own, form: form,
        show: { call, entry in
            let liked = try await call.preferences
            let page = FormPage(
                title: "Preferences",
                text: "They are yours, and hold wherever you log in.",
                parent: MenuItem("Start page", StartPage.path.text),
                form: PageForm(
                    entry, to: "/user/", "Keep them", fields(entry, liked, call.site.zone)))
            return try await call.page("form-page", page)
        }
    ) { call, liked in
        let before = try await call.preferences
        try await call.operations.preferences.change(
            DashboardPreferences.namespace, by: call.requester
        ) { liked.merged(into: $0) }
        var anew: Set<String> = []
        if liked.columns != before.columns { anew.insert("columns") }
        if liked.pageSize != before.pageSize { anew.insert("page_size") }
        if !anew.isEmpty { try await ListMemory.forget(anew, of: call) }
        return call.leading(to: "/user/", saying: "Your preferences were kept.")
    }

    private static let form = Form(
        Field(
            choice("theme", DashboardPreferences.Theme.self), timeZone,
            choice("datetime_format_name", DashboardPreferences.DateFormat.self),
            choice("incidents_table_layout", DashboardPreferences.Density.self), pageSize,
            columns, startPage, Field<Bool?>.bool("keys")
        ) { theme, zone, format, density, size, columns, start, keys in
            var liked = DashboardPreferences()
            liked.theme = theme ?? liked.theme
            liked.zone = zone ?? nil
            liked.dateFormat = format ?? liked.dateFormat
            liked.density = density ?? liked.density
            liked.pageSize = size ?? liked.pageSize
            liked.columns = columns ?? liked.columns
            liked.startPage = start ?? liked.startPage
            liked.usesKeys = keys ?? false
            return liked
        })

    private static func choice<Choice: RawRepresentable<String> & Sendable>(
        _ name: String, _ type: Choice.Type
    ) -> Field<Choice?> {
        Field<Choice?>.typed(name) { word in
            Choice(rawValue: word).map { .success($0) }
                ?? .failure(ValueProblem(message: "It is none of the choices."))
        }
    }

    private static let timeZone = Field<Zone??>.typed("time_zone") { name in
        if name.isEmpty { return .success(nil) }
        if let zone = Zone(named: name) { return .success(zone) }
        return .failure(
            ValueProblem(message: "There is no such time zone; one is named as Europe/Oslo."))
    }

    private static let pageSize = Field<Int?>.typed("page_size") { text in
        Int(text).flatMap { DashboardPreferences.pageSizes.contains($0) ? .success($0) : nil }
            ?? .failure(ValueProblem(message: "It is none of the choices."))
    }

    private static let columns = Field<[ListColumn]?>.typed("columns") { text in
        let (columns, unknown) = ListColumn.list(text)
        if let name = unknown.first {
            return .failure(ValueProblem(message: ListColumn.problem(ofUnknown: name)))
        }
        guard columns.count <= ListColumn.most else {
            return .failure(
                ValueProblem(message: "A list has at most \(ListColumn.most) columns."))
        }
        return .success(columns.isEmpty ? ListColumn.usual : columns)
    }

    private static let startPage = Field<String?>.typed("start_page") { path in
        if path.isEmpty { return .success(DashboardPreferences().startPage) }
        return DashboardPreferences.isPath(path)
            ? .success(path)
            : .failure(ValueProblem(message: "It is no path of this site, such as /incidents/."))
    }

    private static func fields(
        _ entry: FormEntry, _ liked: DashboardPreferences, _ zone: Zone
    ) -> [PageField] {
        [
            .select(
                entry.field("theme", value: liked.theme.rawValue), "Colours", in: "user",
                [("system", "As the system has it"), ("light", "Light"), ("dark", "Dark")]),
            .line(
                entry.field("time_zone", value: liked.zone?.name ?? ""), "Time zone", in: "user",
                hint: "Such as Europe/Oslo. Empty: the server's, \(zone.name)."),
            .select(
                entry.field("datetime_format_name", value: liked.dateFormat.rawValue),
                "Date and time", in: "user",
                [
                    ("LOCALE", "2026-11-25 14:19:40"), ("ISO", "2026-11-25T14:19:40+01:00"),
                    ("RFC5322", "Wed, 25 Nov 2026 14:19:40 +0100"),
                    ("EPOCH", "1795612780, seconds since 1970"),
                ]),
            .select(
                entry.field("incidents_table_layout", value: liked.density.rawValue), "Rows",
                in: "user", [("compact", "Dense"), ("standard", "Roomy")]),
            .select(
                entry.field("page_size", value: "\(liked.pageSize)"), "Rows on a page",
                in: "user", DashboardPreferences.pageSizes.map { ("\($0)", "\($0)") }),
            .line(
                entry.field(
                    "columns", value: liked.columns.map(\.name).joined(separator: ", ")),
                "Columns of the list", in: "user",
                hint: "In this order, of "
                    + ListColumn.named.map(\.name).joined(separator: ", ")
                    + ", tag:KEY for any key of a tag, and metadata:PATH for any member of the "
                    + "metadata, such as metadata:room.floor. Empty: the usual ones."),
            .line(
                entry.field("start_page", value: liked.startPage), "Start page", in: "user",
                hint: "A path with all that stands behind it, such as /incidents/?open=true."),
            .tick(
                entry.choices("keys", values: liked.usesKeys ? ["on"] : []), "Keyboard",
                "Single keys do something", in: "user"),
        ]
    }
}

extension DashboardPreferences {
    /// What is kept from now on: this, and whatever else was kept before.
    func merged(into old: String?) -> String {
        var kept = old.flatMap { try? JSONValue(parsing: $0) }?.object ?? JSONObject()
        kept.set("theme", to: .string(theme.rawValue))
        kept.set("time_zone", to: zone.map { .string($0.name) } ?? .null)
        kept.set("datetime_format_name", to: .string(dateFormat.rawValue))
        kept.set("incidents_table_layout", to: .string(density.rawValue))
        kept.set("page_size", to: .integer(Int64(pageSize)))
        let names = columns.map { JSONValue.string($0.name) }
        kept.set("columns", to: columns == ListColumn.usual ? .null : .array(names))
        kept.set("start_page", to: .string(startPage))
        kept.set("keys", to: .bool(usesKeys))
        return JSONValue.object(kept).text
    }
}
