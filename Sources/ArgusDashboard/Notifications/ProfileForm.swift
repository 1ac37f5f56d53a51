import ArgusCore
import ArgusHTTP
import ArgusOperations
import ArgusVocabulary

/// The form for a notification profile.
struct ProfileForm {
    /// The timeslot and the filters that are chosen, by their primary keys.
    let timeslot: String
    let filters: [String]
    private let entry: FormEntry
    private let fields: [PageField]

    /// What the form says.
    struct Said: Sendable {
        fileprivate let change: NotificationProfileChange
        fileprivate let rules: ProfileRuleFields.Said

        /// The change of a profile, or all of a new one.
        func change(
            _ moments: MomentFormat, of old: ProfileRules? = nil
        ) throws(Refusal) -> NotificationProfileChange {
            var change = change
            change.rules = try rules.rules(moments, of: old)
            return change
        }
    }

    static let form = Form(
        Field(
            Field<String??>.nullableText("name", .characters(40)),
            Field<Timeslot.ID?>.key("timeslot").required(),
            Field<[StoredFilter.ID]?>.someKeys("filters").required(),
            Field<[Destination.ID]?>.keys("destinations"), Field<Bool?>.bool("active"),
            ProfileRuleFields.said
        ) { name, timeslot, filters, destinations, isActive, rules in
            var change = NotificationProfileChange()
            (change.name, change.timeslot, change.filters) = (name, timeslot, filters)
            // A form says nothing of a box that is not ticked.
            change.destinations = .these(destinations ?? [])
            change.isActive = isActive ?? false
            return Said(change: change, rules: rules)
        })

    /// The form with what was typed, or else with what a profile says.
    init(
        _ entry: FormEntry, _ detailed: DetailedProfile?, timeslots: [Timeslot],
        filters: [StoredFilter], destinations: [Destination], teams: [Team],
        _ moments: MomentFormat
    ) {
        let profile = detailed?.profile
        let rules = ProfileRuleFields(
            entry, profile?.rules ?? ProfileRules(), destinations: destinations, teams: teams,
            moments)
        self.entry = entry
        let first = profile?.timeslot ?? timeslots.first?.id
        let slot = entry.field("timeslot", value: first.map { "\($0)" } ?? "")
        let chosen = entry.choices("filters", values: profile?.filters.map { "\($0)" } ?? [])
        (timeslot, self.filters) = (slot.value, chosen.values)
        let usual: [PageField] = [
            .line(
                entry.field("name", value: profile?.name ?? ""), "Name", in: "profile",
                hint: "Empty: it is called after its timeslot and filters."),
            .select(
                slot, "Timeslot", in: "profile", timeslots.map { ("\($0.id)", $0.name) }),
            .checks(
                chosen, "Filters, all of which must hold", in: "profile",
                filters.map { ("\($0.id)", $0.name) },
                hint: filters.isEmpty ? "There are no filters yet. Save one in the list." : nil),
            .checks(
                entry.choices(
                    "destinations", values: profile?.destinations.map { "\($0)" } ?? []),
                "Destinations", in: "profile",
                destinations.map { ("\($0.id)", $0.label ?? $0.suggestedLabel) }),
            rules.team,
            .tick(
                entry.choices("active", values: profile?.isActive == false ? [] : ["on"]),
                "State", "Active", in: "profile"),
        ]
        fields = usual + rules.fields
    }

    /// The form as it is printed.
    func pageForm(to action: String) -> PageForm {
        PageForm(
            entry, to: action, "Keep it", fields, back: NotificationTabs.profiles.rawValue,
            hasPreview: true)
    }
}
