extension StringProtocol {
    /// The first 300 characters of a text of others, as a log or a terminal may show them.
    package var inOneLine: String {
        let beginning = String(String.UnicodeScalarView(unicodeScalars.prefix(300))).onOneLine
        return unicodeScalars.dropFirst(300).isEmpty ? beginning : beginning + "…"
    }
}
