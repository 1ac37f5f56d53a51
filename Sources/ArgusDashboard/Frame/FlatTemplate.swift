import ArgusVocabulary

/// A template with nothing in it but names, for what is printed by the hundred: it is taken apart once,
/// and a value is found by its place.
///
/// `{{name}}` is escaped; `{{{name}}}` is what another template wrote.
struct FlatTemplate: Sendable {
    private enum Part {
        case text(String)
        case value(Int)
        case written(Int)
    }

    private let parts: [Part]

    /// Takes a file apart, whose values will be given in the order of `names`.
    init(_ file: [UInt8], _ names: String...) {
        var rest = Substring(decoding: file, as: UTF8.self)
        var parts: [Part] = []
        while let open = rest.firstRange(of: "{{"), let close = rest.firstRange(of: "}}") {
            parts.append(.text(String(rest[..<open.lowerBound])))
            let name = rest[open.upperBound..<close.lowerBound]
            let isWritten = name.hasPrefix("{")
            guard let place = names.firstIndex(of: String(isWritten ? name.dropFirst() : name))
            else { preconditionFailure("A template has a value “\(name)” that nobody gives.") }
            parts.append(isWritten ? .written(place) : .value(place))
            rest = rest[close.upperBound...].dropFirst(isWritten ? 1 : 0)
        }
        self.parts = parts + [.text(String(rest))]
    }

    /// The template with the values in their places.
    func text(_ values: String...) -> String {
        var text = ""
        write(values, to: &text)
        return text
    }

    private func write(_ values: [String], to text: inout String) {
        for part in parts {
            switch part {
            case .text(let literal): text += literal
            case .value(let place): text += values[place].escapedForHTML
            case .written(let place): text += values[place]
            }
        }
    }
}
