import ArgusVocabulary

/// A stored filter as the API shows it.
package struct FilterJSON: Hashable, Sendable {
    package var pk: Int64
    package var name: String
    package var filter: FilterBlob
    /// Whether everybody may use it; version 1 does not tell.
    package var isPublic: Bool

    /// Puts a filter together.
    package init(pk: Int64, name: String, filter: FilterBlob, isPublic: Bool) {
        (self.pk, self.name, self.filter, self.isPublic) = (pk, name, filter, isPublic)
    }

    /// Reads the form of any version.
    package init(_ json: JSONValue) throws(WireError) {
        let reader = try MemberReader(json, of: "filter")
        pk = try reader.integer("pk")
        name = try reader.text("name")
        filter = try FilterBlob(try reader.value("filter"))
        isPublic = reader.object["public"]?.bool ?? false
    }

    /// The form of a version.
    package func json(_ version: APIVersion) -> JSONValue {
        guard version == .v1 else {
            return [
                "pk": .integer(pk), "name": .string(name), "filter": filter.json(version),
                "public": .bool(isPublic),
            ]
        }
        return [
            "pk": .integer(pk), "name": .string(name), "filter_string": .string(filterString),
            "filter": filter.json(version),
        ]
    }

    /// The two lists that version 1 shows once more, as the text of a JSON object in Python's layout.
    private var filterString: String {
        let sources = (filter.sources ?? []).map(String.init).joined(separator: ", ")
        let tags = (filter.tags ?? []).map { JSONValue.string($0).asciiText }
            .joined(separator: ", ")
        return "{\"sourceSystemIds\": [\(sources)], \"tags\": [\(tags)]}"
    }
}

extension JSONValue {
    /// The value as compact JSON without a character beyond ASCII.
    fileprivate var asciiText: String {
        var ascii = ""
        for unit in text.utf16 {
            if unit < 0x80, let scalar = Unicode.Scalar(unit) {
                ascii.unicodeScalars.append(scalar)
            } else {
                let digits = String(unit, radix: 16)
                ascii += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return ascii
    }
}
