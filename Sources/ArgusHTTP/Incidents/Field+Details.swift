import ArgusCore
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

extension Field where Value == IncidentDetails {
    /// Members of an incident's details, as far as a version takes them; each may be missing.
    static func details(
        _ members: [IncidentMember], _ version: APIVersion, withNotes: Bool = false
    ) -> Field {
        let members = members.filter { $0.declared.sentSince <= version }
        let fields = members.map { member in
            let field = Field<IncidentDetails.Value?>.detail(member)
            return withNotes ? member.declared.sentNote.map(field.note) ?? field : field
        }
        return Field(members: fields.flatMap(\.members)) { input throws(Refusal) in
            var details = IncidentDetails()
            for (member, field) in zip(members, fields) {
                details[member] = try field.read(&input)
            }
            return details
        }
    }
}

extension Field where Value == IncidentDetails.Value? {
    fileprivate static func detail(_ member: IncidentMember) -> Field {
        switch member.kind {
        case .text: Field<String?>.text(member.name).map { $0.map(IncidentDetails.Value.text) }
        case .url: Field<String?>.url(member.name).map { $0.map(IncidentDetails.Value.text) }
        case .level: Field<Level?>.level(member.name).map { $0.map(IncidentDetails.Value.level) }
        case .json:
            Field<JSONValue?>.json(member.name).map { $0.map { JSONText($0) } }
                .checked { input, text in
                    let size = text?.text.utf8.count ?? 0
                    guard size > input.maxMetadata else { return }
                    let limit = "\(input.maxMetadata) are the most."
                    input.refuse(member.name, .text("This has \(size) bytes as JSON, and \(limit)"))
                }
                .map { $0.map { .json($0) } }
        }
    }
}

extension Field where Value == Level? {
    /// A level, as a number or its digits, which may be missing.
    fileprivate static func level(_ name: String) -> Field {
        Field(name, .level) { input, name in
            guard let value = input.given(name) else { return nil }
            let written = value.pythonText
            guard let level = Int(written).flatMap(Level.init(rawValue:)),
                written == "\(level.rawValue)"
            else {
                input.refuse(name, "\"\(written)\" is not a valid choice.")
                return nil
            }
            return level
        }
    }
}

extension Schema {
    /// The members of an incident's details that a version answers.
    package static func details(_ version: APIVersion) -> [Member] {
        IncidentMember.all.filter { $0.isAnswered(in: version) }.map { member in
            let schema: Schema =
                switch member.kind {
                case .text, .url: .text
                case .level: .level
                case .json: .anything
                }
            return Member(
                member.name, member.declared.answerNote.map(schema.note) ?? schema,
                isRequired: true)
        }
    }
}
