import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// What this installation runs on.
struct AboutPage {
    let name: String
    let release: String
    let database: String
    /// How many changes the feed has told, by the number of the last one.
    let lastChange: String
    let time: MomentText
    let zoneName: String

    static let about = WebPage("/about/", access: .own) { call in
        let moments = try await call.moments
        let page = AboutPage(
            name: call.site.settings.appearance.name, release: call.site.version,
            database: call.operations.databaseName,
            lastChange: "\(try await call.operations.changes.last())",
            time: moments.text(moments.now), zoneName: call.site.zone.name)
        return try await call.page("about", page)
    }
}
