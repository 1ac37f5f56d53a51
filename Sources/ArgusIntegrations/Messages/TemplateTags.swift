import ArgusCore
import ArgusVocabulary

/// Looks through the tags of a template for what the engine would pass over in silence: names that stand
/// for nothing above all.
struct TemplateTags {
    /// A section that is open.
    private struct Section {
        let name: String
        let line: Int
        /// What stands for something in it, beside what stands for something around it.
        let names: [String]
        /// Whether `.` in it is a text.
        let isText: Bool
    }

    private var open: [Section] = []
    private(set) var problems: [(line: Int, problem: String)] = []

    /// Looks through a template.
    init(_ text: String) {
        var (rest, line) = (Substring(text), 1)
        while let start = rest.firstRange(of: "{{") {
            line += rest[..<start.lowerBound].count(where: \.isNewline)
            rest = rest[start.upperBound...]
            guard let end = rest.firstRange(of: "}}") else {
                problems.append((line, "This tag does not end: `}}` is missing."))
                return
            }
            let tag = rest[..<end.lowerBound]
            read(tag, line)
            line += tag.count(where: \.isNewline)
            rest = rest[end.upperBound...]
        }
        for section in open {
            problems.append(
                (section.line, "`{{#\(section.name)}}` does not end: add `{{/\(section.name)}}`."))
        }
    }

    private mutating func read(_ tag: Substring, _ line: Int) {
        let name = tag.dropFirst().trimmingBlanks()
        switch tag.first {
        case "!": break
        case "#": begin(String(name), isInverted: false, line)
        case "^": begin(String(name), isInverted: true, line)
        case "/": end(String(name), line)
        case "{", "&":
            report(
                line, "Values are always escaped, since they come from elsewhere: write `{{name}}`."
            )
        case ">", "<", "$", "%", "=":
            report(line, "Tags that begin with `\(tag.prefix(1))` are not used here.")
        default: use(String(tag.trimmingBlanks()), line)
        }
    }

    private mutating func begin(_ name: String, isInverted: Bool, _ line: Int) {
        guard let kind = kind(of: name, line) else {
            open.append(Section(name: name, line: line, names: [], isText: true))
            return
        }
        var (names, isText): ([String], Bool) = ([], open.last?.isText ?? false)
        if !isInverted {
            switch kind {
            case .text: isText = true
            case .flag: break
            case .object(let inner), .list(let inner): (names, isText) = (inner, false)
            }
        }
        open.append(Section(name: name, line: line, names: names, isText: isText))
    }

    private mutating func end(_ name: String, _ line: Int) {
        guard let last = open.popLast() else {
            return report(line, "`{{/\(name)}}` ends what has not begun.")
        }
        guard last.name != name else { return }
        report(
            line,
            "`{{/\(name)}}` stands where `{{#\(last.name)}}` of line \(last.line) should end.")
    }

    private mutating func use(_ name: String, _ line: Int) {
        if name == "." {
            if open.last?.isText != true {
                report(line, "`{{.}}` stands for the text of a section, and this is in none.")
            }
            return
        }
        switch kind(of: name, line) {
        case .text, nil: break
        case .flag: report(line, "`\(name)` is yes or no: write `{{#\(name)}}…{{/\(name)}}`.")
        case .object(let inner), .list(let inner):
            report(
                line,
                "`\(name)` has \(inner.joined(separator: ", ")) in it: write "
                    + "`{{#\(name)}}…{{/\(name)}}`.")
        }
    }

    /// What a name stands for here; nil, and a problem, if it is nothing.
    private mutating func kind(of name: String, _ line: Int) -> MessageValues.Kind? {
        let inner = open.flatMap(\.names)
        if inner.contains(name) { return .text }
        if let kind = MessageValues.names[name] { return kind }
        let known = inner + MessageValues.names.keys.sorted()
        let hint = Suggestion(for: name, among: known).name.map { "; did you mean `\($0)`?" } ?? "."
        report(line, "There is no value `\(name.prefix(64).description.inOneLine)`\(hint)")
        return nil
    }

    private mutating func report(_ line: Int, _ problem: String) {
        problems.append((line, problem))
    }
}
