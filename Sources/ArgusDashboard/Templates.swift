import Mustache

/// All templates: the files in `Templates`, which the build embeds.
enum Templates {
    /// A template with the values that belong into it, every one of which is escaped.
    static func render(_ name: String, _ values: Any) throws -> String {
        guard let text = try library.get().render(values, withTemplate: name) else {
            throw MissingTemplate(name: name)
        }
        return text
    }

    /// The templates by their names, or why one of them is wrong.
    private static let library = Result {
        MustacheLibrary(
            templates: try all.mapValues { file in
                let text = String(decoding: file, as: UTF8.self)
                return try MustacheTemplate(
                    string: text.replacing("STYLESHEET", with: Stylesheet.path))
            })
    }

    private static let all = [
        "layout": PackageResources.layout_mustache, "welcome": PackageResources.welcome_mustache,
        "refusal": PackageResources.refusal_mustache, "login": PackageResources.login_mustache,
    ]
}

/// That a page names a template that there is not.
private struct MissingTemplate: Error {
    let name: String
}
