import ArgusCore
import ArgusOperations
import ArgusVocabulary

extension TestMessage {
    /// What became of it, for programs.
    package var json: JSONValue {
        [
            "sent": .bool(isSent), "reason": reason.map { .string($0.rawValue) } ?? .null,
            "detail": .string(detail), "sentence": .string(sentence),
        ]
    }
}
