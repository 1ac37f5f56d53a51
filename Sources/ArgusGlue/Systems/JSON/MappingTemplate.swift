import ArgusClient

/// A text with places in braces, `{/text} on {/host|/site/name}`, of which the first counts that says
/// something; or one place without braces, `/text`.
struct MappingTemplate: Hashable, Sendable {
    private enum Part: Hashable {
        case literal(String)
        case places([JSONPath])
    }

    private let parts: [Part]

    /// Understands a template; nil if its braces do not match, or hold no path.
    ///
    /// Where a place is meant, a text without braces is one, with slashes or dots; else only one that
    /// begins with a slash.
    init?(_ text: String, isPlace: Bool) {
        let looksLikePlace = text.hasPrefix("/") || text.hasPrefix("^")
        if isPlace || looksLikePlace, let path = JSONPath(text) {
            parts = [.places([path])]
            return
        }
        guard let pieces = BracedText.pieces(of: text) else { return nil }
        var parts: [Part] = []
        for piece in pieces {
            switch piece {
            case .literal(let literal): parts.append(.literal(literal))
            case .names(let names):
                let places = names.compactMap { JSONPath($0) }
                guard places.count == names.count else { return nil }
                parts.append(.places(places))
            }
        }
        self.parts = parts
        if isPlace, !hasPlaces { return nil }
    }

    private var hasPlaces: Bool {
        parts.contains { if case .places = $0 { true } else { false } }
    }

    /// The text; nil if it has places and none of them says anything, or, where all are needed, one
    /// does not.
    func text(in scope: JSONPath.Scope, needingAll: Bool = false) -> String? {
        var text = ""
        var isFilled = false
        for part in parts {
            switch part {
            case .literal(let literal): text += literal
            case .places(let places):
                let found = places.lazy.compactMap { $0.value(in: scope)?.filledText }.first
                if let found {
                    text += found
                    isFilled = true
                } else if needingAll {
                    return nil
                }
            }
        }
        return hasPlaces && !isFilled ? nil : text
    }
}

/// Templates of which the first counts whose places all say something; the last may have gaps.
struct MappingText: Hashable, Sendable {
    let templates: [MappingTemplate]

    func text(in scope: JSONPath.Scope) -> String? {
        for template in templates.dropLast() {
            if let text = template.text(in: scope, needingAll: true), !text.isEmpty { return text }
        }
        return templates.last?.text(in: scope).flatMap { $0.isEmpty ? nil : $0 }
    }
}
