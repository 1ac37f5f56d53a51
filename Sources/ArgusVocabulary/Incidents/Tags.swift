/// The tags of an incident: keys with values, in order.
///
/// A key may have several values; a pair stands only once. Written as a literal:
/// `["host": "a", "host": "b"]`.
public struct Tags: Hashable, Sendable {
    private var elements: [Element] = []

    /// One key with one value.
    public struct Element: Hashable, Sendable, CustomStringConvertible {
        /// Lower-case letters, digits and `_`; version 1 of the API allows upper case too.
        public let key: String
        /// Any text; version 3 of the API wants it not to be empty.
        public let value: String

        /// Puts a key and a value together.
        public init(_ key: String, _ value: String) {
            (self.key, self.value) = (key, value)
        }

        /// Reads `key=value`, split at the first `=`; nil if there is none or no key before it.
        public init?(_ text: some StringProtocol) {
            let scalars = text.unicodeScalars
            guard let delimiter = scalars.firstIndex(of: "="), delimiter > text.startIndex else {
                return nil
            }
            key = String(text[..<delimiter])
            value = String(text[scalars.index(after: delimiter)...])
        }

        /// The tag as the API writes it: `key=value`.
        public var description: String { "\(key)=\(value)" }
    }

    /// No tags.
    public init() {}

    /// Takes tags in their order; a pair that repeats stands where it came first.
    public init(_ tags: some Sequence<Element>) {
        for tag in tags { append(tag) }
    }

    /// All values of a key, in order; empty if there is none.
    public subscript(key: String) -> [String] {
        elements.filter { $0.key == key }.map(\.value)
    }

    /// The keys, each once, in the order of their first values.
    public var keys: [String] {
        var seen: Set<String> = []
        return elements.map(\.key).filter { seen.insert($0).inserted }
    }

    /// Adds a tag at the end, unless the very pair is there already.
    public mutating func append(_ tag: Element) {
        if !elements.contains(tag) { elements.append(tag) }
    }

    /// Adds one more value of a key.
    public mutating func append(_ key: String, _ value: String) {
        append(Element(key, value))
    }

    /// Gives a key these values and no others, at the place of its first value.
    public mutating func set(_ key: String, to values: String...) {
        let place = elements.firstIndex { $0.key == key } ?? elements.count
        var changed = Tags(elements[..<place])
        for value in values { changed.append(key, value) }
        for tag in elements[place...] where tag.key != key { changed.append(tag) }
        self = changed
    }

    /// Removes every value of a key.
    public mutating func remove(_ key: String) {
        elements.removeAll { $0.key == key }
    }
}

extension Tags: RandomAccessCollection {
    /// The place of the first tag.
    public var startIndex: Int { elements.startIndex }
    /// The place after the last tag.
    public var endIndex: Int { elements.endIndex }
    /// The tag at a place.
    public subscript(index: Int) -> Element { elements[index] }
}

extension Tags: ExpressibleByDictionaryLiteral, CustomStringConvertible {
    /// Takes keys with values in their order; keys may repeat.
    public init(dictionaryLiteral tags: (String, String)...) {
        self.init(tags.map { Element($0, $1) })
    }

    /// The tags as `key=value`, with commas between.
    public var description: String { elements.map(\.description).joined(separator: ", ") }
}
