import ArgusCore
import ArgusOpenAPI
import ArgusVocabulary
import ArgusWire

extension Form where Value == NotificationProfileChange {
    /// Of what, when and where somebody wants to be notified; `isWhole` says that all of it has to be
    /// told.
    package static func profile(_ version: APIVersion, isWhole: Bool) -> Form {
        let field = Field(
            Field<Timeslot.ID?>.key("timeslot").required(if: isWhole).note("One's own."),
            Field<[StoredFilter.ID]?>.someKeys("filters").required(if: isWhole)
                .note("One's own, or public ones."),
            Field<Bool?>.bool("active").note("True if missing."),
            Field<String??>.nullableText("name", .characters(40))
                .note("Unique among one's own.").only(if: version != .v1),
            version == .v1 ? .media(isWhole: isWhole) : .destinations,
            Field<ProfileRules?>.rules.only(if: version == .v3)
        ) { timeslot, filters, isActive, name, destinations, rules in
            var change = NotificationProfileChange()
            (change.timeslot, change.filters, change.isActive) = (timeslot, filters, isActive)
            (change.name, change.destinations, change.rules) = (name, destinations, rules)
            return change
        }
        return Form(
            isWhole ? "RequestNotificationProfile" : "PatchedNotificationProfile", field,
            example: version == .v1
                ? ["timeslot": 2, "filters": [1], "media": ["SM"], "phone_number": 1]
                : ["name": "night", "timeslot": 2, "filters": [1], "destinations": [1]])
    }
}

extension Field where Value == DestinationChoice? {
    fileprivate static var destinations: Field {
        Field<[Destination.ID]?>.keys("destinations").note("One's own.")
            .map { $0.map { .these($0) } }
    }

    /// The media of version 1, which are e-mail if nothing is said of a whole profile; a change has to
    /// name them, as it always had.
    fileprivate static func media(isWhole: Bool) -> Field {
        let media = Schema.list(of: .choice(["EM", "SM"]), atMost: 50).note(
            "`EM`: the account's e-mail address, `SM`: the phone number.")
        return Field([
            "phone_number": .id.orNull.note("The primary key of one of one's own."),
            "media": isWhole ? media : media.required,
        ]) { input in
            let number: Destination.ID? = input.nullableKey("phone_number")
            if !isWhole, input.required("media") == nil { return nil }
            let codes = ["EM": Medium.email, "SM": .sms]
            let media =
                input.has("media")
                ? input.optional("media").flatMap { input.choices("media", $0) { codes[$0] } } ?? []
                : [.email]
            return .media(media, phoneNumber: number)
        }
    }
}
