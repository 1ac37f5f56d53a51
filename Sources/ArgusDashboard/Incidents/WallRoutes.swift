import ArgusHTTP

/// `/incidents/wall/`: the list for a screen that everybody sees and nobody touches, by the same query;
/// `sound=2` and `notify=1` say up to which level a script lets what is new be heard and notified.
enum WallRoutes {
    static let path: Path = "/incidents/wall/"

    static let wall = WebPage(path, access: .own) { call in
        let read = try await ReadListAddress(call, call.moments)
        let page = try await ListRoutes.page(read, ListMemory(json: nil), call, canAct: false)
        return try await call.page("wall", page, in: .incidents)
    }
}
