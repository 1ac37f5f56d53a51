import ArgusVocabulary

/// Something that is wrong with a template of the site.
package struct TemplateMistake: Hashable, Sendable, CustomStringConvertible {
    /// The file, as it is called below the folder.
    package let file: String
    /// Counted from 1; nil if it is about the file as a whole.
    package let line: Int?
    /// What is wrong, and what to do, in a sentence.
    package let problem: String

    /// The same in one line.
    package var description: String {
        "\(file.inOneLine)\(line.map { ", line \($0)" } ?? ""): \(problem)"
    }
}

/// All that is wrong with the templates of the site.
package struct TemplateMistakes: Error, CustomStringConvertible {
    /// At least one.
    package let all: [TemplateMistake]

    package var description: String { all.map(\.description).joined(separator: "\n") }
}
