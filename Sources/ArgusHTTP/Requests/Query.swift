import ArgusVocabulary

/// The query of a URL: names and values in the order in which they were written.
package struct Query: Hashable, Sendable {
    package let items: [Item]

    /// One name and its value.
    package struct Item: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    /// Reads `a=1&b=2`; bytes that are no UTF-8 become replacement characters.
    package init(_ text: some StringProtocol) {
        items = text.split(separator: "&").map { pair in
            let split = pair.firstIndex(of: "=") ?? pair.endIndex
            return Item(
                name: percentDecoded(pair[..<split], plusIsBlank: true),
                value: percentDecoded(pair[split...].dropFirst(), plusIsBlank: true))
        }
    }

    /// Asks for these.
    init(_ items: [Item]) {
        self.items = items
    }

    /// The last value of a name; nil if the name does not occur.
    package subscript(name: String) -> String? {
        items.last { $0.name == name }?.value
    }

    /// The last value of a name, unless it is empty, which counts as not asked for.
    package func value(_ name: String) -> String? {
        self[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether a name occurs, with any value.
    package func contains(_ name: String) -> Bool {
        items.contains { $0.name == name }
    }
}
