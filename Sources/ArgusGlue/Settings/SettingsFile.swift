import FoundationEssentials

/// A file with settings: the part of YAML that settings need, which is names with plain values, and
/// names below names by indentation.
struct SettingsFile {
    /// The values by the names of their environment variables.
    private(set) var values: [String: String] = [:]
    /// Each line that is none of a settings file, and each name that is not known.
    private(set) var mistakes: [SettingsProblem.Mistake] = []

    private let path: String
    private let known: [String]
    /// The names that the current line stands below, each with its indentation.
    private var sections: [(indentation: Int, name: String)] = []

    /// Reads a file; `known` are the environment variables that it may give values to.
    init(path: String, known: [String]) {
        (self.path, self.known) = (path, known)
        guard let data = FileManager.default.contents(atPath: path) else {
            let problem =
                FileManager.default.fileExists(atPath: path)
                ? "cannot be read by this user" : "is not there"
            mistakes.append(.init(name: "The settings file \(path)", problem: problem))
            return
        }
        let text = String(decoding: data, as: UTF8.self)
        for (number, line) in zip(
            1..., text.split(omittingEmptySubsequences: false) { $0.isNewline })
        {
            read(line, number)
        }
    }

    private mutating func refuse(_ number: Int, _ problem: String) {
        mistakes.append(.init(name: "Line \(number) of \(path)", problem: problem))
    }

    private mutating func read(_ line: Substring, _ number: Int) {
        let line = line.drop { $0 == "\u{feff}" }
        let indentation = line.prefix { $0 == " " }.count
        let content = line.dropFirst(indentation).trimmingBlanks()
        if content.isEmpty || content.hasPrefix("#") || content == "---" || content == "..." {
            return
        }
        guard !line.dropFirst(indentation).hasPrefix("\t") else {
            return refuse(number, "is indented by a tab; YAML wants blanks")
        }
        guard let (name, written) = Self.pair(content) else {
            return refuse(number, "is no setting; one looks like `url: https://argus.example.org`")
        }
        while let section = sections.last, section.indentation >= indentation {
            sections.removeLast()
        }
        let isBelow = sections.last.map { indentation > $0.indentation } ?? (indentation == 0)
        guard isBelow else { return refuse(number, "is indented further than what it follows") }
        let path = sections.map(\.name) + [name]
        guard let written else {
            sections.append((indentation, name))
            return check(section: path, number)
        }
        guard known.contains(Self.variable(path)) else { return refuseUnknown(path, number) }
        guard let value = Self.value(written) else {
            return refuse(number, "needs one plain value after `\(name):`")
        }
        set(path, to: value, number)
    }

    private static func variable(_ path: [String]) -> String {
        "ARGUS_" + path.joined(separator: "_").uppercased()
    }

    /// A name without a value is one that others stand below.
    private mutating func check(section path: [String], _ number: Int) {
        let variable = Self.variable(path)
        if known.contains(variable) {
            refuse(number, "needs a value after `\(path.joined(separator: ".")):`")
        } else if !known.contains(where: { $0.hasPrefix(variable + "_") }) {
            refuseUnknown(path, number)
        }
    }

    private mutating func set(_ path: [String], to value: String, _ number: Int) {
        guard values.updateValue(value, forKey: Self.variable(path)) == nil else {
            return refuse(number, "gives \(path.joined(separator: ".")) a second value")
        }
    }

    private mutating func refuseUnknown(_ path: [String], _ number: Int) {
        let suggestion = Suggestion(for: Self.variable(path), among: known).name.map {
            "; did you mean \(Self.shown($0))?"
        }
        let written = path.joined(separator: ".").inOneLine
        refuse(number, "has the setting \(written), which is not known\(suggestion ?? "")")
    }

    /// A variable's name as it stands in the file.
    private static func shown(_ variable: String) -> String {
        let name = variable.dropFirst("ARGUS_".count).lowercased()
        for section in ["glue_nav_", "glue_"] where name.hasPrefix(section) {
            let sections = section.dropLast().replacing("_", with: ".")
            return "\(sections).\(name.dropFirst(section.count))"
        }
        return name
    }

    /// A name and what is written after its colon; nil after it if there is nothing.
    private static func pair(_ content: Substring) -> (name: String, value: Substring?)? {
        guard let colon = content.firstIndex(of: ":") else { return nil }
        let name = content[..<colon].filter { $0 != "\"" && $0 != "'" }.trimmingBlanks()
        let rest = content[content.index(after: colon)...]
        guard !name.isEmpty, !name.contains(where: \.isWhitespace), !name.hasPrefix("-"),
            rest.isEmpty || rest.first?.isWhitespace == true
        else { return nil }
        let value = rest.trimmingBlanks()
        return (String(name), value.isEmpty || value.hasPrefix("#") ? nil : value)
    }

    /// A value without its quotes and without a comment; nil for what is no plain value.
    private static func value(_ written: Substring) -> String? {
        guard let first = written.first else { return nil }
        if first == "\"" || first == "'" { return quoted(written, by: first) }
        guard !"{[|>&*!%@`".contains(first) else { return nil }
        let end = written.firstRange(of: " #")?.lowerBound ?? written.endIndex
        return String(written[..<end].trimmingBlanks())
    }

    private static func quoted(_ written: Substring, by quote: Character) -> String? {
        var value = ""
        var rest = written.dropFirst()
        while let character = rest.popFirst() {
            switch character {
            case "\\" where quote == "\"":
                guard let escaped = rest.popFirst(), "\"\\/".contains(escaped) else { return nil }
                value.append(escaped)
            case quote where quote == "'" && rest.first == "'":
                rest.removeFirst()
                value.append("'")
            case quote:
                let tail = rest.trimmingBlanks()
                return tail.isEmpty || tail.hasPrefix("#") ? value : nil
            default: value.append(character)
            }
        }
        return nil
    }
}
