import ArgusOpenAPI

/// Where something is on this server, as Hummingbird writes routes: `/api/v2/incidents/:pk/`.
///
/// Written as a literal. A part `:pk` is a primary key; any other part with a name is put in as a
/// ``PathPart``, which describes it.
package struct Path: ExpressibleByStringInterpolation, Sendable {
    package let text: String
    /// The parts that have names, in order.
    let parts: [PathPart]

    package init(stringLiteral text: String) {
        self.init(text, [])
    }

    package init(stringInterpolation: StringInterpolation) {
        self.init(stringInterpolation.text, stringInterpolation.parts)
    }

    private init(_ text: String, _ described: [PathPart]) {
        self.text = text
        parts = text.split(separator: "/").filter { $0.hasPrefix(":") }.map { part in
            described.first { $0.name == part.dropFirst() } ?? .pk
        }
    }

    /// What becomes of the pieces of a literal.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var parts: [PathPart] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity * 2)
        }

        package mutating func appendLiteral(_ literal: String) { text += literal }
        package mutating func appendInterpolation(_ text: String) { self.text += text }
        package mutating func appendInterpolation(_ path: Path) {
            text += path.text
            parts += path.parts
        }
        package mutating func appendInterpolation(_ part: PathPart) {
            text += ":\(part.name)"
            parts.append(part)
        }
    }
}

/// A part of a path that is different for each thing.
package struct PathPart: Sendable {
    let name: String
    let schema: Schema
    let note: String

    /// Describes a part.
    package init(_ name: String, _ schema: Schema, _ note: String) {
        (self.name, self.schema, self.note) = (name, schema, note)
    }

    /// The primary key of what the path is about.
    package static let pk = PathPart("pk", .id, "Its primary key.")
}
