import ArgusCore
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

extension APIVersion {
    /// What is said of a text that is no tag where the API asks for `key=value`.
    package var tagConstruct: String {
        let construct =
            "Enter a valid key-value construct: \"key=value\", where key and value are strings."
        let keys = " The key can consist of lowercase letters, numbers and underscores."
        return self == .v1 ? construct : construct + keys
    }

    /// Which tag keys the version allows.
    package var tagKeys: Tag.KeyRule { self == .v1 ? .anyCase : .lowerCase }

    /// How a tag is described as a text, `key=value`.
    package var tagText: Schema {
        let keys = self == .v1 ? "[A-Za-z0-9_]+" : "[a-z0-9_]+"
        let value = self == .v3 ? "[^\\s\\x00](.*[^\\s\\x00])?" : "[^\\x00]*"
        return .text(matching: "^\(keys)=\(value)$").example("host=sw1.example.org")
    }

    /// Reads a tag as versions before 3 write it: `{"tag": "key=value"}`; or as version 3 does.
    fileprivate func tag(_ value: JSONValue) -> Result<Tag, TagRefusal> {
        self == .v3 ? strictTag(value) : looseTag(value)
    }

    private func looseTag(_ value: JSONValue) -> Result<Tag, TagRefusal> {
        guard let written = value.object.flatMap({ Members($0)["tag"] }) else {
            let message = "Tags need to follow the format {\"tag\": key=value}"
            return .failure(TagRefusal(.messages([.text(message)])))
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
            return .failure(TagRefusal(.messages([.null])))
        }
        switch Input.text(value) {
        case .failure(let problem): return .failure(TagRefusal(.messages([.text(problem.message)])))
        case .success(""): return .failure(TagRefusal(.messages([.blank])))
        case .success(let text):
            if let tag = strictTag(text) { return .success(tag) }
            return .failure(TagRefusal(.messages([.text(construct(of: text))])))
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
    package func strictTag(_ text: some StringProtocol) -> Tag? {
        guard let tag = try? Tag(String(text), keys: tagKeys), !tag.value.isEmpty, tag.text == text
        else { return nil }
        return tag
    }
}

/// Why a tag in a body is refused, in the shape in which that is answered.
private struct TagRefusal: Error {
    let problems: Problems

    init(_ problems: Problems) {
        self.problems = problems
    }

    init(inTag message: String) {
        problems = .fields([Problems.Field("tag", .message(.text(message)))])
    }
}

extension Field where Value == [Tag]? {
    /// The tags of an incident, which may be missing unless `isRequired`.
    package static func tags(_ version: APIVersion, isRequired: Bool) -> Field {
        let tag: Schema =
            version == .v3
            ? version.tagText : .body([Schema.Member("tag", version.tagText.required)])
        let list = Schema.list(of: tag)
        return Field("tags", isRequired ? list.required : list) { input, name in
            guard let value = input.placed(name, isRequired: isRequired) else { return nil }
            do throws(TagRefusal) {
                return try tags(value, version)
            } catch {
                input.refuse(name, error.problems)
                return nil
            }
        }
    }

    /// The most tags that are taken at once.
    private static var mostTags: Int { 1000 }

    /// Reads a list of tags, or says what is wrong with it, by index.
    fileprivate static func tags(
        _ value: JSONValue, _ version: APIVersion
    ) throws(TagRefusal) -> [Tag] {
        guard case .array(let items) = value else {
            let message = "Expected a list of items but got type \"\(value.pythonType)\"."
            throw TagRefusal(
                .fields([Problems.Field(Problems.whole, .messages([.text(message)]))]))
        }
        guard items.count <= mostTags else {
            let message = "Ensure this field has no more than \(mostTags) elements."
            throw TagRefusal(.messages([.text(message)]))
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

extension Form where Value == [Tag] {
    /// Tags to be added to an incident: one, as versions before 3 write it, or a list.
    package static func newTags(_ version: APIVersion) -> Form {
        let tag = version.tagText
        let schema: Schema =
            version == .v3
            ? .list(of: tag) : .body("NewTag", [Schema.Member("tag", tag.required)])
        let example: JSONValue = version == .v3 ? ["host=a", "room=4"] : ["tag": "host=a"]
        return Form(schema, example: example) { body, _ throws(Refusal) in
            if version != .v3, body.value["tag"] == nil {
                throw .invalid("tag", .missing)
            }
            do throws(TagRefusal) {
                return version == .v3
                    ? try Field.tags(body.value, version) : [try version.tag(body.value).get()]
            } catch {
                throw .invalid(error.problems)
            }
        }
    }
}
