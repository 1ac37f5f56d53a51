import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// The form for a destination: its name, and a line for each setting of its medium.
struct DestinationForm {
    private let entry: FormEntry
    private let fields: [PageField]

    /// What the form says.
    struct Said: Sendable {
        let label: String?
        /// By their names; those of other media are not there.
        let settings: [String: String]
    }

    /// By which medium somebody is to be told.
    static let medium = Form(
        Field<Medium?>.typed("media") { word in
            Medium(rawValue: word).map { .success($0) }
                ?? .failure(ValueProblem(message: "It is none of the media."))
        }.required().map { $0 ?? .email })

    static let form = Form(
        Field(Field<String??>.nullableText("label", .characters(50)), settings) {
            Said(label: $0 ?? nil, settings: $1)
        })

    /// The settings of all media, of which a form has some.
    private static let settings = Field<[String: String]>([:]) { input in
        var settings: [String: String] = [:]
        for name in Set(Medium.allCases.flatMap(\.settings).map(\.name)) {
            if let text = input.text(name) { settings[name] = text }
        }
        return settings
    }

    /// The choice of a medium.
    init(_ entry: FormEntry) {
        self.entry = entry
        let media = Medium.allCases.map { (value: $0.rawValue, label: $0.name) }
        let medium = entry.field("media", value: Medium.email.rawValue)
        fields = [.select(medium, "Medium", in: "destination", media)]
    }

    /// The form with what was typed, or else with what a destination says.
    init(_ entry: FormEntry, _ medium: Medium, _ destination: Destination?) {
        self.entry = entry
        let shown = destination?.shownSettings ?? [:]
        fields =
            medium.settings.map { setting in
                let hint =
                    setting.isSecret && shown[setting.name] != nil
                    ? "*** leaves it as it is." : setting.explanation
                return .line(
                    entry.field(setting.name, value: shown[setting.name] ?? ""), setting.title,
                    in: "destination", isRequired: setting.isRequired, hint: hint)
            } + [
                .line(
                    entry.field("label", value: destination?.label ?? ""), "Name",
                    in: "destination", hint: "Empty: it is called after its address.")
            ]
    }

    /// The form as it is printed.
    func pageForm(to action: String, _ button: String) -> PageForm {
        PageForm(entry, to: action, button, fields, back: NotificationTabs.destinations.rawValue)
    }
}

extension DestinationForm.Said {
    /// A destination that leads there.
    func new(by medium: Medium) throws(Refusal) -> NewDestination {
        do throws(Refusal) {
            return try NewDestination(medium: medium, label: label, settings: settings)
        } catch {
            throw error.withoutCodes
        }
    }

    /// What it makes different about a destination; one whose settings stay as they are may be of a
    /// medium that is unknown.
    func change(of old: Destination) -> DestinationChange {
        DestinationChange(
            label: .some(label), settings: old.medium.isKnown ? settings : nil)
    }
}

extension Refusal {
    /// The same in words alone: the API has a code behind those about a setting.
    var withoutCodes: Refusal {
        guard case .invalid(.fields(let fields)) = self else { return self }
        return .invalid(
            .fields(
                fields.map { field in
                    guard case .messages(let problems) = field.problems,
                        let problem = problems.first
                    else { return field }
                    return Problems.Field(field.name, .messages([problem]))
                }))
    }
}
