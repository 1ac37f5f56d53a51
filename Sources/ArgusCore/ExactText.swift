/// A text that is the same as another only if it is so byte by byte, which is how databases compare.
///
/// Swift takes texts for equal that look the same, such as `Å` written as one character and as two.
/// Whatever came from outside is compared, looked up and told apart like this instead.
@propertyWrapper
package struct ExactText: Hashable, Sendable {
    package var wrappedValue: String

    /// Wraps a text.
    package init(wrappedValue: String) {
        self.wrappedValue = wrappedValue
    }

    /// Wraps a text, as a key to look something up by.
    package init(_ text: String) {
        wrappedValue = text
    }

    package static func == (one: ExactText, other: ExactText) -> Bool {
        one.wrappedValue.isIdentical(to: other.wrappedValue)
    }

    package func hash(into hasher: inout Hasher) {
        wrappedValue.withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(wrappedValue.utf8.count)
    }
}

extension String {
    /// Whether this is the same text byte by byte.
    package func isIdentical(to other: String) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }

    /// Gives the bytes in UTF-8, without copying them.
    func withBytes<Value>(_ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
        utf8.withContiguousStorageIfAvailable(body) ?? Array(utf8).withUnsafeBufferPointer(body)
    }
}
