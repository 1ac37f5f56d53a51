import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// The form for a destination.
struct DestinationForm {
    private let entry: FormEntry
    private let fields: [PageField]

    /// What the form says.
    struct Said: Sendable {
        let label: String?
        let address: String
        /// What comes beside the address with some media.
        let secret: String?
    }

    static let new = Form(
        Field(
            Field<Medium?>.typed("media") { word in
                Medium(rawValue: word).map { .success($0) }
                    ?? .failure(ValueProblem(message: "It is none of the media."))
            }.required(), said
        ) { medium, said throws(Refusal) in
            let medium = medium ?? .email
            do throws(Refusal) {
                return try NewDestination(
                    medium: medium, label: said.label,
                    settings: DestinationForm.settings(said, medium))
            } catch {
                throw error.aboutAddress
            }
        })

    static let changed = Form(said)

    private static let said = Field(
        Field<String??>.nullableText("label", .characters(50)),
        Field<String>.requiredText("address"), Field<String?>.text("secret")
    ) { Said(label: $0 ?? nil, address: $1, secret: $2) }

    /// The form with what was typed, or else with what a destination says, whose medium stays.
    init(_ entry: FormEntry, _ destination: Destination?) {
        self.entry = entry
        let media = Medium.allCases.map { (value: $0.rawValue, label: $0.name) }
        let medium = entry.field("media", value: Medium.email.rawValue)
        let choice: [PageField] =
            destination == nil ? [.select(medium, "Medium", in: "destination", media)] : []
        let settings = destination?.medium.settings ?? []
        let shown = settings.map { destination?.shownSettings[$0.name] ?? "" }
        let secret = PageField.line(
            entry.field("secret", value: shown.dropFirst().first ?? ""),
            settings.dropFirst().first?.title ?? "Secret or token", in: "destination",
            hint: settings.dropFirst().first?.explanation
                ?? "What a webhook is signed with; the token of ntfy or Gotify. Else empty.")
        fields =
            choice + [
                .line(
                    entry.field("address", value: shown.first ?? ""),
                    destination?.medium.name ?? "Address", in: "destination", isRequired: true,
                    hint: destination?.medium.settings.first?.isSecret == true
                        ? "It is a secret: *** leaves it as it is." : nil)
            ] + (destination == nil || settings.count > 1 ? [secret] : []) + [
                .line(
                    entry.field("label", value: destination?.label ?? ""), "Name",
                    in: "destination", hint: "Empty: it is called after its address.")
            ]
    }

    /// The form as it is printed.
    func pageForm(to action: String) -> PageForm {
        PageForm(
            entry, to: action, "Keep it", fields, back: NotificationTabs.destinations.rawValue)
    }

    fileprivate static func settings(_ said: Said, _ medium: Medium) -> [String: String] {
        let pairs = zip(medium.settings, [said.address, said.secret ?? ""])
        return Dictionary(pairs.map { ($0.name, $1) }) { first, _ in first }
    }
}

extension DestinationForm.Said {
    /// What it makes different about a destination.
    func change(of old: Destination) -> DestinationChange {
        DestinationChange(
            label: .some(label), settings: DestinationForm.settings(self, old.medium))
    }
}

extension Refusal {
    /// The same about the field for an address or for a secret, whatever the medium calls them.
    var aboutAddress: Refusal {
        guard case .invalid(.fields(let fields)) = self,
            let field = fields.first, case .messages(let problems) = field.problems,
            let problem = problems.first
        else { return self }
        return .invalid(
            ["secret", "token"].contains(field.name ?? "") ? "secret" : "address", problem)
    }
}
