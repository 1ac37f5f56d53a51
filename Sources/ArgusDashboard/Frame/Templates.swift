import ArgusVocabulary
import Mustache

/// All templates of pages: the files in `Templates`, which the build embeds; those of rows are flat.
enum Templates {
    /// A template with the values that belong into it, every one of which is escaped.
    static func render(_ name: String, _ values: Any) throws -> String {
        let values = values is any MustacheParent ? values : NamedValues(values)
        guard let text = try library.get().render(values, withTemplate: name) else {
            throw MissingTemplate(name: name)
        }
        return text
    }

    /// The templates by their names, or why one of them is wrong.
    private static let library = Result {
        MustacheContentTypes.register(EscapedHTML(), named: EscapedHTML.name)
        return MustacheLibrary(
            templates: try all.mapValues { file in
                let text = String(decoding: file, as: UTF8.self)
                let pragma = "{{% CONTENT_TYPE:\(EscapedHTML.name)}}"
                return try MustacheTemplate(string: pragma + StaticFiles.addressed(text))
            })
    }

    /// The names of all templates.
    static var names: [String] { Array(all.keys) }

    private static let all = [
        "about": PackageResources.about_mustache,
        "field": PackageResources.field_mustache,
        "first": PackageResources.first_mustache,
        "form": PackageResources.form_mustache,
        "form-page": PackageResources.form_page_mustache,
        "incident": PackageResources.incident_mustache,
        "incident-facets": PackageResources.incident_facets_mustache,
        "incidents": PackageResources.incidents_mustache,
        "layout": PackageResources.layout_mustache,
        "list-page": PackageResources.list_page_mustache,
        "login": PackageResources.login_mustache,
        "maintenance": PackageResources.maintenance_mustache,
        "message-link": PackageResources.message_link_mustache,
        "message-preview": PackageResources.message_preview_mustache,
        "preview": PackageResources.preview_mustache,
        "refusal": PackageResources.refusal_mustache,
        "secret": PackageResources.secret_mustache,
        "styleguide": PackageResources.styleguide_mustache,
        "tabs": PackageResources.tabs_mustache,
        "wall": PackageResources.wall_mustache,
    ]
}

/// HTML in which every sign that means something is escaped, also where a combining mark stands behind
/// it: the engine's own way looks at whole characters, and takes `"` with an accent for another one.
private struct EscapedHTML: MustacheContentType {
    static let name = "ESCAPED_HTML"

    func escapeText(_ text: String) -> String { text.escapedForHTML }
}

/// That a page names a template that there is not.
private struct MissingTemplate: Error {
    let name: String
}
