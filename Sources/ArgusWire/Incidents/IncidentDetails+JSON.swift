import ArgusVocabulary

extension IncidentDetails {
    /// Reads them from an answer of any version: what not every one has may be missing.
    init(_ reader: MemberReader) throws(WireError) {
        self.init()
        for member in IncidentMember.all
        where member.isAnswered(in: .v1) || reader.object[member.name] != nil {
            self[member] =
                switch member.kind {
                case .text, .url: .text(try reader.text(member.name))
                case .level: .level(Level(number: Int(try reader.integer(member.name))))
                case .json: .json(JSONText(try reader.value(member.name)))
                }
        }
    }

    /// Writes those that a version answers, among other members of an object.
    func write(to writer: inout JSONWriter, _ version: APIVersion) {
        for member in IncidentMember.all where member.isAnswered(in: version) {
            writer.raw(",\"")
            writer.raw(member.name)
            writer.raw("\":")
            switch self[member] ?? member.kind.usual {
            case .text(let text): writer.string(text)
            case .level(let level): writer.integer(Int64(level.rawValue))
            case .json(let json): writer.value(json)
            }
        }
    }

    /// Writes what is said into a body, as far as a version of the API has it.
    package func write(to body: inout JSONObject, _ version: APIVersion) {
        for member in IncidentMember.all where member.isAnswered(in: version) {
            switch self[member] {
            case .text(let text): body.set(member.name, to: .string(text))
            case .level(let level): body.set(member.name, to: .integer(Int64(level.rawValue)))
            case .json(let json): body.set(member.name, to: json.value)
            case nil: break
            }
        }
    }

    /// What is said and has no place in a version of the API; nil if all has.
    package func firstUnsayable(in version: APIVersion) -> IncidentMember? {
        IncidentMember.all.first { self[$0] != nil && !$0.isAnswered(in: version) }
    }

    /// The same without texts that are empty, and without JSON that is null.
    package var withoutEmptyOnes: IncidentDetails {
        var details = self
        for member in IncidentMember.all
        where [.text(""), .json(JSONText(.null))].contains(details[member]) {
            details[member] = nil
        }
        return details
    }
}
