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
                    settings: DestinationForm.settings(said.address, medium))
            } catch {
                throw error.aboutAddress
            }
        })

    static let changed = Form(said)

    private static let said = Field(
        Field<String??>.nullableText("label", .characters(50)),
        Field<String>.requiredText("address")
    ) { Said(label: $0 ?? nil, address: $1) }

    /// The form with what was typed, or else with what a destination says, whose medium stays.
    init(_ entry: FormEntry, _ destination: Destination?) {
        self.entry = entry
        let media = Medium.allCases.map { (value: $0.rawValue, label: $0.name) }
        let medium = entry.field("media", value: Medium.email.rawValue)
        let choice: [PageField] =
            destination == nil ? [.select(medium, "Medium", in: "destination", media)] : []
        fields =
            choice + [
                .line(
                    entry.field("address", value: destination?.address ?? ""),
                    destination?.medium.name ?? "Address", in: "destination", isRequired: true),
                .line(
                    entry.field("label", value: destination?.label ?? ""), "Name",
                    in: "destination", hint: "Empty: it is called after its address."),
            ]
    }

    /// The form as it is printed.
    func pageForm(to action: String) -> PageForm {
        PageForm(
            entry, to: action, "Keep it", fields, back: NotificationTabs.destinations.rawValue)
    }

    fileprivate static func settings(_ address: String, _ medium: Medium) -> [String: String] {
        medium.settings.first.map { [$0.name: address] } ?? [:]
    }
}

extension DestinationForm.Said {
    /// What it makes different about a destination.
    func change(of old: Destination) -> DestinationChange {
        DestinationChange(
            label: .some(label), settings: DestinationForm.settings(address, old.medium))
    }
}

extension Refusal {
    /// The same about the field for an address, whatever the medium calls it.
    var aboutAddress: Refusal {
        guard case .invalid(.fields(let fields)) = self,
            case .messages(let problems)? = fields.first?.problems, let problem = problems.first
        else { return self }
        return .invalid("address", problem)
    }
}
