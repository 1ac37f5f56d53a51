/// An address that a page may lead to: one of the web, and nothing that a browser would run.
struct WebLink {
    let url: String

    /// Takes `http` and `https` only.
    init?(_ text: String) {
        let scheme = text.prefix { $0 != ":" }.lowercased()
        let isPlain = text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7f }
        guard ["http", "https"].contains(scheme), isPlain,
            text.dropFirst(scheme.count).hasPrefix("://")
        else { return nil }
        url = text
    }
}
