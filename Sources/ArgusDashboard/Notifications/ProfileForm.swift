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

    static let form = Form(
        Field(
            Field<String??>.nullableText("name", .characters(40)),
            Field<Timeslot.ID?>.key("timeslot").required(),
            Field<[StoredFilter.ID]?>.someKeys("filters").required(),
            Field<[Destination.ID]?>.keys("destinations"), Field<Bool?>.bool("active")
        ) { name, timeslot, filters, destinations, isActive in
            var change = NotificationProfileChange()
            (change.name, change.timeslot, change.filters) = (name, timeslot, filters)
            // A form says nothing of a box that is not ticked.
            change.destinations = .these(destinations ?? [])
            change.isActive = isActive ?? false
            return change
        })

    /// The form with what was typed, or else with what a profile says.
    init(
        _ entry: FormEntry, _ detailed: DetailedProfile?, timeslots: [Timeslot],
        filters: [StoredFilter], destinations: [Destination]
    ) {
        let profile = detailed?.profile
        self.entry = entry
        let first = profile?.timeslot ?? timeslots.first?.id
        let slot = entry.field("timeslot", value: first.map { "\($0)" } ?? "")
        let chosen = entry.choices("filters", values: profile?.filters.map { "\($0)" } ?? [])
        (timeslot, self.filters) = (slot.value, chosen.values)
        fields = [
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
            .tick(
                entry.choices("active", values: profile?.isActive == false ? [] : ["on"]),
                "State", "Active", in: "profile"),
        ]
    }

    /// The form as it is printed.
    func pageForm(to action: String) -> PageForm {
        PageForm(
            entry, to: action, "Keep it", fields, back: NotificationTabs.profiles.rawValue,
            hasPreview: true)
    }
}

/// Of which incidents a profile would tell.
struct ProfilePreview {
    /// Nil where no filter is chosen.
    let incidents: IncidentPreview?

    private static let most = 1000

    /// What is open now, and what began in the last week within the timeslot.
    init(
        filters: [StoredFilter], timeslot: Timeslot?, _ holidays: HolidayCalendar,
        _ operations: Operations, _ moments: MomentFormat
    ) async throws {
        guard !filters.isEmpty, let timeslot else {
            incidents = nil
            return
        }
        let matching = IncidentFilter.all(filters.map(\.blob.filter))
        let open = try await operations.incidents.count(.all([matching, .open(true)]))
        let weekAgo = moments.now - .seconds(7 * 86_400)
        let found = try await operations.incidents.list(
            .all([
                matching, .startTime(.from(.at(weekAgo))), .startTime(.until(.at(moments.now))),
            ]),
            PageRequest(size: Self.most))
        let told = found.items.filter {
            timeslot.covers($0.incident.startTime, in: moments.zone, holidays)
        }
        let many = found.next == nil ? "\(told.count)" : "\(told.count) or more"
        incidents = IncidentPreview(
            "It matches \(open) open incidents now. In the last week, \(many) began within the "
                + "timeslot.", told, moments)
    }
}
