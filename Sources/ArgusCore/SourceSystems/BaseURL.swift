/// The address of a monitoring system, with which relative details URLs of its incidents are joined.
///
/// The paths of the API that the existing server has take any text, as it does.
package enum BaseURL {
    /// What it should be.
    package static let expected =
        "should be a whole address with http:// or https://, such as https://nav.example.org"

    /// Whether a text is the whole address of a site.
    package static func isValid(_ text: String) -> Bool {
        guard let parts = URLParts(text),
            ["http", "https"].contains(parts.scheme.lowercased()), parts.authority.first != ":"
        else { return false }
        return text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7f }
    }
}
