import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// `/styleguide/`: each component and page from sample values, where a setting allows it.
enum StyleguidePages {
    static let pages = [components] + StyleguideSample.allCases.map(page)

    static let path = "/styleguide/"

    private static let components = WebPage("/styleguide/", access: .everybody) { call in
        try check(call)
        let entry = FormEntry(call)
        let page = StyleguidePage(
            levels: (Level.allCases).map { LevelMark($0) },
            fields: StyleguideSample.fields(entry),
            rows: StyleguideSample.view(of: call).related.flatMap {
                RelatedIncidents($0.title, $0.incidents, StyleguideSample.moments(of: call)).rows
            },
            samples: StyleguideSample.allCases.map {
                MenuItem($0.rawValue, "\(path)\($0.rawValue)/")
            })
        return try await call.page("styleguide", page)
    }

    private static func page(_ sample: StyleguideSample) -> WebPage {
        WebPage("/styleguide/\(sample.rawValue)/", access: .everybody) { call in
            try check(call)
            var liked = try await call.preferences
            let theme = call.query.value("theme").flatMap(
                DashboardPreferences.Theme.init(rawValue:))
            liked.theme = theme ?? liked.theme
            return try call.page(
                sample.template, sample.page(for: call), in: .incidents, as: liked)
        }
    }

    private static func check(_ call: Call) throws(Refusal) {
        guard call.site.settings.appearance.showsStyleguide else {
            throw .notFound("Not found.")
        }
    }
}

/// All components, which are shown in both themes beside each other.
struct StyleguidePage {
    let levels: [LevelMark]
    let fields: [PageField]
    let rows: [RelatedIncidents.Row]
    let samples: [MenuItem]
    let themes = [Theme(theme: "light"), Theme(theme: "dark")]

    /// One of the two.
    struct Theme {
        let theme: String
    }
}
