import ArgusVocabulary

/// How bad something is, ready to print: a class that gives it a colour and a shape, and a word.
struct LevelMark {
    let style: String
    let word: String

    init(_ level: Level) {
        style = "c\(min(max(level.rawValue, 1), 5))"
        word = level.display
    }
}
