import FoundationEssentials
import Yams

/// A file with settings: YAML, names with values, and names below names.
struct SettingsFile {
    /// The values by the names of their environment variables.
    private(set) var values: [String: String] = [:]
    /// Each line that is none of a settings file, and each name that is not known.
    private(set) var mistakes: [SettingsProblem.Mistake] = []

    private let path: String
    private let known: [String]

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
        do {
            guard let root = try compose(yaml: String(decoding: data, as: UTF8.self)) else {
                return
            }
            if root.null == nil { read(root, below: []) }
        } catch {
            refuse(error)
        }
    }

    private mutating func refuse(_ mark: Mark?, _ problem: String) {
        mistakes.append(.init(name: "Line \(mark?.line ?? 1) of \(path)", problem: problem))
    }

    private mutating func refuse(_ error: any Error) {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            refuse(mark, "is no YAML: \(problem)")
        case .duplicatedKeysInMapping(let names, let context):
            let names = names.map(\.inOneLine).joined(separator: ", ")
            refuse(context.mark, "begins a section that gives \(names) a second value")
        default: refuse(nil, "is no YAML: \("\(error)".inOneLine)")
        }
    }

    private mutating func read(_ node: Node, below sections: [String]) {
        guard let mapping = node.mapping else {
            return refuse(
                node.mark, "is no setting; one looks like `url: https://argus.example.org`")
        }
        for (key, value) in mapping {
            guard let name = key.scalar?.string else {
                refuse(key.mark, "has something else than a name before its colon")
                continue
            }
            read(value, named: sections + [name], at: key.mark)
        }
    }

    private mutating func read(_ node: Node, named path: [String], at mark: Mark?) {
        let variable = Self.variable(path)
        let name = path.joined(separator: ".").inOneLine
        if known.contains(variable) {
            if node.null != nil {
                refuse(mark, "needs a value after `\(name):`")
            } else if let value = node.scalar?.string {
                values[variable] = value
            } else {
                refuse(mark, "needs one plain value after `\(name):`")
            }
        } else if known.contains(where: { $0.hasPrefix(variable + "_") }) {
            if node.null == nil { read(node, below: path) }
        } else {
            let meant = Suggestion(for: variable, among: known).name.map {
                "; did you mean \(Self.shown($0))?"
            }
            refuse(mark, "has the setting \(name), which is not known\(meant ?? "")")
        }
    }

    private static func variable(_ path: [String]) -> String {
        "ARGUS_" + path.joined(separator: "_").uppercased()
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
}
