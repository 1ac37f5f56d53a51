import ArgusCore
import ArgusHTTP
import ArgusWire

extension APIVersion {
    /// What is said of a text that is no tag where the API asks for `key=value`.
    var tagConstruct: String {
        let construct =
            "Enter a valid key-value construct: \"key=value\", where key and value are strings."
        let keys = " The key can consist of lowercase letters, numbers and underscores."
        return self == .v1 ? construct : construct + keys
    }

    /// Which tag keys the version allows.
    var tagKeys: Tag.KeyRule { self == .v1 ? .anyCase : .lowerCase }

    /// Reads a tag as versions before 3 write it: `{"tag": "key=value"}`; or as version 3 does.
    func tag(_ value: JSONValue) -> Result<Tag, TagRefusal> {
        self == .v3 ? strictTag(value) : looseTag(value)
    }

    private func looseTag(_ value: JSONValue) -> Result<Tag, TagRefusal> {
        guard let written = value.object.flatMap({ Members($0).required("tag") }) else {
            let message = "Tags need to follow the format {\"tag\": key=value}"
            return .failure(TagRefusal(.messages([message])))
        }
        switch Input.text(written) {
        case .failure(let problem):
            return .failure(TagRefusal(inTag: problem.message))
        case .success(let text):
            do {
                return .success(try Tag(text, keys: tagKeys))
            } catch {
                return .failure(TagRefusal(inTag: error.message))
            }
        }
    }

    private func strictTag(_ value: JSONValue) -> Result<Tag, TagRefusal> {
        if value == .null {
            return .failure(TagRefusal(.messages(["This field may not be null."])))
        }
        switch Input.text(value) {
        case .failure(let problem): return .failure(TagRefusal(.messages([problem.message])))
        case .success(""): return .failure(TagRefusal(.messages(["This field may not be blank."])))
        case .success(let text):
            if let tag = strictTag(text) { return .success(tag) }
            return .failure(TagRefusal(.messages([construct(of: text)])))
        }
    }

    /// What is said of a text that is no tag: what it should be, unless it is only too long.
    private func construct(of text: String) -> String {
        do throws(TagProblem) {
            _ = try Tag(text, keys: tagKeys)
        } catch .tooLong {
            return TagProblem.tooLong.message
        } catch {}
        return tagConstruct
    }

    /// Reads a tag without blanks around its parts and with a value, as version 3 and queries want it.
    func strictTag(_ text: some StringProtocol) -> Tag? {
        guard let tag = try? Tag(String(text), keys: tagKeys), !tag.value.isEmpty, tag.text == text
        else { return nil }
        return tag
    }
}

/// Why a tag in a body is refused, in the shape in which that is answered.
struct TagRefusal: Error {
    let problems: Problems

    init(_ problems: Problems) {
        self.problems = problems
    }

    init(inTag message: String) {
        problems = .fields([Problems.Field("tag", .message(message))])
    }
}

extension Input {
    /// A list of tags; nil if it is missing.
    mutating func tags(_ version: APIVersion, isRequired: Bool) -> [Tag]? {
        guard let value = placed("tags", isRequired: isRequired) else { return nil }
        do {
            return try Self.tags(value, version)
        } catch {
            refuse("tags", error.problems)
            return nil
        }
    }

    /// The most tags that are taken at once.
    static let mostTags = 1000

    /// Reads a list of tags, or says what is wrong with it, by index.
    static func tags(_ value: JSONValue, _ version: APIVersion) throws(TagRefusal) -> [Tag] {
        guard case .array(let items) = value else {
            let message = "Expected a list of items but got type \"\(value.pythonType)\"."
            throw TagRefusal(
                .fields([Problems.Field("non_field_errors", .messages([message]))]))
        }
        guard items.count <= mostTags else {
            let message = "Ensure this field has no more than \(mostTags) elements."
            throw TagRefusal(.messages([message]))
        }
        var tags: [Tag] = []
        var problems: [Problems.Field] = []
        for (index, item) in items.enumerated() {
            switch version.tag(item) {
            case .success(let tag): tags.append(tag)
            case .failure(let refusal):
                problems.append(Problems.Field("\(index)", refusal.problems))
            }
        }
        guard problems.isEmpty else { throw TagRefusal(.fields(problems)) }
        return tags
    }
}
