import ArgusCore
import ArgusOpenAPI
import ArgusOperations
import ArgusVocabulary
import ArgusWire

extension Form where Value == NotificationProfileChange {
    /// Of what, when and where somebody wants to be notified; `isWhole` says that all of it has to be
    /// told.
    package static func profile(_ version: APIVersion, isWhole: Bool) -> Form {
        Form(
            isWhole ? "RequestNotificationProfile" : "PatchedNotificationProfile",
            .profile(version, isWhole: isWhole),
            example: version == .v1
                ? ["timeslot": 2, "filters": [1], "media": ["SM"], "phone_number": 1]
                : ["name": "night", "timeslot": 2, "filters": [1], "destinations": [1]])
    }
}

extension Field where Value == NotificationProfileChange {
    fileprivate static func profile(_ version: APIVersion, isWhole: Bool) -> Field {
        Field(
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
    }
}

/// A profile to be tried on what happened in the last days.
package struct ProfileTrial: Sendable {
    /// The stored one, if there is one.
    package let id: NotificationProfile.ID?
    /// What is different about it, or all of a new one.
    package let change: NotificationProfileChange
    package let days: Int?
}

extension Form where Value == ProfileTrial {
    /// Which profile is to be tried, on how many days.
    package static let profileTrial = Form(
        "RequestProfileTrial",
        Field(
            Field<NotificationProfile.ID?>.key("pk")
                .note("A profile that is stored; what is said beside it takes its place."),
            Field<Int64?>.nullableInteger(
                "days",
                in: Int64(
                    NotificationOperations.previewDays.lowerBound)...Int64(
                        NotificationOperations.previewDays.upperBound)
            )
            .note("How far to look back; 7 if missing."),
            Field<NotificationProfileChange>.profile(.v3, isWhole: false)
        ) { id, days, change in
            ProfileTrial(id: id, change: change, days: days.map { Int($0) })
        },
        example: ["timeslot": 2, "filters": [1], "destinations": [1], "days": 7])
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
