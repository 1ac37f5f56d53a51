import ArgusHTTP

/// Where people come to who name no page: the one that they chose, or the list of incidents.
enum StartPage {
    static let path: Path = "/"

    static let root = WebPage(path, access: .own) { call in
        call.leading(to: try await call.preferences.startPage)
    }
}
