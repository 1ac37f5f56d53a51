/// What had to be altered about an alert for the server to take it.
package enum Alteration: String, CaseIterable, Sendable {
    /// NUL was replaced by U+FFFD.
    case charactersReplaced
    /// A text was cut, and ends in `…`.
    case textCut
    /// A tag's key was put into lower case, or had characters replaced by `_`.
    case tagKeyChanged
    /// A tag without a value got the value `-`.
    case tagValueFilled
    /// There were more tags than the server takes.
    case tagsLeftOut
    /// A key became its fingerprint.
    case keyHashed
    /// A details URL was one that no browser should follow, or too long to be one.
    case detailsURLLeftOut
    /// Metadata was nested too deep, too large, or no JSON.
    case metadataCut
    /// A level that there is not became the lowest.
    case levelReplaced
    /// A time beyond what servers can store became the time of receipt.
    case timeReplaced
}

extension Alteration: CustomStringConvertible {
    /// What is altered, in words that follow "altered:".
    package var description: String {
        switch self {
        case .charactersReplaced: "NUL characters are replaced by U+FFFD"
        case .textCut: "texts that are too long are cut, and end in …"
        case .tagKeyChanged:
            "keys of tags are written with lower-case letters, digits and _ (capitals stay in v1)"
        case .tagValueFilled: "tags without a value have the value -"
        case .tagsLeftOut: "tags are left out where there are too many"
        case .keyHashed: "keys that are too long or hold NUL become their fingerprint"
        case .detailsURLLeftOut: "details URLs that are too long, or run code, are left out"
        case .metadataCut: "metadata that is too large or nested too deep is cut"
        case .levelReplaced: "levels that there are not become information"
        case .timeReplaced: "times before the year 2 or after 9998 become the time of receipt"
        }
    }
}
