import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary
import HTTPTypes

/// The pages of the style guide, each with values such as devices and people come up with.
enum StyleguideSample: String, CaseIterable {
    case incidents, refused, groups, past, mistakes, wall
    case login, refusal, first, incident, list, empty, form, maintenance, secret, about
    case messageLink = "message-link"

    /// The template that shows it.
    var template: String {
        switch self {
        case .refused, .groups, .past, .mistakes: "incidents"
        case .list, .empty: "list-page"
        case .form: "form-page"
        default: rawValue
        }
    }

    /// Its values.
    func page(for call: Call) -> Any {
        let (entry, moments) = (FormEntry(call), Self.moments(of: call))
        return switch self {
        case .incidents, .refused, .groups, .past, .mistakes, .wall: incidents(for: call)
        case .login: LoginPage(entry, next: nil)
        case .refusal: RefusalPage(.notFound, "There is no such incident.")
        case .first:
            FirstAdministratorPage(
                form: PageForm(entry, to: StyleguidePages.path, "Make the account", []))
        case .incident:
            IncidentPage(
                Self.view(of: call), IncidentForms(call, Self.view(of: call), sent: nil),
                at: call.here)
        case .list: Self.list(moments)
        case .empty:
            ListPage(
                "Nothing yet", "A list before anything is in it.", columns: ["Name", "When"],
                rows: [], empty: "There are none.")
        case .form:
            FormPage(
                title: "A form", text: "With each kind of field, some of them filled in wrongly.",
                parent: MenuItem("Style guide", StyleguidePages.path),
                form: PageForm(
                    entry, to: StyleguidePages.path, "Keep it", Self.fields(entry),
                    back: StyleguidePages.path, hasPreview: true))
        case .maintenance:
            MaintenancePage(
                Self.maintenance(moments),
                IncidentPreview("It covers 0 open incidents.", [], moments),
                mayPlan: true, moments)
        case .secret:
            SecretPage(
                title: "The token of nav-oslo", secret: String(repeating: "0123456789", count: 4),
                parent: MenuItem("Style guide", StyleguidePages.path))
        case .messageLink: MessageLinkPage.sample(moments)
        case .about:
            AboutPage(
                name: "Argus", release: "1.2.3", database: "SQLite", lastChange: "1204331",
                time: moments.text(moments.now), zoneName: moments.zone.name)
        }
    }

    /// Each kind of field.
    static func fields(_ entry: FormEntry) -> [PageField] {
        [
            .line(
                FormField(name: "line", value: "core-gw2.oslo"), "A line", in: "sample",
                hint: "What helps to fill it in."),
            .line(
                FormField(
                    name: "wrong", value: "soon", problem: "It is no date and time."),
                "A line that is wrong", in: "sample"),
            .area(
                FormField(name: "area", value: oddText), "Several lines", in: "sample"),
            .select(
                FormField(name: "select", value: "2"), "One of several", in: "sample",
                Level.allCases.map { ("\($0.rawValue)", $0.display) }),
            .checks(
                entry.choices("checks", values: ["a"]), "Several of several", in: "sample",
                [("a", "Core network"), ("b", "Access"), ("c", "دوبي (alice)")]),
        ]
    }

    /// What has to be shown as text, whatever it is.
    static let oddText =
        "<b>No answer</b> & \"quotes\" \u{202e}desrever\u{202c} 👩‍👩‍👧 e\u{301} "
        + String(repeating: "x", count: 300)

    /// Texts that something was once broken by.
    static let oddTexts = [
        oddText, String(repeating: "x", count: 10_000), "a\u{1}b\u{1b}[31m\u{7f}\u{0}", "",
        "\u{2067}دوبي: \u{202e}reversed", "Z\u{351}\u{36b}\u{343}a\u{489}lgo e\u{301}",
        "javascript:alert(1) \"><img src=x onerror=alert(1)> {{token}} &amp;",
    ]

    static func moments(of call: Call) -> MomentFormat {
        MomentFormat(.plain, in: call.site.zone, now: call.operations.clock())
    }

    private static func list(_ moments: MomentFormat) -> ListPage {
        var page = ListPage(
            "A list", "With each kind of cell.",
            tabs: [
                MenuItem("This part", StyleguidePages.path, isCurrent: true),
                MenuItem("Another", StyleguidePages.path),
            ],
            buttons: [MenuItem("Add something", StyleguidePages.path)],
            columns: ["Name", "State", "When", "Address", ""],
            rows: [("valid", "good"), ("missing", "problem"), ("off", "quiet")].map { word, style in
                [
                    .link("nav-oslo", to: StyleguidePages.path), .text(word, style: style),
                    .moment(moments.text(moments.now)), .text(oddText),
                    .actions([
                        MenuItem("Change", StyleguidePages.path),
                        MenuItem("Delete", StyleguidePages.path),
                    ]),
                ]
            }, empty: "")
        page.choices = [
            MenuItem("All", StyleguidePages.path, isCurrent: true),
            MenuItem("Some", StyleguidePages.path),
        ]
        return page
    }

    private static func maintenance(_ moments: MomentFormat) -> DetailedMaintenance {
        DetailedMaintenance(
            task: PlannedMaintenance(
                id: 1, createdBy: 1, creatorName: "kari", created: moments.now,
                startTime: moments.now - .seconds(600), endTime: .infinity,
                description: "New disks in db-03", filters: []),
            filters: [])
    }
}
